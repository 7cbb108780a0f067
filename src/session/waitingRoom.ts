import { beyondUnits, type Amended } from '../protocol/content';

/** An amendment that has come, and what its author was called. */
export interface Heard {
  readonly content: Amended;
  readonly name?: string;
}

/** Amendments that wait for what they change: in all, of one session; UTF-16 units of all, and of one. */
export const WAITING_LIMITS = { all: 1_000, session: 100, units: 8_000_000, one: 1_000_000 } as const;

/** What each takes beside its text. UTF-16 units. */
const OVERHEAD = 200;

/** Amendments that came before what they change. Bounded: whoever says too much loses their own oldest first. */
export class WaitingRoom {
  private readonly waiting: Heard[] = [];
  private readonly counts = new Map<string, number>();
  private units = 0;

  get size(): number {
    return this.waiting.length;
  }

  add(heard: Heard): void {
    const { session } = heard.content;
    if (sizeOf(heard) > WAITING_LIMITS.one) return;
    this.waiting.push(heard);
    this.counts.set(session, (this.counts.get(session) ?? 0) + 1);
    this.units += sizeOf(heard);
    while (this.isFull(session)) {
      const oldest = this.waiting.findIndex(({ content }) => content.session === session);
      this.remove(oldest === this.waiting.length - 1 ? 0 : oldest);
    }
  }

  /** Takes out what `isReady` says of, in the order in which it came. */
  take(isReady: (heard: Heard) => boolean): Heard[] {
    const ready = this.waiting.filter(isReady);
    for (const heard of ready) this.remove(this.waiting.indexOf(heard));
    return ready;
  }

  private isFull(session: string): boolean {
    const { all, units, session: one } = WAITING_LIMITS;
    return this.waiting.length > all || this.units > units || (this.counts.get(session) ?? 0) > one;
  }

  private remove(at: number): void {
    const [gone] = this.waiting.splice(at, 1);
    if (!gone) return;
    const { session } = gone.content;
    const left = (this.counts.get(session) ?? 1) - 1;
    if (left > 0) this.counts.set(session, left);
    else this.counts.delete(session);
    this.units -= sizeOf(gone);
  }
}

function sizeOf({ content }: Heard): number {
  return content.text.length + beyondUnits(content) + OVERHEAD;
}
