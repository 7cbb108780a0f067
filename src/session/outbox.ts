import { byteLength } from '../base/encoding';
import { AppError } from '../base/errors';
import type { Chat, Draft, Snippet } from '../protocol/content';

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
  content?: Chat | Snippet;
  /** Handed to the socket that is open now. */
  flushed: boolean;
  /** Which connection it was written on, so that the addressee's uid is of that one; 0 for none. */
  connection: number;
}

export interface StoredMessage {
  /** Stays the same however often it is sent: receivers show it once. */
  id: string;
  draft: Draft;
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

  constructor(private readonly store: OutboxStore | undefined) {}

  /** Everything that is not confirmed, as far as it is remembered. */
  get all(): readonly Outgoing[] {
    return [...this.direct, ...this.waiting];
  }

  /** @throws AppError `offline` when too much waits already; nothing has changed then. */
  add(message: Outgoing): void {
    const bytes = this.waiting.reduce((sum, { draft }) => sum + sizeOf(draft), sizeOf(message.draft));
    if (this.waiting.length >= OUTBOX_LIMITS.messages) {
      const count = OUTBOX_LIMITS.messages;
      throw new AppError('offline', `${count} messages are waiting already: send this when they are through.`);
    }
    // One that is large by itself may go when nothing else waits.
    if (this.waiting.length > 0 && bytes > OUTBOX_LIMITS.bytes) {
      const limit = OUTBOX_LIMITS.bytes / 1_000_000;
      throw new AppError('offline', `${limit} MB are waiting already: send this when they are through.`);
    }
    this.waiting.push(message);
    this.store?.put(stored(message));
  }

  /**
   * Hands what was not handed over yet to `send`, in order, until it says no. One it says `later` of stays behind.
   * @returns what was handed over now.
   */
  flush(send: (message: Outgoing) => boolean | 'later'): Outgoing[] {
    const flushed: Outgoing[] = [];
    for (const message of [...this.waiting]) {
      const sent = message.flushed ? 'later' : send(message);
      if (sent === 'later') continue;
      if (!sent) break;
      message.flushed = true;
      flushed.push(message);
    }
    const direct = flushed.filter(({ to }) => to !== undefined);
    for (const message of direct) drop(this.waiting, message);
    this.direct.push(...direct);
    for (const old of this.direct.splice(0, this.direct.length - MAX_DIRECT)) this.store?.remove(old.id);
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

  /** Takes back what was never handed to a socket. `undefined` when it is too late, as somebody may have it. */
  cancel(entryId: string): Outgoing | undefined {
    const message = this.waiting.find(each => each.entryId === entryId && each.content === undefined);
    return message && this.take(this.waiting, message.id);
  }

  /**
   * Which message a server's error is about, given up by that. An unknown uid stands in the text. Anything else answers
   * the oldest broadcast that was handed over and not confirmed, as a server works through a socket's frames in order.
   */
  failedBy(error: string): Outgoing | undefined {
    const direct = this.direct.findLast(({ to }) => to !== undefined && error.includes(to.uid));
    if (direct) return this.take(this.direct, direct.id);
    const oldest = this.oldestUnconfirmed();
    return oldest && this.take(this.waiting, oldest.id);
  }

  /** The broadcast that a server answers next. */
  oldestUnconfirmed(): Outgoing | undefined {
    return this.waiting.find(({ flushed, to }) => flushed && to === undefined);
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
  list.splice(list.indexOf(message), 1);
}

function stored({ id, draft, to }: Outgoing): StoredMessage {
  return { id, draft, ...(to && { to }) };
}

function sizeOf(draft: Draft): number {
  return byteLength(JSON.stringify(draft));
}
