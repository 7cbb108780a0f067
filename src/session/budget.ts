import type { Clock } from './clock';

/** Askers that are remembered; beyond it the one that was quiet longest is forgotten, and starts afresh. */
const MAX_ASKERS = 1_000;

/** How much each asker is given: a token bucket for each, so that one that asks without end costs a bounded effort. */
export class Budget {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    private readonly clock: Clock,
  ) {}

  /** False when the asker has had its share for now; nothing is taken then. */
  take(asker: string, tokens: number): boolean {
    const now = this.clock.now();
    const bucket = this.buckets.get(asker) ?? { tokens: this.burst, at: now };
    const gained = (Math.max(0, now - bucket.at) / 1000) * this.perSecond;
    const available = Math.min(this.burst, bucket.tokens + gained);
    const granted = tokens <= available;
    this.buckets.delete(asker);
    this.buckets.set(asker, { tokens: granted ? available - tokens : available, at: now });
    const [quietest] = this.buckets.keys();
    if (this.buckets.size > MAX_ASKERS && quietest !== undefined) this.buckets.delete(quietest);
    return granted;
  }
}
