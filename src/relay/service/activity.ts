/** How often is looked. Milliseconds. */
export const SAMPLE_EVERY = 10_000;
/** How many samples are kept: ten minutes. */
export const KEPT = 60;

/** What was seen at one time. */
export interface Sample {
  /** Messages a second since the sample before. */
  readonly rate: number;
  readonly connections: number;
}

/** What is looked at. */
export interface Seen {
  /** Messages since the start. */
  readonly messages: number;
  readonly connections: number;
}

/** The last ten minutes in numbers, for the status page. */
export class Activity {
  /** The oldest first. */
  readonly samples: Sample[] = [];
  private before: number;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly look: () => Seen) {
    this.before = look().messages;
    this.timer = setInterval(() => this.sample(), SAMPLE_EVERY).unref();
  }

  /** Takes a sample; the timer does, every `SAMPLE_EVERY`. */
  sample(): void {
    const { messages, connections } = this.look();
    this.samples.push({ rate: ((messages - this.before) * 1_000) / SAMPLE_EVERY, connections });
    this.before = messages;
    if (this.samples.length > KEPT) this.samples.shift();
  }

  dispose(): void {
    clearInterval(this.timer);
  }
}
