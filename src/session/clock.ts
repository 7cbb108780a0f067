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
/** How long the best known difference to the server's clock is held against worse ones. Milliseconds. */
const SYNC_LASTS = 60_000;

/**
 * Gives messages their `at`: the server's time as far as it is known here, and later than everything seen, so that all
 * peers sort alike and an answer never stands before its question.
 */
export class ChannelTime {
  /** Server's clock minus ours. */
  private offset = 0;
  private syncedAt = -Infinity;
  private latest = 0;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return Math.floor(this.clock.now() + this.offset);
  }

  /** A frame has just come with this date of the server. */
  sync(date: number): void {
    const offset = date - this.clock.now();
    const now = this.clock.now();
    // A frame that was long on its way makes the server's clock look late: the largest difference of late is the best.
    const better = offset >= this.offset || Math.abs(now - this.syncedAt) > SYNC_LASTS;
    if (!Number.isFinite(date) || !better) return;
    this.offset = offset;
    this.syncedAt = now;
  }

  /** A message with this `at` was seen. */
  saw(at: number): void {
    if (at <= this.now() + MAX_AHEAD) this.latest = Math.max(this.latest, at);
  }

  /**
   * Where something with this `at` stands: there, even when it is ahead of us, as several written within a millisecond
   * are. Only a lie stands at the time when it came.
   */
  placeOf(at: number): number {
    const now = this.now();
    return at <= now + MAX_AHEAD ? at : now;
  }

  /** Behind everything that was seen. */
  end(): number {
    return Math.max(this.latest + 1, this.now());
  }

  next(): number {
    this.latest = this.end();
    return this.latest;
  }
}
