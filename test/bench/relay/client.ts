import { connect, type Socket } from 'node:net';
import { MESSAGE_BYTES, Numbers } from './message';
import type { Wire } from './wires';

/** All clients read into the same memory, one after the other, so that reading costs the system call and little else. */
const shared = Buffer.alloc(262_144);

/** Called for each message that one receiver gets, in order; `done` when all were told that came together. */
export interface Audience {
  got(n: number): void;
  done(): void;
}

/** One connection of the benchmark, which looks at frames no closer than it has to. */
export class Client {
  private readonly socket: Socket;
  private readonly numbers = new Numbers();
  private readonly entered: Promise<void>;
  private isIn: (() => void) | undefined;
  private hasReplied = false;
  /** What has come of a frame that is not whole yet, or before one is in. */
  private rest: Buffer = Buffer.alloc(0);
  private expected = 0;

  constructor(
    private readonly wire: Wire,
    port: number,
    channel: string,
    publishes: boolean,
    /** Who is told what comes; without, it is thrown away. */
    private readonly audience?: Audience,
  ) {
    this.socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: { buffer: shared, callback: bytes => this.read(shared.subarray(0, bytes)) },
    });
    this.socket.write(wire.opening(channel, publishes));
    this.entered = new Promise((resolve, reject) => {
      this.isIn = resolve;
      this.socket.once('error', reject).once('close', () => reject(new Error('A server closed a connection.')));
    });
  }

  /** Whoever is in gets what is published from now on. */
  get ready(): Promise<void> {
    return this.entered;
  }

  write(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  close(): void {
    this.socket.removeAllListeners('error').on('error', () => undefined);
    this.socket.destroy();
  }

  private read(chunk: Buffer): boolean {
    if (this.isIn) this.enter(chunk);
    else if (this.audience) this.walk(chunk, this.audience);
    return true;
  }

  private enter(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    const reply = this.hasReplied ? undefined : this.wire.reply?.(this.rest);
    if (reply) {
      this.hasReplied = true;
      this.socket.write(reply);
    }
    const start = this.wire.entered(this.rest);
    if (start === undefined) return;
    const frames = this.rest.subarray(start);
    this.rest = Buffer.alloc(0);
    this.isIn?.();
    this.isIn = undefined;
    if (this.audience) this.walk(frames, this.audience);
  }

  private walk(chunk: Buffer, audience: Audience): void {
    const start = this.rest.length > 0 ? this.complete(chunk, audience) : 0;
    if (start < 0) return;
    const end = chunk.length;
    let at = start;
    while (at < end) {
      const bytes = this.wire.frameBytes(chunk, at, end);
      if (bytes === 0 || at + bytes > end) break;
      this.take(chunk, at, bytes, audience);
      at += bytes;
    }
    if (at < end) this.rest = Buffer.from(chunk.subarray(at));
    audience.done();
  }

  /** Completes the frame that began in the chunk before; where the next one begins, or -1. */
  private complete(chunk: Buffer, audience: Audience): number {
    const before = this.rest.length;
    // Frames are short, so that its end is near.
    const whole = Buffer.concat([this.rest, chunk.subarray(0, 4 * MESSAGE_BYTES)]);
    const bytes = this.wire.frameBytes(whole, 0, whole.length);
    if (bytes === 0 || bytes > whole.length) {
      if (whole.length < before + chunk.length) throw new Error('A frame is longer than any should be.');
      this.rest = whole;
      return -1;
    }
    this.rest = Buffer.alloc(0);
    this.take(whole, 0, bytes, audience);
    return bytes - before;
  }

  private take(frame: Buffer, at: number, bytes: number, audience: Audience): void {
    // Somebody came or went.
    if (bytes < MESSAGE_BYTES) return;
    const n = this.numbers.read(frame, at);
    if (n !== this.expected) throw new Error(`Out of order: ${n} came instead of ${this.expected}.`);
    this.expected += 1;
    audience.got(n);
  }
}
