import type { Disposable } from '../base/lifecycle';
import { systemClock, type Clock } from './clock';

/**
 * From one attempt to the next, in milliseconds: 8 a second. The public service allows an address 10 a second and
 * counts when they arrive, so they are spread evenly and not let through in bursts: a delay of a quarter of a second
 * on the way adds two, no more.
 */
const SPACING = 125;

/** Spreads the connection attempts of all channels of a window: one after the other, in the order they asked. */
export class DialGate implements Disposable {
  private readonly waiting = new Set<{ readonly go: () => void }>();
  private timer: Disposable | undefined;
  private nextAt = 0;

  constructor(
    private readonly clock: Clock = systemClock,
    private readonly spacing = SPACING,
  ) {}

  /** Calls `go` when it is its turn, never before it returns. Disposing gives the turn to the next one. */
  enter(go: () => void): Disposable {
    const place = { go };
    this.waiting.add(place);
    this.arm();
    return {
      dispose: () => {
        this.waiting.delete(place);
        if (this.waiting.size === 0) this.disarm();
      },
    };
  }

  /** Nobody who waits is called any more. */
  dispose(): void {
    this.waiting.clear();
    this.disarm();
  }

  private arm(): void {
    if (this.timer || this.waiting.size === 0) return;
    // A wall clock that was set back must not close the gate for as long.
    const wait = Math.min(Math.max(this.nextAt - this.clock.now(), 0), this.spacing);
    this.timer = this.clock.after(wait, () => this.letIn());
  }

  private disarm(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }

  private letIn(): void {
    this.timer = undefined;
    const [first] = this.waiting;
    if (!first) return;
    this.waiting.delete(first);
    this.nextAt = this.clock.now() + this.spacing;
    this.arm();
    first.go();
  }
}
