/** What a `Backoff` can be told; all times are milliseconds. */
export interface BackoffOptions {
  /** Upper bound of the first wait; 500 unless told. */
  base?: number;
  /** Upper bound of every wait; 30,000 unless told. */
  cap?: number;
  /** A number from 0 up to but not including 1; `Math.random` unless told. */
  random?: () => number;
}

/**
 * Exponential back-off with full jitter: each wait is drawn evenly from 0 to a bound that doubles up to the cap, so
 * that many clients that lost one server at one moment do not come back at one moment. It keeps no timer of its own.
 */
export class Backoff {
  private readonly base: number;
  private readonly cap: number;
  private readonly random: () => number;
  private bound: number;

  constructor({ base = 500, cap = 30_000, random = Math.random }: BackoffOptions = {}) {
    this.base = base;
    this.cap = cap;
    this.random = random;
    this.bound = base;
  }

  /** How many milliseconds to wait before the next try. */
  next(): number {
    const bound = Math.min(this.bound, this.cap);
    this.bound = Math.min(bound * 2, this.cap);
    return Math.floor(this.random() * bound);
  }

  /** Begins anew, when a connection has proved to be stable. */
  reset(): void {
    this.bound = this.base;
  }
}
