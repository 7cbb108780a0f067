import { CliError, EXIT } from './exit';

/** Seconds without any progress after which one gives up. */
const DEFAULT_SECONDS = 30;

/** Gives up when nothing has moved for a while. */
export class Deadline {
  /** Rejects with what `why` says then; to be raced against what is waited for. */
  readonly passed: Promise<never>;
  private timer: NodeJS.Timeout | undefined;
  private giveUp: () => void = () => undefined;

  /** @param why what is missing, as a whole sentence without its end. */
  constructor(
    private readonly seconds = DEFAULT_SECONDS,
    why: () => string,
  ) {
    this.passed = new Promise((_, reject) => {
      this.giveUp = () => reject(new CliError(EXIT.undelivered, `${why()} (gave up after ${this.seconds} s)`));
    });
    // What has ended well meanwhile waits for nothing.
    this.passed.catch(() => undefined);
    this.moved();
  }

  /** Something has moved: the time begins anew. */
  moved(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.giveUp, this.seconds * 1_000);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
