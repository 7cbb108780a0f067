import type { Entry } from '../../src/protocol/transcript';
import { entriesOf, extend, isLine, looksLike } from './rows';
import type { Row } from './rows';

/** What a change of the entries means for the rows: at one place some are replaced by others. */
export interface RowChange {
  at: number;
  /** What stood there. */
  old: readonly Row[];
  /** What stands there now; what is the same row still is the same object. */
  rows: readonly Row[];
  /** Those of `rows` that are new or look different now. */
  drawn: readonly Row[];
}

/** The rows of a channel, kept up to date entry by entry. */
export class Rows {
  readonly list: Row[] = [];
  private readonly byEntry = new Map<string, Row>();
  private newFrom: string | undefined;

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.append(entry);
  }

  rowOf(entry: string): Row | undefined {
    return this.byEntry.get(entry);
  }

  /** Where a row stands; what one asks for stands near the end as a rule. */
  indexOf(row: Row): number {
    return this.list.lastIndexOf(row);
  }

  /** Adds an entry, before another one or at the end, or replaces the one with its id. */
  put(entry: Entry, before?: string): RowChange {
    const known = this.byEntry.get(entry.id);
    if (known) return this.around(known, entries => entries.map(one => (one.id === entry.id ? entry : one)));
    const next = before === undefined ? undefined : this.byEntry.get(before);
    if (!next) return this.append(entry);
    return this.around(next, entries => entries.flatMap(one => (one.id === before ? [entry, one] : [one])));
  }

  remove(id: string): RowChange | undefined {
    const known = this.byEntry.get(id);
    return known && this.around(known, entries => entries.filter(one => one.id !== id));
  }

  /** Drops that many entries from the front. */
  trim(count: number): RowChange {
    let rows = 0;
    for (let left = count; left > 0 && rows < this.list.length; rows += 1) left -= entriesOf(this.list[rows]).length;
    return this.refold(0, rows, this.list.slice(0, rows).flatMap(entriesOf).slice(count));
  }

  /** The line for what is new goes above this entry, or away. */
  markNew(entry: string | undefined): RowChange[] {
    const rows = [this.newFrom, entry].map(id => this.byEntry.get(id ?? ''));
    if (this.newFrom === entry) return [];
    this.newFrom = entry;
    return rows.flatMap(row => (row ? [this.around(row, entries => [...entries])] : []));
  }

  private append(entry: Entry): RowChange {
    const last = this.list.at(-1);
    const end = this.list.length;
    const count = last ? entriesOf(last).length : 0;
    extend(this.list, entry, undefined, this.newFrom);
    const row = this.list.at(-1);
    if (row) this.byEntry.set(entry.id, row);
    const merged = last && entriesOf(last).length > count;
    const rows = this.list.slice(merged ? end - 1 : end);
    return { at: this.list.length - rows.length, old: merged ? [last] : [], rows, drawn: rows };
  }

  /** Beginning with the row above, which what changes here may be merged into, and the lines above that one. */
  private around(row: Row, change: (entries: readonly Entry[]) => readonly Entry[]): RowChange {
    const at = this.indexOf(row);
    const from = this.linesAbove(this.linesAbove(at) - 1);
    return this.refold(from, at + 1, change(this.list.slice(from, at + 1).flatMap(entriesOf)));
  }

  /** Where the lines begin that stand right above this place: the place itself, if there is none. */
  private linesAbove(at: number): number {
    let from = Math.max(0, at);
    for (let above = this.list[from - 1]; above && isLine(above); above = this.list[from - 1]) from -= 1;
    return from;
  }

  /** Puts the rows of `entries` in the place of those from `from` to `to`; what stays the same keeps its row. */
  private refold(from: number, to: number, entries: readonly Entry[]): RowChange {
    const above = this.list[from - 1];
    const folded: Row[] = [];
    for (const entry of entries) extend(folded, entry, above, this.newFrom);
    // A row depends on the one above it only: it goes on until one is what it was.
    let end = to;
    for (let next = this.list[end]; next; next = this.list[end]) {
      end += 1;
      for (const entry of entriesOf(next)) extend(folded, entry, above, this.newFrom);
      const last = folded.at(-1);
      if (!isLine(next) && last && looksLike(last, next)) break;
    }
    const old = this.list.slice(from, end);
    const drawn: Row[] = [];
    const rows = folded.map(row => {
      const known = old.find(({ key, kind }) => key === row.key && kind === row.kind);
      if (known && looksLike(known, row)) return known;
      const changed = known ? Object.assign(known, row) : row;
      drawn.push(changed);
      return changed;
    });
    for (const entry of old.flatMap(entriesOf)) this.byEntry.delete(entry.id);
    for (const row of rows) for (const entry of entriesOf(row)) this.byEntry.set(entry.id, row);
    this.list.splice(from, old.length, ...rows);
    return { at: from, old, rows, drawn };
  }
}
