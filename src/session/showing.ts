import { RecentSet } from '../base/recentSet';
import type { Content, Message } from '../protocol/content';
import type { MessageEntry, Progress, Sender, TransferEntry } from '../protocol/transcript';
import type { ChannelTime } from './clock';
import type { Arriving } from './longContent';
import type { StoredMessage } from './outbox';
import { bodyOf } from './payload';
import type { Transcript } from './transcript';

/** The origin of what this window has said, under whatever session. No session is empty. */
export const OWN = '';

/** Ids of messages that were shown, so that one that comes twice, or under a second number, is shown once. */
const MAX_SHOWN = 20_000;

const TRANSFER = 'transfer ';
/** As many digits as the highest number has, so that texts sort like numbers. */
const SEQ_DIGITS = 16;

/** What an own entry changes to. A reason that is not given is taken away. */
export type Change = Partial<Pick<MessageEntry, 'state' | 'reason' | 'date'>>;

/** Puts what is said into the transcript, once and in its place. It knows nothing of how it got here. */
export class Showing {
  private readonly shown = new RecentSet(MAX_SHOWN);
  private count = 0;

  constructor(
    private readonly transcript: Transcript,
    private readonly time: ChannelTime,
  ) {}

  nextId(): string {
    return `e${++this.count}`;
  }

  /** The message that an entry shows, if it is one. */
  message(entryId: string): MessageEntry | undefined {
    const entry = this.transcript.get(entryId);
    return entry?.kind === 'message' ? entry : undefined;
  }

  /** What an entry says is on its way here, if it is one of those. */
  transferOf(entryId: string): Arriving['part'] | undefined {
    if (this.transcript.get(entryId)?.kind !== 'transfer') return undefined;
    const [session = '', transfer = ''] = JSON.parse(entryId.slice(TRANSFER.length)) as string[];
    return { session, transfer };
  }

  remove(entryId: string): void {
    this.transcript.remove(entryId);
  }

  /** What a plain client says has no place of its own. */
  text(text: string, from: Sender, date: number): void {
    this.transcript.insert(this.entryOf({ type: 'text', text }, from, date), this.time.end());
  }

  /** Content that has come, unless it was shown already: ids are unique to the window that made them, its `origin`. */
  content(content: Message, origin: string, from: Sender, to: Sender | undefined, date: number): void {
    if (!this.shown.add(`${origin} ${content.id}`)) return;
    const entry = { ...this.entryOf(bodyOf(content), from, date), ...namesOf(content), ...(to && { to }) };
    this.transcript.insert(entry, this.time.placeOf(content.at), tieOf(content));
  }

  /** An own message that was just taken over: it stands last until it has its place. */
  own(entryId: string, { id, draft, to }: StoredMessage, from: Sender, state: MessageEntry['state']): void {
    this.transcript.append({
      ...this.entryOf(bodyOf(draft), from, this.time.now(), entryId),
      ...namesOf({ ...draft, id }),
      ...(to && { to: senderOf(to.uid, to.name) }),
      state,
    });
  }

  /** An own message has got its number and its time. */
  place(entryId: string, content: Message): void {
    this.shown.add(`${OWN} ${content.id}`);
    this.transcript.move(entryId, content.at, tieOf(content));
  }

  /** @param only the states in which it changes; in any without it. */
  change(entryId: string, change: Change, only?: readonly MessageEntry['state'][]): void {
    const entry = this.message(entryId);
    if (!entry || (only && !only.includes(entry.state))) return;
    const next: MessageEntry = { ...entry, ...change };
    if (change.reason === undefined) delete next.reason;
    this.transcript.replace(next);
  }

  /** How far an own message is that goes out in parts; nothing once it is through. */
  progress(entryId: string, progress: Progress | undefined): void {
    const entry = this.message(entryId);
    if (!entry) return;
    const next: MessageEntry = { ...entry, ...(progress && { progress }) };
    if (!progress) delete next.progress;
    this.transcript.replace(next);
  }

  /** So many broadcasts of a session are missing; 0 when they were found after all. */
  missing(session: string, who: Sender, count: number): void {
    const id = `missing ${session}`;
    const date = this.time.now();
    if (count === 0) this.transcript.remove(id);
    else this.transcript.insert({ kind: 'missing', id, who, count, date }, date);
  }

  /** How far another's content is that comes in parts, or with a reason that it will not come. */
  transfer({ part, uid, name, date }: Arriving, progress: Progress | undefined, reason?: string): void {
    const id = transferId(part);
    const found = this.transcript.get(id);
    const known = found?.kind === 'transfer' ? found : undefined;
    if (!progress && !known && reason === undefined) return;
    const entry: TransferEntry = {
      kind: 'transfer',
      id,
      from: senderOf(uid, name),
      date: known?.date ?? date,
      progress: progress ?? known?.progress ?? { done: 0, total: 0 },
      ...(reason !== undefined && { reason }),
    };
    this.transcript.insert(entry, this.time.now());
  }

  /** It is here as a whole, so that its message takes its place. */
  endTransfer(part: Arriving['part']): void {
    this.transcript.remove(transferId(part));
  }

  private entryOf(body: MessageEntry['body'], from: Sender, date: number, id = this.nextId()): MessageEntry {
    return { kind: 'message', id, from, date, body, state: 'sent' };
  }
}

/** Someone else, as far as is known. */
export function senderOf(uid: string | undefined, name: string | undefined, self = false): Sender {
  return { self, ...(uid !== undefined && { uid }), ...(name !== undefined && { name }) };
}

/** Both are whatever a peer says, so that joining them must not make two pairs one. */
function transferId({ session, transfer }: Arriving['part']): string {
  return TRANSFER + JSON.stringify([session, transfer]);
}

/** Decides between entries of one time: by session, then by number. */
function tieOf({ session, seq }: Content): string {
  return `${session} ${String(seq).padStart(SEQ_DIGITS, '0')}`;
}

/** How replies name it, and what it answers itself. */
function namesOf({ id, re }: Pick<Message, 'id' | 're'>): Pick<MessageEntry, 'content' | 're'> {
  return { content: id, ...(re !== undefined && { re }) };
}
