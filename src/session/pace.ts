import { byteLength } from '../base/encoding';
import type { Disposable } from '../base/lifecycle';
import { encodeClientFrame } from '../protocol/itty';
import { systemClock, type Clock } from './clock';
import { Flight } from './flight';

/**
 * The public service allows a socket 40 messages in 5 ms and bans it after three warnings; our relay counts with a
 * bucket of 40 that regains 8 a millisecond, by its own clock when it gets to read them. A stall on the way turns any
 * slow stream into one burst, so a rate alone keeps no limit. What keeps it: at most `WINDOW` frames are on the way that
 * the server has not been seen to have dealt with, and beside these at most `BURST`, and `RATE` a millisecond, go out.
 * However they are held up, what reaches the server within t milliseconds is then at most
 *
 *     WINDOW + 1 fence + BURST + 1 fence + RATE · t  =  34 + t,  where our relay allows  40 + 8 · t.
 *
 * A server that counts in fixed windows of 5 ms sees 39 of its 40. What is left is for what does not go through here: the
 * heartbeat's ping.
 */
const WINDOW = 24;
const BURST = 8;
/** Frames in a millisecond. */
const RATE = 1;
/**
 * The same while nobody can tell what the server has dealt with: no uid yet, or a server that does not pass on what one
 * says to oneself. It outlasts stalls of 150 ms; after longer ones `slowDown` has to do.
 */
const OPEN_RATE = 0.2;

/** Bytes on the way; one frame more may come on top. A ping has to get through behind them, see `pingingSocket`. */
const WINDOW_BYTES = 256_000;
/** Bytes in the socket that are not with the network yet; one frame more may come on top. */
const MAX_BUFFERED = 1_000_000;
/** How often that is looked at while it is too much. Milliseconds. */
const BUFFER_POLL = 25;
/** Timers are coarse: when there is no token, this many are waited for. */
const TOKENS_WAIT = 4;

/** What may wait: lasting frames, and keys of passing ones, of which the oldest is dropped for a new one. */
export const MAX_LASTING = 10_000;
export const MAX_PASSING = 64;

/** The largest divisor of `slowDown`, and how long it takes to halve again. Milliseconds. */
const SLOWEST = 16;
const RECOVERY = 10_000;

export interface PacedFrame {
  message: unknown;
  uid?: string;
  /** Of the frame in UTF-8, where it is known already. */
  bytes?: number;
}

/** Makes the frame when it is its turn; `undefined` when there is nothing to send any more. */
export type MakeFrame = () => PacedFrame | undefined;

export interface PaceOptions {
  /** Hands a frame to the socket; false when there is no connection. */
  send: (message: unknown, uid?: string) => boolean;
  /** Sends oneself something with this number, which is then told to `passed`; false where that cannot be done. */
  fence: (n: number) => boolean;
  /** Bytes that wait in the socket. */
  buffered?: () => number;
  clock?: Clock;
}

/** Sends no faster than the server bears: lasting frames first and in order, passing ones in between. */
export class Pace implements Disposable {
  private readonly clock: Clock;
  private readonly flight: Flight;
  private queue: MakeFrame[] = [];
  /** What of the queue has gone: cheaper than to shift it. */
  private head = 0;
  private readonly keyed = new Map<string, MakeFrame>();
  private tokens = BURST;
  private countedAt: number;
  private slowness = 1;
  private pumping = false;
  private timer: Disposable | undefined;
  private recovery: Disposable | undefined;

  constructor(private readonly options: PaceOptions) {
    this.clock = options.clock ?? systemClock;
    this.countedAt = this.clock.now();
    this.flight = new Flight(options.fence, this.clock, () => this.pump());
  }

  /** How many lasting frames wait. */
  get waiting(): number {
    return this.queue.length - this.head;
  }

  /**
   * Sends what must not be dropped, now or as soon as it may go out, in the order of the calls.
   * @returns false when too much is waiting already; it is not taken then.
   */
  lasting(make: MakeFrame): boolean {
    if (this.waiting >= MAX_LASTING) return false;
    this.queue.push(make);
    this.pump();
    return true;
  }

  /** Sends what may be dropped, when nothing lasting waits. A later one with the same key takes its place. */
  passing(key: string, make: MakeFrame): void {
    this.keyed.set(key, make);
    if (this.keyed.size > MAX_PASSING) {
      const [oldest] = this.keyed.keys();
      if (oldest !== undefined) this.keyed.delete(oldest);
    }
    this.pump();
  }

  /** The fence of this number has come back: the server has dealt with all that was sent before it. */
  passed(n: number): void {
    this.flight.passed(n);
    this.pump();
  }

  /** The server says that it was too fast: half as fast, and back to the old pace step by step, 10 s each. */
  slowDown(): void {
    this.slowness = Math.min(this.slowness * 2, SLOWEST);
    this.tokens = 0;
    this.recover();
  }

  /** The connection is gone, and with it all that waits here. Whoever gave it has to give it again. */
  clear(): void {
    this.queue = [];
    this.head = 0;
    this.keyed.clear();
    this.flight.clear();
    this.disarm();
  }

  dispose(): void {
    this.clear();
    this.recovery?.dispose();
  }

  private recover(): void {
    this.recovery?.dispose();
    this.recovery = this.clock.after(RECOVERY, () => {
      this.slowness /= 2;
      if (this.slowness > 1) this.recover();
    });
  }

  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    try {
      for (let wait = this.step(); wait !== undefined; wait = this.step()) {
        if (wait === 0) continue;
        this.arm(wait);
        return;
      }
      this.disarm();
    } finally {
      this.pumping = false;
    }
  }

  /** Sends one frame. How many milliseconds to wait for the next; `undefined`: until something else happens. */
  private step(): number | undefined {
    if (this.waiting === 0 && this.keyed.size === 0) return undefined;
    this.refill();
    if (this.tokens < 1) return Math.ceil((Math.min(TOKENS_WAIT, this.burst) - this.tokens) / this.rate);
    if (this.flight.isFull(WINDOW / this.slowness, WINDOW_BYTES)) return undefined;
    if ((this.options.buffered?.() ?? 0) > MAX_BUFFERED) return BUFFER_POLL;
    const frame = this.take()?.();
    if (!frame) return 0;
    const { message, uid, bytes = byteLength(encodeClientFrame(message, uid)) } = frame;
    if (!this.options.send(message, uid)) {
      this.clear();
      return undefined;
    }
    this.tokens -= 1;
    if (this.flight.sent(bytes, WINDOW / this.slowness, WINDOW_BYTES)) this.tokens -= 1;
    return 0;
  }

  private take(): MakeFrame | undefined {
    const make = this.queue[this.head];
    if (make) {
      this.head++;
      if (this.head === this.queue.length || this.head > 1_000) {
        this.queue = this.queue.slice(this.head);
        this.head = 0;
      }
      return make;
    }
    const [first] = this.keyed;
    if (!first) return undefined;
    this.keyed.delete(first[0]);
    return first[1];
  }

  private get rate(): number {
    return (this.flight.isWatched ? RATE : OPEN_RATE) / this.slowness;
  }

  private get burst(): number {
    return Math.max(1, BURST / this.slowness);
  }

  private refill(): void {
    const now = this.clock.now();
    // The wall clock may be set back; that it is set forward costs one burst.
    const elapsed = Math.max(0, now - this.countedAt);
    this.countedAt = now;
    this.tokens = Math.min(this.burst, this.tokens + elapsed * this.rate);
  }

  private arm(wait: number): void {
    this.disarm();
    this.timer = this.clock.after(wait, () => this.pump());
  }

  private disarm(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }
}
