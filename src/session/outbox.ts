import { byteLength } from '../base/encoding';
import { AppError } from '../base/errors';
import { isAmendment, type Amendment } from '../protocol/amendments';
import type { Amended, Draft, Message } from '../protocol/content';
import { PASSING_LIMITS } from '../protocol/passing';

/** Whom a message is for: everyone, or the one who spoke from this connection. */
export interface Addressee {
  uid: string;
  /** The addressee's session, where it is a Live Channels peer: found again under another uid. */
  session?: string;
  name?: string;
}

/** One message on its way. What of it must survive a reload or a crash is `StoredMessage`. */
export interface Outgoing extends StoredMessage {
  /** The transcript entry that shows it. */
  entryId: string;
  /** There from the first time it is handed to a socket: it has its number then. */
  content?: Message | Amended;
  /** Handed to the socket that is open now. */
  flushed: boolean;
  /** Which connection it was written on, so that the addressee's uid is of that one; 0 for none. */
  connection: number;
  /** About how much memory it takes, in bytes. */
  size: number;
}

export interface StoredMessage {
  /** Stays the same however often it is sent: receivers show it once. */
  id: string;
  draft: Draft | Amendment;
  to?: Addressee;
}

/** Where messages on their way are kept outside of memory. Keeping is best effort; failures are the store's to report. */
export interface OutboxStore {
  load(): Promise<StoredMessage[]>;
  put(message: StoredMessage): void;
  remove(id: string): void;
}

/** Waiting messages of one channel: more are refused, in a sentence. */
export const OUTBOX_LIMITS = { messages: 200, bytes: 5_000_000 } as const;

/** Direct messages without a receipt that are remembered, for their errors and for sending them again. */
const MAX_DIRECT = 200;

/** Messages in the order they were written that nobody has confirmed yet. Bounded; see `OUTBOX_LIMITS`. */
export class Outbox {
  private readonly waiting: Outgoing[] = [];
  /** Handed over, to one person, and not receipted: a plain client never does that. */
  private readonly direct: Outgoing[] = [];
  private seq = 0;
  private directSeq = 0;

  constructor(private readonly store: OutboxStore | undefined) {}

  /** Everything that is not confirmed, as far as it is remembered. */
  get all(): readonly Outgoing[] {
    return [...this.direct, ...this.waiting];
  }

  /** The highest number given to a broadcast. */
  get lastSeq(): number {
    return this.seq;
  }

  /** Broadcasts that have their number. */
  get numbered(): (Message | Amended)[] {
    return this.waiting.flatMap(({ content, to }) => (content && !to ? [content] : []));
  }

  /** Nothing has to be handed over or confirmed, but for what one person may still confirm. */
  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** By the message's own id. */
  get(id: string): Outgoing | undefined {
    const isIt = (message: Outgoing) => message.id === id;
    return this.waiting.find(isIt) ?? this.direct.find(isIt);
  }

  /** By the entry that shows it. */
  shownAs(entryId: string): Outgoing | undefined {
    const isIt = (message: Outgoing) => message.entryId === entryId;
    return this.waiting.find(isIt) ?? this.direct.find(isIt);
  }

  /** False once it was confirmed, given up, or put anew for another connection of its addressee. */
  has(message: Outgoing): boolean {
    return this.waiting.includes(message) || this.direct.includes(message);
  }

  /** @throws AppError `input` when it is too long, `offline` when too much waits already; nothing has changed then. */
  add(message: StoredMessage, entryId: string, connection: number): void {
    const size = checkedSize(message.draft);
    const bytes = this.waiting.reduce((sum, each) => sum + each.size, size);
    if (this.waiting.length >= OUTBOX_LIMITS.messages) {
      const count = OUTBOX_LIMITS.messages;
      throw new AppError('offline', '{0} messages are waiting already: send this when they are through.', [count]);
    }
    // One that is large by itself may go when nothing else waits.
    if (this.waiting.length > 0 && bytes > OUTBOX_LIMITS.bytes) {
      const limit = OUTBOX_LIMITS.bytes / 1_000_000;
      throw new AppError('offline', '{0} MB are waiting already: send this when they are through.', [limit]);
    }
    this.waiting.push({ ...message, entryId, connection, size, flushed: false });
    this.store?.put(message);
  }

  /** Takes up again what was taken over before a reload: it is in the store, and the limits were kept then. */
  restore(message: StoredMessage, entryId: string): void {
    this.waiting.push({ ...message, entryId, connection: 0, size: sizeOf(message.draft), flushed: false });
  }

  /** Makes content of a message. Those to one person are counted apart. */
  number(message: Outgoing, session: string, at: number): Message | Amended {
    const { draft, id, to } = message;
    const seq = to ? ++this.directSeq : ++this.seq;
    const lasting = { id, session, seq, at, ...(to && { direct: true as const }) };
    message.content = isAmendment(draft) ? { ...draft, ...lasting } : { ...draft, ...lasting };
    return message.content;
  }

  /**
   * Says something else in a message that was never handed to a socket.
   * @returns `undefined` when it is too late.
   * @throws AppError `input` when it is too long; nothing has changed then.
   */
  revise(entryId: string, change: (draft: Draft) => Draft): Outgoing | undefined {
    const message = this.unnumbered(entryId);
    if (!message || isAmendment(message.draft)) return undefined;
    const draft = change(message.draft);
    Object.assign(message, { draft, size: checkedSize(draft) });
    const { id, to } = message;
    this.store?.remove(id);
    this.store?.put({ id, draft, ...(to && { to }) });
    return message;
  }

  /**
   * Hands what was not handed over yet to `send`, in order, until it says no. One it says `later` of stays behind.
   * @returns what was handed over now.
   */
  flush(send: (message: Outgoing) => boolean | 'later'): Outgoing[] {
    const flushed: Outgoing[] = [];
    for (const message of [...this.waiting]) {
      if (message.flushed || !this.waiting.includes(message)) continue;
      // Before it is sent: sending may end in flushing the rest from within.
      message.flushed = true;
      const sent = send(message);
      message.flushed = sent === true;
      if (!sent) break;
      if (sent === true) flushed.push(message);
    }
    this.keepDirect(flushed.filter(({ to }) => to !== undefined));
    return flushed;
  }

  /** The connection is gone: broadcasts that nobody has confirmed have to be handed over again. */
  disconnected(): void {
    for (const message of this.waiting) message.flushed = false;
  }

  /** A peer has come (back): what it has not confirmed is for its connection of now. In the order it was written. */
  returned(session: string, uid: string): void {
    for (const message of [...this.direct].reverse()) {
      if (message.to?.session !== session) continue;
      drop(this.direct, message);
      this.waiting.unshift({ ...message, to: { ...message.to, uid }, flushed: false });
    }
  }

  /** The server has passed a broadcast on. */
  confirm(id: string): Outgoing | undefined {
    return this.take(this.waiting, id);
  }

  /** The one at that connection has a direct message; nobody else can say so. */
  receipted(id: string, uid: string): Outgoing | undefined {
    return this.direct.some(message => message.id === id && message.to?.uid === uid)
      ? this.take(this.direct, id)
      : undefined;
  }

  /** It will not arrive, whoever it is for. */
  giveUp(id: string): Outgoing | undefined {
    return this.take(this.waiting, id) ?? this.take(this.direct, id);
  }

  /** Takes back what was never handed to a socket. `undefined` when it is too late, as somebody may have it. */
  cancel(entryId: string): Outgoing | undefined {
    const message = this.unnumbered(entryId);
    return message && this.take(this.waiting, message.id);
  }

  /** Gives up the message to one person that a server's error is about: an unknown uid stands in its text. */
  failedFor(error: string): Outgoing | undefined {
    const message = this.direct.findLast(({ to }) => to !== undefined && error.includes(to.uid));
    return message && this.take(this.direct, message.id);
  }

  /** Gives up the broadcast that a server's error is about, as it works through a socket's frames in order. */
  failedOldest(): Outgoing | undefined {
    const oldest = this.oldestUnconfirmed();
    return oldest && this.take(this.waiting, oldest.id);
  }

  /** The broadcast that a server answers next. */
  oldestUnconfirmed(): Outgoing | undefined {
    return this.waiting.find(({ flushed, to }) => flushed && to === undefined);
  }

  private unnumbered(entryId: string): Outgoing | undefined {
    return this.waiting.find(each => each.entryId === entryId && each.content === undefined);
  }

  private keepDirect(messages: readonly Outgoing[]): void {
    for (const message of messages) {
      drop(this.waiting, message);
      this.direct.push(message);
      // A plain client never confirms: it counts as sent, and must not be sent again after a reload.
      if (message.to?.session === undefined) this.store?.remove(message.id);
    }
    for (const old of this.direct.splice(0, this.direct.length - MAX_DIRECT)) this.store?.remove(old.id);
  }

  private take(list: Outgoing[], id: string): Outgoing | undefined {
    const message = list.find(each => each.id === id);
    if (!message) return undefined;
    drop(list, message);
    this.store?.remove(id);
    return message;
  }
}

function drop(list: Outgoing[], message: Outgoing): void {
  const at = list.indexOf(message);
  if (at >= 0) list.splice(at, 1);
}

function sizeOf(draft: Draft | Amendment): number {
  return byteLength(JSON.stringify(draft));
}

/** @throws AppError `input` when it is longer than any message may be. */
function checkedSize(draft: Draft | Amendment): number {
  const size = sizeOf(draft);
  if (size <= PASSING_LIMITS.transfer) return size;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
  const [has, limit] = [megabytes(size), megabytes(PASSING_LIMITS.transfer)];
  throw new AppError('input', 'This is {0} MB and a message holds {1} MB: send a smaller part.', [has, limit]);
}
