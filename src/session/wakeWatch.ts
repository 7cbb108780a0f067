import type { Disposable } from '../base/lifecycle';
import { systemClock, type Clock } from './clock';

/** How often it looks, in milliseconds. */
const EVERY = 5_000;
/** What the wall clock may be late by before the machine must have slept. A busy extension host is late by less. */
const GAP = 10_000;

export interface WakeWatchOptions {
  /** The machine slept, or its network is another one. */
  wake: () => void;
  /** What the network looks like, as a text to compare; left out where it cannot be known. */
  network?: (() => string) | undefined;
  clock?: Clock;
}

/**
 * Notices that the machine has slept, which neither VS Code nor a timer tells: timers stand still meanwhile, so that the
 * wall clock is far ahead at the next one. One for all channels of a window.
 */
export class WakeWatch implements Disposable {
  private readonly clock: Clock;
  private timer: Disposable | undefined;

  constructor(private readonly options: WakeWatchOptions) {
    this.clock = options.clock ?? systemClock;
    this.plan(options.network?.());
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }

  private plan(before: string | undefined): void {
    const since = this.clock.now();
    this.timer = this.clock.after(EVERY, () => {
      const network = this.options.network?.();
      this.plan(network);
      const slept = this.clock.now() - since > EVERY + GAP;
      if (slept || network !== before) this.options.wake();
    });
  }
}
