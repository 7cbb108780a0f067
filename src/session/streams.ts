/**
 * The receiving side of exactly-once, in order: for each session the sequence numbers that were delivered, what came
 * too early, and what is known to be missing. Pure: no clock, no network.
 */

/** Sessions that are followed; when there are more, the one that was quiet longest is forgotten. */
export const MAX_STREAMS = 1_000;
/** Broadcasts of one session that are held because an earlier one is missing; further ones are asked for again later. */
export const MAX_HELD = 128;
/** Gaps of one session that were given up and may still be filled. */
const MAX_LOST = 16;
/** A sequence number this far ahead of what is known is a lie or a mistake, unless nobody knows where the session began. */
export const MAX_AHEAD = 10_000;

/** Sequence numbers, both ends included. */
export interface Span {
  from: number;
  to: number;
}

/**
 * How it is known where a session stood when we came. `sure`: it said so itself, or spoke. `open`: others said so, and
 * it may still say otherwise. `guessed`: it may have spoken before our time, so its first numbers may not be ours.
 */
export type Beginning = 'sure' | 'open' | 'guessed';

/** A gap that was given up; one at a guessed beginning is not worth a word to people. */
interface Lost extends Span {
  told: boolean;
}

interface Stream<T> {
  /** The first number not delivered. */
  next: number;
  /** The highest number somebody has said there is. */
  known: number;
  beginning: Beginning;
  held: Map<number, T>;
  lost: Lost[];
}

export class Streams<T> {
  private readonly streams = new Map<string, Stream<T>>();

  /** How far each session is known without a hole, as `hello` says it. The latest `max` sessions. */
  seen(max: number): Record<string, number> {
    const entries = [...this.streams]
      .filter(([, { beginning }]) => beginning !== 'open')
      .map(([key, { next }]) => [key, next - 1] as const);
    return Object.fromEntries(entries.slice(-max));
  }

  get size(): number {
    return this.streams.size;
  }

  has(session: string): boolean {
    return this.streams.has(session);
  }

  /** Begins to follow a session behind the number `base`. An `open` beginning may still move by `claim` and `fix`. */
  begin(session: string, base: number, beginning: Beginning): void {
    if (this.streams.has(session)) return;
    this.streams.set(session, { next: base + 1, known: base, beginning, held: new Map(), lost: [] });
    if (this.streams.size > MAX_STREAMS) {
      const [quietest] = this.streams.keys();
      if (quietest !== undefined) this.streams.delete(quietest);
    }
  }

  /** Somebody says that the session has come this far. */
  claim(session: string, seq: number): void {
    const stream = this.streams.get(session);
    if (!stream || seq > stream.known + MAX_AHEAD) return;
    stream.known = Math.max(stream.known, seq);
    if (stream.beginning === 'open') stream.next = Math.max(stream.next, seq + 1);
  }

  /** The session itself says that it had come this far when we came: from here on every number is ours. */
  fix(session: string, seq: number): void {
    this.claim(session, seq);
    const stream = this.streams.get(session);
    // What others claimed of it before counts no more: they may be wrong, or lie.
    if (stream?.beginning === 'open') Object.assign(stream, { beginning: 'sure', next: seq + 1, known: seq });
  }

  /**
   * Takes a broadcast in.
   * @returns what is to be delivered now, in order: nothing for a duplicate or one that came too early.
   */
  offer(session: string, seq: number, item: T): T[] {
    const stream = this.touch(session);
    if (!stream) return [];
    // The first one of a stream whose beginning nobody has told: that is where we came in.
    const far = seq > stream.next + MAX_AHEAD;
    // Where it is known what comes next, a number out of all proportion is a lie: it must not hide what follows.
    if (far && stream.beginning === 'sure') return [];
    if (far || stream.beginning === 'open') {
      stream.next = seq;
      stream.beginning = 'sure';
    }
    if (seq < stream.next) return this.fillLost(stream, seq) ? [item] : [];
    stream.known = Math.max(stream.known, seq);
    if (stream.held.size < MAX_HELD || seq === stream.next) stream.held.set(seq, item);
    return this.release(stream);
  }

  /** The numbers that are missing and known to exist, the earliest gap only. */
  gap(session: string): Span | undefined {
    const stream = this.streams.get(session);
    if (!stream || stream.next > stream.known) return undefined;
    const held = [...stream.held.keys()];
    const to = held.length > 0 ? Math.min(...held) - 1 : stream.known;
    return to < stream.next ? undefined : { from: stream.next, to };
  }

  /** Whether a number is still to come: neither delivered nor held, as when too much is held already. */
  lacks(session: string, seq: number): boolean {
    const stream = this.streams.get(session);
    if (!stream) return false;
    if (seq >= stream.next) return !stream.held.has(seq);
    return stream.lost.some(({ from, to }) => from <= seq && seq <= to);
  }

  /** Whether something came already that waits for the gap to be filled. */
  isHolding(session: string): boolean {
    return (this.streams.get(session)?.held.size ?? 0) > 0;
  }

  /** The first gap that was given up and might be filled after all. */
  lost(session: string): Span | undefined {
    return this.streams.get(session)?.lost[0];
  }

  /** How many numbers a person should be told are missing. */
  missing(session: string): number {
    const told = this.streams.get(session)?.lost.filter(span => span.told) ?? [];
    return told.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  }

  /** What is missing before this number was before our time, if nothing of the session has been delivered yet. */
  skipTo(session: string, seq: number): T[] {
    const stream = this.streams.get(session);
    if (stream?.beginning !== 'guessed' || seq <= stream.next) return [];
    stream.next = Math.min(seq, stream.known + 1);
    return this.release(stream);
  }

  /** Sessions with a gap, or with one that was given up. */
  incomplete(): string[] {
    return [...this.streams].flatMap(([session, { lost }]) => (lost.length > 0 || this.gap(session) ? [session] : []));
  }

  /** Gives the earliest gap up and gives what waited for it. It can still be filled. */
  giveUp(session: string): T[] {
    const stream = this.streams.get(session);
    const gap = this.gap(session);
    if (!stream || !gap) return [];
    stream.lost = [...stream.lost, { ...gap, told: stream.beginning === 'sure' }].slice(-MAX_LOST);
    stream.next = gap.to + 1;
    return this.release(stream);
  }

  private release(stream: Stream<T>): T[] {
    const items: T[] = [];
    for (let item = stream.held.get(stream.next); item !== undefined; item = stream.held.get(stream.next)) {
      stream.held.delete(stream.next++);
      items.push(item);
    }
    if (items.length > 0) stream.beginning = 'sure';
    return items;
  }

  /** Takes a number out of the gaps that were given up. False when it is a duplicate. */
  private fillLost(stream: Stream<T>, seq: number): boolean {
    const at = stream.lost.findIndex(({ from, to }) => from <= seq && seq <= to);
    const span = stream.lost[at];
    if (!span) return false;
    const rest = [
      { ...span, to: seq - 1 },
      { ...span, from: seq + 1 },
    ].filter(({ from, to }) => from <= to);
    stream.lost.splice(at, 1, ...rest);
    return true;
  }

  /** Moves a stream to the end of the order in which streams are forgotten. */
  private touch(session: string): Stream<T> | undefined {
    const stream = this.streams.get(session);
    if (!stream) return undefined;
    this.streams.delete(session);
    this.streams.set(session, stream);
    return stream;
  }
}
