import { MAX_FRAME_BYTES } from '../protocol/itty';

/** What one socket may do. The defaults are the public service's published values; 0 switches a limit off. */
export interface Limits {
  /** Messages in a window of `rateWindow`; more are dropped and answered with an error event. */
  readonly rate: number;
  /** Milliseconds. */
  readonly rateWindow: number;
  /** Bytes of a frame. Beyond this it is answered with an error event, beyond four times this with close 1009. */
  readonly size: number;
  /** Answers to misuse within `warningWindow` before the next one closes the socket with 1008. */
  readonly warnings: number;
  /** Milliseconds. */
  readonly warningWindow: number;
  /** Bytes that may wait for a slow reader; beyond this its socket is closed with 1013. */
  readonly buffer: number;
}

export const DEFAULT_LIMITS: Limits = {
  rate: 40,
  rateWindow: 5,
  size: MAX_FRAME_BYTES,
  warnings: 3,
  warningWindow: 60_000,
  buffer: 4_000_000,
};

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
