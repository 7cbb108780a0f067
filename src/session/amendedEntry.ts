import type { Amendment } from '../protocol/amendments';
import type { Body, DeliveryState, MessageEntry } from '../protocol/transcript';
import { reactionsOf, type Stamp, type Vote } from './reactions';

/** A message that is shown, and can be amended. */
export interface Target {
  readonly entryId: string;
  /** The id of its content. */
  readonly id: string;
  /** Whose it is. */
  readonly session: string;
  /** It is between two only. */
  readonly direct: boolean;
  /** The other one of these, where they have a session. */
  readonly other?: string;
  /** It is talk, and so can be said in other words. */
  readonly isText: boolean;
}

/** What has become of it. */
export interface Known extends Target {
  edited?: Stamp;
  deleted?: true;
  votes: Map<string, Vote & { session: string }>;
  /** What it says for all, where one's own amendments that are on their way stand before it. */
  base?: Body;
  /** How it was itself, where the state of these stands before it. */
  state?: DeliveryState;
}

/** An own amendment that nobody has confirmed. */
export interface Pending {
  readonly amendment: Amendment;
  state: DeliveryState;
}

/** An entry as it is to be shown. @param own one's own that are on their way, @param votes all that count. */
export function amendedEntry(
  entry: MessageEntry,
  known: Known,
  own: readonly Pending[],
  votes: readonly Vote[],
): MessageEntry {
  const changes = own.filter(({ amendment }) => amendment.type !== 'react');
  const next: MessageEntry = { ...entry, body: bodyNow(entry, known, changes), state: stateNow(entry, known, changes) };
  const deleted = known.deleted ?? changes.some(({ amendment }) => amendment.type === 'delete');
  delete next.edited;
  delete next.reactions;
  if (deleted) return { ...next, deleted: true };
  delete next.deleted;
  const edited = known.edited !== undefined || changes.length > 0;
  const reactions = reactionsOf(votes);
  return { ...next, ...(edited && { edited: true }), ...(reactions.length > 0 && { reactions }) };
}

/** What it says now. What it says for all is kept aside while own changes, which may still fail, stand before it. */
function bodyNow(entry: MessageEntry, known: Known, changes: readonly Pending[]): Body {
  const base = known.base ?? entry.body;
  const last = changes.at(-1);
  if (last && !known.deleted) {
    known.base = base;
    const isGone = changes.some(({ amendment }) => amendment.type === 'delete');
    return { type: 'text', text: isGone ? '' : last.amendment.text };
  }
  delete known.base;
  return base;
}

/** A message whose own change is on its way is not through itself. */
function stateNow({ state }: MessageEntry, known: Known, changes: readonly Pending[]): DeliveryState {
  const isThrough = state === 'sent' || state === 'delivered';
  // On its way itself, or failed: that is what matters about it.
  if (!isThrough && known.state === undefined) return state;
  const itself = isThrough || state === 'failed' || known.state === undefined ? state : known.state;
  const last = changes.at(-1);
  if (!last || itself === 'failed') {
    delete known.state;
    return itself;
  }
  known.state = itself;
  return last.state;
}
