import { AppError } from '../base/errors';
import { byteLength } from '../base/encoding';
import type { Content } from '../protocol/content';
import { encodeClientFrame, MAX_FRAME_BYTES } from '../protocol/itty';

/** One message on its way: what goes out, to whom, and the transcript entry that shows it. */
export interface Outgoing {
  readonly entryId: string;
  readonly content: Content;
  readonly uid?: string;
  /** Handed to the socket that is open now; a new connection starts with false. */
  flushed: boolean;
}

/** More than this is not taken over while it waits. */
export const MAX_WAITING = 200;

/** Directed messages that may still turn out to have had no recipient. */
const MAX_DIRECT = 50;

/** Messages in the order they were written that nobody has confirmed yet. */
export class Outbox {
  private readonly waiting: Outgoing[] = [];
  private readonly direct: Outgoing[] = [];

  /** @throws AppError `input` when the message cannot go out at all. */
  add(outgoing: Outgoing): void {
    const size = byteLength(encodeClientFrame(outgoing.content, outgoing.uid));
    if (size > MAX_FRAME_BYTES) {
      const [has, limit] = [size, MAX_FRAME_BYTES].map(bytes => Math.ceil(bytes / 1000));
      throw new AppError('input', `This is ${has} KB and a message holds ${limit} KB: send a smaller part.`);
    }
    if (this.waiting.length >= MAX_WAITING) {
      throw new AppError('offline', `${MAX_WAITING} messages are waiting already: send this when they are through.`);
    }
    this.waiting.push(outgoing);
  }

  /** Hands what was not handed over yet to `send`, in order, until it says no. Returns what is done with by that. */
  flush(send: (outgoing: Outgoing) => boolean): Outgoing[] {
    for (const outgoing of this.waiting) {
      if (outgoing.flushed) continue;
      if (!send(outgoing)) break;
      outgoing.flushed = true;
    }
    // Nobody confirms a directed message; only an error about its uid may still come.
    const done = this.waiting.filter(({ uid, flushed }) => uid !== undefined && flushed);
    for (const outgoing of done) this.remove(outgoing);
    this.direct.push(...done);
    this.direct.splice(0, this.direct.length - MAX_DIRECT);
    return done;
  }

  /** The connection is gone: what nobody has confirmed has to be sent again. Receivers know it by its id. */
  disconnected(): void {
    for (const outgoing of this.waiting) outgoing.flushed = false;
  }

  /** The server has passed on the message with this id. */
  confirm(id: string): Outgoing | undefined {
    const outgoing = this.waiting.find(({ content }) => content.id === id);
    if (outgoing) this.remove(outgoing);
    return outgoing;
  }

  /**
   * Which message a server's error is about. An unknown uid stands in the text. Anything else answers the oldest
   * broadcast that was sent and not confirmed, as a server works through a socket's frames in order.
   */
  failedBy(error: string): Outgoing | undefined {
    const direct = this.direct.findLast(({ uid }) => uid !== undefined && error.includes(uid));
    if (direct) {
      this.direct.splice(this.direct.indexOf(direct), 1);
      return direct;
    }
    const oldest = this.waiting.find(({ flushed }) => flushed);
    if (oldest) this.remove(oldest);
    return oldest;
  }

  private remove(outgoing: Outgoing): void {
    this.waiting.splice(this.waiting.indexOf(outgoing), 1);
  }
}
