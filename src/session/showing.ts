import { RecentSet } from '../base/recentSet';
import type { Say, Sentence } from '../base/sentence';
import type { Content, Draft, Message } from '../protocol/content';
import type { MessageEntry, Progress, Sender, TransferEntry } from '../protocol/transcript';
import type { Target } from './amendedEntry';
import type { Amendments } from './amendments';
import type { Blocking } from './blocking';
import type { ChannelTime } from './clock';
import type { Arriving } from './longContent';
import { OWN } from './origin';
import type { Addressee } from './outbox';
import { bodyOf } from './payload';
import type { Transcript } from './transcript';

/** Ids of messages that were shown, so that one that comes twice, or under a second number, is shown once. */
const MAX_SHOWN = 20_000;

/** As many digits as the highest number has, so that texts sort like numbers. */
const SEQ_DIGITS = 16;

/** What an own entry changes to. A reason that is not given is taken away. */
export type Change = Partial<Pick<MessageEntry, 'state' | 'date'>> & { reason?: Sentence };

/** An own message, before it has its number. */
export interface OwnMessage {
  readonly id: string;
  readonly draft: Draft;
  readonly to?: Addressee;
}

/** Puts what is said into the transcript, once and in its place. It knows nothing of how it got here. */
export class Showing {
  private readonly shown = new RecentSet(MAX_SHOWN);
  private count = 0;

  constructor(
    private readonly transcript: Transcript,
    private readonly time: ChannelTime,
    private readonly blocking: Blocking,
    private readonly amendments: Amendments,
    private readonly say: Say,
  ) {}

  nextId(): string {
    return `e${++this.count}`;
  }

  /** The message that an entry shows, if it is one. */
  message(entryId: string): MessageEntry | undefined {
    const entry = this.blocking.get(entryId);
    return entry?.kind === 'message' ? entry : undefined;
  }

  /** What an entry says is on its way here, if it is one of those. */
  transferOf(entryId: string): Arriving['part'] | undefined {
    if (this.transcript.get(entryId)?.kind !== 'transfer') return undefined;
    const [, length, both = ''] = /^transfer (\d+) (.*)$/s.exec(entryId) ?? [];
    const at = Number(length);
    return { session: both.slice(0, at), transfer: both.slice(at) };
  }

  remove(entryId: string): void {
    this.transcript.remove(entryId);
  }

  /** What a plain client says has no place of its own. */
  text(text: string, from: Sender, date: number, at = this.time.end()): void {
    this.blocking.insert(this.entryOf({ type: 'text', text }, from, date), at);
  }

  /** Content that has come, unless it was shown already: ids are unique to the window that made them, its `origin`. */
  content(content: Message, origin: string, from: Sender, to: Sender | undefined, date: number): void {
    if (!this.isNew(content, origin)) return;
    const entry = { ...this.entryOf(bodyOf(content), from, date), ...namesOf(content), ...(to && { to }) };
    const { session } = content;
    const shown = this.amendments.shown(targetOf(entry, content.id, session, to && { session }), entry);
    this.blocking.insert(shown, this.time.placeOf(content.at), tieOf(content));
  }

  /** An own message that was just taken over: it stands last until it has its place. */
  own(entryId: string, { id, draft, to }: OwnMessage, from: Sender, state: MessageEntry['state']): void {
    const entry: MessageEntry = {
      ...this.entryOf(bodyOf(draft), from, this.time.now(), entryId),
      ...namesOf({ ...draft, id }),
      ...(to && { to: senderOf(to.uid, to.name, false, to.session) }),
      state,
    };
    this.transcript.append(this.amendments.shown(targetOf(entry, id, from.session ?? '', to), entry));
  }

  /** An own message that waits says something else now, or one that has failed is tried again under another id. */
  again(entryId: string, { id, draft, to }: OwnMessage): void {
    const before = this.message(entryId);
    if (!before) return;
    const entry: MessageEntry = { ...before, ...namesOf({ ...draft, id }), body: bodyOf(draft), state: 'waiting' };
    delete entry.reason;
    this.blocking.replace(this.amendments.shown(targetOf(entry, id, before.from.session ?? '', to), entry));
  }

  /** An own message has got its number and its time. */
  place(entryId: string, content: Message): void {
    this.shown.add(`${OWN} ${content.id}`);
    this.transcript.move(entryId, content.at, tieOf(content));
  }

  /** @param only the states in which it changes; in any without it. */
  change(entryId: string, { reason, ...change }: Change, only?: readonly MessageEntry['state'][]): void {
    const entry = this.message(entryId);
    if (!entry || (only && !only.includes(entry.state))) return;
    const next: MessageEntry = { ...entry, ...change };
    delete next.reason;
    if (reason) next.reason = this.say(reason);
    this.blocking.replace(next);
  }

  /** How far an own message is that goes out in parts; nothing once it is through. */
  progress(entryId: string, progress: Progress | undefined): void {
    const entry = this.message(entryId);
    if (!entry) return;
    const next: MessageEntry = { ...entry, ...(progress && { progress }) };
    if (!progress) delete next.progress;
    this.blocking.replace(next);
  }

  /** So many broadcasts of a session are missing; 0 when they were found after all. */
  missing(session: string, who: Sender, count: number): void {
    const id = `missing ${session}`;
    const date = this.time.now();
    if (count === 0) this.transcript.remove(id);
    else this.transcript.insert({ kind: 'missing', id, who, count, date }, date);
  }

  /** How far another's content is that comes in parts, or with a reason that it will not come. */
  transfer({ part, uid, name, date }: Arriving, progress: Progress | undefined, reason?: Sentence): void {
    const from = senderOf(uid, name, false, part.session);
    if (this.blocking.hides(from)) return;
    const id = transferId(part);
    const found = this.transcript.get(id);
    const known = found?.kind === 'transfer' ? found : undefined;
    if (!progress && !known && !reason) return;
    const entry: TransferEntry = {
      kind: 'transfer',
      id,
      from,
      date: known?.date ?? date,
      progress: progress ?? known?.progress ?? { done: 0, total: 0 },
      ...(reason && { reason: this.say(reason) }),
    };
    this.transcript.insert(entry, this.time.now());
  }

  /** It is here as a whole, so that its message takes its place. */
  endTransfer(part: Arriving['part']): void {
    this.transcript.remove(transferId(part));
  }

  /** Whose window a session is may come out after its words were shown. */
  private isNew({ id, session }: Message, origin: string): boolean {
    const isNew = this.shown.add(`${origin} ${id}`);
    return (origin === session || this.shown.add(`${session} ${id}`)) && isNew;
  }

  private entryOf(body: MessageEntry['body'], from: Sender, date: number, id = this.nextId()): MessageEntry {
    return { kind: 'message', id, from, date, body, state: 'sent' };
  }
}

/** Someone else, as far as is known. */
export function senderOf(uid: string | undefined, name: string | undefined, self = false, session?: string): Sender {
  return {
    self,
    ...(uid !== undefined && { uid }),
    ...(name !== undefined && { name }),
    ...(session !== undefined && { session }),
  };
}

/** @param direct the other one of the two, where it is between two only. */
function targetOf(
  { id: entryId, body }: MessageEntry,
  id: string,
  session: string,
  direct: { session?: string } | undefined,
): Target {
  const isText = body.type === 'text' && body.foreign === undefined;
  const other = direct?.session;
  return { entryId, id, session, direct: direct !== undefined, ...(other !== undefined && { other }), isText };
}

/**
 * Both are whatever a peer says, so that joining them must not make two pairs one. They stand as they are: escaped, their
 * control characters would make the id longer than what the page may name.
 */
function transferId({ session, transfer }: Arriving['part']): string {
  return `transfer ${session.length} ${session}${transfer}`;
}

/** Decides between entries of one time: by session, then by number. */
function tieOf({ session, seq }: Content): string {
  return `${session} ${String(seq).padStart(SEQ_DIGITS, '0')}`;
}

/** How replies name it, and what it answers itself. */
function namesOf({ id, re }: Pick<Message, 'id' | 're'>): Pick<MessageEntry, 'content' | 're'> {
  return { content: id, ...(re !== undefined && { re }) };
}
