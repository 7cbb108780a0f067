import { isAmendment } from '../protocol/amendments';
import { unitsOf } from '../protocol/bodies';
import { beyondUnits, type Content } from '../protocol/content';
import type { Span } from './streams';

/** A broadcast as it arrived: what was said, and what the first frame said of it. */
export interface Item {
  content: Content;
  /** The alias in the frame. */
  name?: string;
  /** The server's clock. */
  date: number;
}

/** What is kept of a channel to give it again to others; the oldest is dropped beyond either bound. */
export const LOG_LIMITS = { items: 5_000, units: 20_000_000 } as const;

/** What a message takes beside what is in it. UTF-16 units. */
const OVERHEAD = 200;

/** The broadcasts that this peer has and can give again, by session and sequence number. Bounded. */
export class ContentLog {
  private readonly items = new Map<string, Item & { size: number }>();
  private units = 0;

  get size(): number {
    return this.items.size;
  }

  add(item: Item): void {
    const key = keyOf(item.content.session, item.content.seq);
    if (this.items.has(key)) return;
    const size = sizeOf(item.content);
    this.items.set(key, { ...item, size });
    this.units += size;
    while (this.items.size > LOG_LIMITS.items || this.units > LOG_LIMITS.units) this.dropOldest();
  }

  /** What there is of a span, in order. */
  span(session: string, { from, to }: Span): Item[] {
    const found: Item[] = [];
    for (let seq = from; seq <= to; seq++) {
      const item = this.items.get(keyOf(session, seq));
      if (item) found.push(item);
    }
    return found;
  }

  /** All that there is. */
  get all(): Item[] {
    return [...this.items.values()];
  }

  /** What was taken back is nothing but its number and its place from now on. Its author's proof is not of that. */
  blank(session: string, id: string): void {
    for (const [key, { content, date, name, size }] of this.items) {
      if (content.session !== session || content.id !== id || content.type === 'void' || isAmendment(content)) continue;
      const { seq, at, re } = content;
      const empty: Content = { type: 'chat', text: '', id, session, seq, at, ...(re !== undefined && { re }) };
      this.items.set(key, { content: empty, date, ...(name !== undefined && { name }), size: sizeOf(empty) });
      this.units += sizeOf(empty) - size;
    }
  }

  private dropOldest(): void {
    const [oldest] = this.items;
    if (!oldest) return;
    this.items.delete(oldest[0]);
    this.units -= oldest[1].size;
  }
}

function keyOf(session: string, seq: number): string {
  return `${seq} ${session}`;
}

/** About how many UTF-16 units a content takes. */
function sizeOf(content: Content): number {
  const isText = content.type === 'void' || content.type === 'chat' || isAmendment(content);
  const body = isText ? 0 : unitsOf(content);
  return content.text.length + body + beyondUnits(content) + OVERHEAD;
}
