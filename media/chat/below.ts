import type { Place } from './memory';
import { isMessage, isOwn } from './rows';
import type { Row } from './rows';

/** The messages of others that came below what is in sight since the reader left the end. */

/** What is kept of new messages that came late, for when the page is made anew. */
const MAX_LATE = 100;

export class Below {
  private readonly ids = new Set<string>();

  /** @param rows all rows of the list. */
  constructor(private readonly rows: readonly Row[]) {}

  get size(): number {
    return this.ids.size;
  }

  add(id: string): void {
    this.ids.add(id);
  }

  delete(id: string): boolean {
    return this.ids.delete(id);
  }

  clear(): void {
    this.ids.clear();
  }

  /** Which ones they are, in terms that outlive the page. */
  remembered(): Pick<Place, 'last' | 'late'> | undefined {
    const last = this.rows.findLast(one => isMessage(one) && !this.ids.has(one.key)) ?? this.rows.at(-1);
    if (!last) return undefined;
    const after = new Set(this.after(last.key));
    const late = [...this.ids].filter(key => !after.has(key)).slice(-MAX_LATE);
    return { last: last.key, ...(late.length > 0 ? { late } : {}) };
  }

  recall({ last, late = [] }: Place): void {
    this.clear();
    const here = new Set(this.rows.map(({ key }) => key));
    for (const key of late) if (here.has(key)) this.add(key);
    for (const key of this.after(last)) this.add(key);
  }

  private after(last: string): string[] {
    const at = this.rows.findLastIndex(({ key }) => key === last);
    return at < 0 ? [] : this.rows.slice(at + 1).flatMap(row => (isMessage(row) && !isOwn(row) ? [row.key] : []));
  }
}
