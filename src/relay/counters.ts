import type { LimitName } from './limits';

/** What a relay counts as it happens; what it is like at the moment can be read from `Relay`. No names, no content. */
export interface Counters {
  /** A message came in that kept the limits. */
  received(bytes: number): void;
  /** One frame went out, to so many. */
  delivered(receivers: number, bytes: number): void;
  /** A limit was applied to somebody. */
  hit(limit: LimitName): void;
  /** A join or push was answered with this HTTP status instead. */
  refused(status: number): void;
}

export const NO_COUNTERS: Counters = {
  received: () => undefined,
  delivered: () => undefined,
  hit: () => undefined,
  refused: () => undefined,
};
