import type { Disposable } from '../../base/lifecycle';
import type { Clock } from '../../session/clock';

/** Does something at most once in a while: at once when it was quiet, else at the end of the while, for all that came. */
export class Throttle implements Disposable {
  private timer: Disposable | undefined;
  private isWanted = false;

  /** @param every milliseconds between two times. */
  constructor(
    private readonly clock: Clock,
    private readonly every: number,
    private readonly act: () => void,
  ) {}

  request(): void {
    if (this.timer) this.isWanted = true;
    else this.run();
  }

  /** What was asked for need not be done any more. */
  cancel(): void {
    this.isWanted = false;
  }

  dispose(): void {
    this.timer?.dispose();
    this.isWanted = false;
  }

  private run(): void {
    this.isWanted = false;
    this.timer = this.clock.after(this.every, () => {
      this.timer = undefined;
      if (this.isWanted) this.run();
    });
    this.act();
  }
}
