export interface BucketOptions {
  /** How many tokens a full bucket holds: the longest burst. */
  readonly burst: number;
  /** How many tokens flow in each second. */
  readonly perSecond: number;
}

/** Tokens that are used up by requests and flow back in with time. */
export class Bucket {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly options: BucketOptions,
    private readonly now: () => number = Date.now,
  ) {
    this.tokens = options.burst;
    this.filledAt = now();
  }

  /** Takes so many tokens if they are there. */
  take(count = 1): boolean {
    this.refill();
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }

  /** Milliseconds until so many tokens will be there. */
  retryAfter(count = 1): number {
    const missing = Math.max(0, count - this.tokens);
    return Math.ceil((missing / this.options.perSecond) * 1000);
  }

  private refill(): void {
    const now = this.now();
    const earned = Math.floor(((now - this.filledAt) / 1000) * this.options.perSecond);
    this.tokens = Math.min(this.options.burst, this.tokens + earned);
    this.filledAt = now;
  }
}
