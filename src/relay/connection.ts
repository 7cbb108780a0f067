import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { randomId } from '../base/encoding';
import type { Counters } from './counters';
import { errorFrame } from './frames';
import type { Request } from './handshake';
import { Bucket, Warnings, type LimitName, type Limits } from './limits';
import type { Member } from './room';
import type { Reader, SendBuffers } from './sendBuffers';
import { encodeFrame } from './wire';

/** How long a client may take to answer a closing handshake before its socket is destroyed. Milliseconds. */
const CLOSE_TIMEOUT = 2000;

/** Random bytes of a uid: 128 bits cannot be guessed, and no two connections get the same. */
const UID_BYTES = 16;

/** Bytes that are written at once instead of waiting for the end of the tick. */
const FLUSH_BYTES = 65_536;

/** What all connections of a relay share. */
export interface Shared {
  readonly limits: Limits;
  readonly counters: Counters;
  readonly buffers: SendBuffers;
  readonly writes: Writes;
}

/** The connections that were written to in this tick: what is for one of them goes out together, at its end. */
export class Writes {
  private dirty: Connection[] = [];

  add(connection: Connection): void {
    if (this.dirty.length === 0) process.nextTick(() => this.flush());
    this.dirty.push(connection);
  }

  private flush(): void {
    const all = this.dirty;
    this.dirty = [];
    for (const connection of all) connection.flush();
  }
}

/** One member's socket, and what keeps it within its limits. */
export class Connection implements Member, Reader {
  readonly uid = randomId(UID_BYTES);
  readonly alias: string | undefined;
  readonly echo: boolean;
  readonly announce: boolean;
  readonly list: boolean;
  /** Something came since the last ping. */
  alive = true;
  /** Most of the many who are here say nothing, and do nothing wrong. */
  private bucket: Bucket | undefined;
  private warnings: Warnings | undefined;
  private closing = false;
  private corked = false;
  private draining = false;
  /** The last warning for speed: a burst earns one a window, not one for each message. */
  private tooFastAt = -Infinity;

  constructor(
    private readonly socket: WebSocket,
    /**
     * The stream below. Whole frames are written to it directly: as nothing is compressed, `ws` writes whatever it sends
     * by itself (pongs, the closing frame) at once and whole as well.
     */
    private readonly stream: Duplex,
    { alias, echo, announce, list }: Omit<Request, 'channel'>,
    readonly canSend: boolean,
    private readonly shared: Shared,
    /** It was warned too often. */
    private readonly onMisuse: () => void,
  ) {
    this.alias = alias;
    this.echo = echo;
    this.announce = announce;
    this.list = list;
  }

  /** Hands over a whole frame of `encodeFrame`. A reader that is too slow for the bound of its buffer is closed instead. */
  send(frame: Buffer): void {
    if (this.closing || this.socket.readyState !== this.socket.OPEN) return;
    if (this.overflows(frame.length)) this.flush();
    if (this.overflows(frame.length)) {
      this.shared.counters.hit('reader');
      void this.close(1013, 'Reading too slowly');
      return;
    }
    if (!this.corked) {
      this.corked = true;
      this.stream.cork();
      this.shared.writes.add(this);
    }
    this.stream.write(frame);
    if (this.stream.writableLength > FLUSH_BYTES) this.flush();
  }

  /** Writes what was held back in this tick; what the system does not take counts as waiting. */
  flush(): void {
    if (!this.corked) return;
    this.corked = false;
    this.stream.uncork();
    // Below its own mark the stream does not tell when all is gone, and it is too little to count.
    if (!this.stream.writableNeedDrain) return;
    this.shared.buffers.set(this, this.stream.writableLength);
    if (this.draining) return;
    this.draining = true;
    this.stream.once('drain', () => {
      this.draining = false;
      this.shared.buffers.set(this, 0);
    });
  }

  cutOff(): void {
    this.shared.counters.hit('buffer');
    void this.close(1013, 'Reading too slowly');
  }

  /**
   * The text of a frame that came, if it keeps the limits. Otherwise the client is told, and closed with 1008 after too
   * many warnings.
   */
  accept(data: Buffer, isBinary: boolean): string | undefined {
    if (this.closing) return undefined;
    const now = performance.now();
    const { rate, rateWindow, size } = this.shared.limits;
    this.bucket ??= new Bucket(rate, rateWindow);
    if (!this.bucket.take(now)) {
      if (now - this.tooFastAt >= rateWindow) {
        this.tooFastAt = now;
        this.warn(`Too fast: at most ${rate} messages in ${rateWindow} ms. Messages were dropped.`, 'rate');
      }
    } else if (isBinary) this.warn('Binary frames are not understood: send JSON as text.');
    else if (size > 0 && data.length > size) this.warn(`Too large: at most ${size} bytes a message.`, 'size');
    else {
      this.shared.counters.received(data.length);
      return data.toString();
    }
    return undefined;
  }

  /** Tells the client what it did wrong, and against which limit; it is closed when that is once too often. */
  warn(message: string, limit?: LimitName): void {
    if (limit) this.shared.counters.hit(limit);
    this.send(encodeFrame(errorFrame(message, Date.now())));
    const { warnings, warningWindow } = this.shared.limits;
    this.warnings ??= new Warnings(warnings, warningWindow);
    if (this.warnings.add(performance.now()) || this.closing) return;
    this.shared.counters.hit('warnings');
    this.onMisuse();
    void this.close(1008, 'Too many warnings');
  }

  ping(): void {
    this.alive = false;
    if (!this.closing) this.socket.ping();
  }

  /** Answers a ping. Who does not read gets no more answers, so that they do not pile up. */
  pong(data: Buffer): void {
    this.alive = true;
    if (!this.closing && !this.stream.writableNeedDrain) this.socket.pong(data);
  }

  /**
   * Closes with a code of RFC 6455; the socket is destroyed if the client has not answered `within` so many
   * milliseconds. Done when it is closed.
   */
  close(code: number, reason: string, within = CLOSE_TIMEOUT): Promise<void> {
    const closed = new Promise<void>(resolve => {
      if (this.socket.readyState === this.socket.CLOSED) resolve();
      else this.socket.once('close', () => resolve());
    });
    if (!this.closing) {
      this.closing = true;
      this.shared.buffers.closing(this);
      this.socket.close(code, reason);
      setTimeout(() => this.socket.terminate(), within).unref();
    }
    return closed;
  }

  terminate(): void {
    this.closing = true;
    this.socket.terminate();
  }

  /** Nothing waits for it any more. */
  closed(): void {
    this.closing = true;
    this.shared.buffers.gone(this);
  }

  private overflows(bytes: number): boolean {
    const { reader } = this.shared.limits;
    const waiting = this.stream.writableLength;
    // A frame that finds nothing waiting may be larger than the bound, or it could never be sent.
    return reader > 0 && waiting > 0 && waiting + bytes > reader;
  }
}
