import { MAX_FRAME_BYTES } from '../protocol/itty';

/** What a relay puts up with; 0 switches a limit off. */
export interface Limits {
  /** Joins and pushes a second from one address. */
  readonly joins: number;
  /** Open connections of one address. */
  readonly address: number;
  /** Wrong keys in `GUESS_WINDOW` from one address; beyond that no key of its is looked at. */
  readonly guesses: number;
  /** How long an address is kept out whose socket was closed for too many warnings. Milliseconds. */
  readonly ban: number;
  /** Connections in one channel. */
  readonly channel: number;
  /** Channels at a time. */
  readonly channels: number;
  /** Messages of a socket in a window of `rateWindow`; more are dropped and answered with an error event. */
  readonly rate: number;
  /** Milliseconds. */
  readonly rateWindow: number;
  /** Bytes of a frame. Beyond this it is answered with an error event, beyond four times this with close 1009. */
  readonly size: number;
  /** Answers to misuse within `warningWindow` before the next one closes the socket with 1008. */
  readonly warnings: number;
  /** Milliseconds. */
  readonly warningWindow: number;
  /** Bytes that may wait for one slow reader; beyond this its socket is closed with 1013. */
  readonly reader: number;
  /** Bytes that may wait for all slow readers together; beyond this the slowest are closed with 1013. */
  readonly buffer: number;
}

/**
 * `joins`, `rate`, `rateWindow`, `size` and `warnings` are the public service's published values, and that it bans; the
 * others it does not publish.
 */
export const DEFAULT_LIMITS: Limits = {
  joins: 10,
  address: 500,
  guesses: 10,
  ban: 60_000,
  channel: 1_000,
  channels: 10_000,
  rate: 40,
  rateWindow: 5,
  size: MAX_FRAME_BYTES,
  warnings: 3,
  warningWindow: 60_000,
  reader: 4_000_000,
  buffer: 256_000_000,
};

/** The window of wrong keys. Milliseconds. */
export const GUESS_WINDOW = 60_000;

/** What one can run into: the limits by name, and being kept out after too many warnings. */
export type LimitName =
  'joins' | 'address' | 'guesses' | 'channel' | 'channels' | 'rate' | 'size' | 'warnings' | 'ban' | 'reader' | 'buffer';

/** A token bucket: it begins full with `rate` tokens and regains `rate` in a window. */
export class Bucket {
  private tokens: number;
  private at: number | undefined;

  constructor(
    private readonly rate: number,
    private readonly window: number,
  ) {
    this.tokens = rate;
  }

  /** Takes a token if there is one. `now` is milliseconds of any clock that does not go back. */
  take(now: number): boolean {
    if (this.rate === 0) return true;
    this.tokens = Math.min(this.rate, this.tokens + ((now - (this.at ?? now)) / this.window) * this.rate);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** Puts one back that was taken and not used. */
  giveBack(): void {
    this.tokens = Math.min(this.rate, this.tokens + 1);
  }

  /** Nothing was taken that has not come back since. */
  isFull(now: number): boolean {
    return this.at === undefined || this.tokens + ((now - this.at) / this.window) * this.rate >= this.rate;
  }
}

/** Counts what goes wrong within a window that begins with the first. */
export class Warnings {
  private count = 0;
  private since = 0;

  constructor(
    private readonly allowed: number,
    private readonly window: number,
  ) {}

  /** Counts one. `false`: it is one too many. `now` as in `Bucket`. */
  add(now: number): boolean {
    if (this.count === 0 || now - this.since >= this.window) {
      this.count = 0;
      this.since = now;
    }
    this.count += 1;
    return this.allowed === 0 || this.count <= this.allowed;
  }
}
