import { performance } from 'node:perf_hooks';
import { randomId } from '../base/encoding';
import type { WebSocket } from 'ws';
import { errorFrame } from './frames';
import type { Request } from './handshake';
import { Bucket, Warnings, type Limits } from './limits';
import type { Member } from './room';

/** How long a client may take to answer a closing handshake before its socket is destroyed. Milliseconds. */
const CLOSE_TIMEOUT = 2000;

/** Random bytes of a uid: 128 bits cannot be guessed, and no two connections get the same. */
const UID_BYTES = 16;

/** One member's socket, and what keeps it within its limits. */
export class Connection implements Member {
  readonly uid = randomId(UID_BYTES);
  readonly alias: string | undefined;
  readonly echo: boolean;
  readonly announce: boolean;
  readonly list: boolean;
  /** Something came since the last ping. */
  alive = true;
  private readonly bucket: Bucket;
  private readonly warnings: Warnings;
  private closing = false;
  /** The last warning for speed: a burst earns one a window, not one for each message. */
  private tooFastAt = -Infinity;

  constructor(
    private readonly socket: WebSocket,
    { alias, echo, announce, list }: Request,
    readonly canSend: boolean,
    private readonly limits: Limits,
  ) {
    this.alias = alias;
    this.echo = echo;
    this.announce = announce;
    this.list = list;
    this.bucket = new Bucket(limits.rate, limits.rateWindow);
    this.warnings = new Warnings(limits.warnings, limits.warningWindow);
  }

  /** Hands over a text frame. A reader that is too slow for the bound of its buffer is closed instead. */
  send(frame: Buffer): void {
    if (this.closing) return;
    const waiting = this.socket.bufferedAmount + frame.length;
    // A frame that finds nothing waiting may be larger than the bound, or it could never be sent.
    if (this.limits.buffer > 0 && waiting > this.limits.buffer && waiting > frame.length) {
      void this.close(1013, 'Reading too slowly');
    } else {
      this.socket.send(frame, { binary: false });
    }
  }

  /**
   * The text of a frame that came, if it keeps the limits. Otherwise the client is told, and closed with 1008 after too
   * many warnings.
   */
  accept(data: Buffer, isBinary: boolean): string | undefined {
    if (this.closing) return undefined;
    const now = performance.now();
    const { rate, rateWindow, size } = this.limits;
    if (!this.bucket.take(now)) {
      if (now - this.tooFastAt >= rateWindow) {
        this.tooFastAt = now;
        this.warn(`Too fast: at most ${rate} messages in ${rateWindow} ms. Messages were dropped.`);
      }
    } else if (isBinary) this.warn('Binary frames are not understood: send JSON as text.');
    else if (size > 0 && data.length > size) this.warn(`Too large: at most ${size} bytes a message.`);
    else return data.toString();
    return undefined;
  }

  /** Tells the client what it did wrong; it is closed when that is once too often. */
  warn(message: string): void {
    this.send(Buffer.from(errorFrame(message, Date.now())));
    if (!this.warnings.add(performance.now())) void this.close(1008, 'Too many warnings');
  }

  ping(): void {
    this.alive = false;
    if (!this.closing) this.socket.ping();
  }

  /** Closes with a code of RFC 6455; the socket is destroyed if the client does not answer. Done when it is closed. */
  close(code: number, reason: string): Promise<void> {
    const closed = new Promise<void>(resolve => this.socket.once('close', () => resolve()));
    if (!this.closing) {
      this.closing = true;
      this.socket.close(code, reason);
      setTimeout(() => this.socket.terminate(), CLOSE_TIMEOUT).unref();
    }
    return closed;
  }

  terminate(): void {
    this.closing = true;
    this.socket.terminate();
  }
}
