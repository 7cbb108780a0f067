import type { Disposable } from '../base/lifecycle';

/** Time as the session knows it, so that tests can make their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after that many milliseconds, unless disposed before. */
  after(ms: number, act: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** A time this far ahead of the server's clock is a lie or a broken clock, and moves nobody else's. Milliseconds. */
const MAX_AHEAD = 60_000;

/**
 * Gives messages their `at`: the server's time as far as it is known here, and later than everything seen, so that all
 * peers sort alike and an answer never stands before its question.
 */
export class ChannelTime {
  /** Server's clock minus ours. */
  private offset = 0;
  private latest = 0;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return Math.floor(this.clock.now() + this.offset);
  }

  /** A frame has just come with this date of the server. */
  sync(date: number): void {
    if (Number.isFinite(date)) this.offset = date - this.clock.now();
  }

  /** A message with this `at` was seen. */
  saw(at: number): void {
    if (at <= this.now() + MAX_AHEAD) this.latest = Math.max(this.latest, at);
  }

  next(): number {
    this.latest = Math.max(this.latest + 1, this.now());
    return this.latest;
  }
}
