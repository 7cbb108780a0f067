import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { randomId } from '../base/encoding';
import { Batch } from './batch';
import type { Counters } from './counters';
import { errorFrame } from './frames';
import type { Visitor } from './gate';
import type { Request } from './handshake';
import { Bucket, Warnings, type LimitName, type Limits } from './limits';
import type { MemberSocket, Owner } from './memberSocket';
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
  /** A frame that kept the limits, as text. */
  received(connection: Connection, text: string): void;
  failed(error: Error): void;
  closed(connection: Connection, code: number): void;
}

/** The connections that were written to in this tick: what is for one of them goes out together, at its end. */
export class Writes {
  private dirty: Connection[] = [];
  /** The one that was begun last: all who get a frame begin one after the other. */
  private begun: { readonly frame: Buffer; readonly batch: Batch } | undefined;

  /** Somebody's first frame of those that go out together. */
  begin(connection: Connection, frame: Buffer): Batch {
    if (this.dirty.length === 0) process.nextTick(() => this.flush());
    this.dirty.push(connection);
    if (this.begun?.frame !== frame) this.begun = { frame, batch: new Batch(frame) };
    return this.begun.batch;
  }

  private flush(): void {
    const all = this.dirty;
    this.dirty = [];
    this.begun = undefined;
    for (const connection of all) connection.flush();
  }
}

/** Where a connection is, and with what right. */
export interface Place {
  readonly channel: string;
  readonly canSend: boolean;
  /** For whose address it counts. */
  readonly visitor: Visitor;
}

/** One member's socket, and what keeps it within its limits. */
export class Connection implements Member, Reader, Owner {
  readonly uid = randomId(UID_BYTES);
  readonly alias: string | undefined;
  readonly echo: boolean;
  readonly announce: boolean;
  readonly list: boolean;
  readonly channel: string;
  readonly canSend: boolean;
  /** Something came since the last ping. */
  alive = true;
  private readonly visitor: Visitor;
  /** Most of the many who are here say nothing, and do nothing wrong. */
  private bucket: Bucket | undefined;
  private warnings: Warnings | undefined;
  private closing = false;
  /** What goes out at the end of the tick. */
  private pending: Batch | undefined;
  private draining = false;
  /** The last warning for speed: a burst earns one a window, not one for each message. */
  private tooFastAt: number | undefined;

  constructor(
    private readonly socket: MemberSocket,
    /**
     * The stream below. Whole frames are written to it directly: as nothing is compressed, `ws` writes whatever it sends
     * by itself (pongs, the closing frame) at once and whole as well.
     */
    private readonly stream: Duplex,
    { alias, echo, announce, list }: Omit<Request, 'channel'>,
    { channel, canSend, visitor }: Place,
    private readonly shared: Shared,
  ) {
    this.alias = alias;
    this.echo = echo;
    this.announce = announce;
    this.list = list;
    this.channel = channel;
    this.canSend = canSend;
    this.visitor = visitor;
    socket.belongTo(this);
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
    this.pending = this.pending?.and(frame) ?? this.shared.writes.begin(this, frame);
    if (this.pending.length > FLUSH_BYTES) this.flush();
  }

  /** Writes what was held back in this tick; what the system does not take counts as waiting. */
  flush(): void {
    const { pending } = this;
    if (!pending) return;
    this.pending = undefined;
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.stream.write(pending.bytes);
    // Below its own mark the stream does not tell when all is gone, and it is too little to count.
    if (this.stream.writableLength === 0 || !this.stream.writableNeedDrain) return;
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

  onMessage(data: Buffer, isBinary: boolean): void {
    this.alive = true;
    const text = this.accept(data, isBinary);
    if (text !== undefined) this.shared.received(this, text);
  }

  /** Answers a ping. Who does not read gets no more answers, so that they do not pile up. */
  onPing(data: Buffer): void {
    this.alive = true;
    if (!this.closing && !this.stream.writableNeedDrain) this.socket.pong(data);
  }

  onPong(): void {
    this.alive = true;
  }

  onError(error: Error): void {
    this.shared.failed(error);
  }

  beforeClose(): void {
    this.flush();
  }

  /** Nothing waits for it any more. */
  onClose(code: number): void {
    this.closing = true;
    this.shared.buffers.gone(this);
    this.visitor.left();
    this.shared.closed(this, code);
  }

  /** Tells the client what it did wrong, and against which limit; it is closed when that is once too often. */
  warn(message: string, limit?: LimitName): void {
    if (limit) this.shared.counters.hit(limit);
    this.send(encodeFrame(errorFrame(message, Date.now())));
    const { warnings, warningWindow } = this.shared.limits;
    this.warnings ??= new Warnings(warnings, warningWindow);
    if (this.warnings.add(performance.now()) || this.closing) return;
    this.shared.counters.hit('warnings');
    this.visitor.ban();
    void this.close(1008, 'Too many warnings');
  }

  ping(): void {
    this.alive = false;
    if (!this.closing) this.socket.ping();
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

  /**
   * The text of a frame that came, if it keeps the limits. Otherwise the client is told, and closed with 1008 after too
   * many warnings.
   */
  private accept(data: Buffer, isBinary: boolean): string | undefined {
    if (this.closing) return undefined;
    const now = performance.now();
    const { rate, rateWindow, size } = this.shared.limits;
    this.bucket ??= new Bucket(rate, rateWindow);
    if (!this.bucket.take(now)) {
      if (this.tooFastAt === undefined || now - this.tooFastAt >= rateWindow) {
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

  private overflows(bytes: number): boolean {
    const { reader } = this.shared.limits;
    const waiting = this.stream.writableLength + (this.pending?.length ?? 0);
    // A frame that finds nothing waiting may be larger than the bound, or it could never be sent.
    return reader > 0 && waiting > 0 && waiting + bytes > reader;
  }
}
