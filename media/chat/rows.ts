import type {
  Entry,
  MessageEntry,
  MissingEntry,
  PresenceEntry,
  Sender,
  TransferEntry,
} from '../../src/protocol/transcript';
import { identity } from './person';

/** What stands in the list: entries, with comings and goings in a row merged into one line. Knows nothing of the DOM. */
export type Row = MessageRow | PresenceRow | MissingRow;

/** A message, or one that is still coming in. */
export interface MessageRow {
  kind: 'message';
  key: string;
  entry: MessageEntry | TransferEntry;
  /** Belongs to the message above: same person, same addressee, soon after. Shown without name and time. */
  continued: boolean;
}

export interface PresenceRow {
  kind: 'presence';
  key: string;
  entries: PresenceEntry[];
}

export interface MissingRow {
  kind: 'missing';
  key: string;
  entry: MissingEntry;
}

/** What a change of the entries means for the rows. */
export interface RowChange {
  /** Keys of the rows that are gone; one may come again in `drawn`, as a row of another kind. */
  removed: string[];
  /** The rows that are new or look different now, in their order. */
  drawn: Row[];
}

const GROUP_WITHIN = 5 * 60_000;
const BURST_WITHIN = 10 * 60_000;

export class Rows {
  readonly list: Row[] = [];
  private readonly byEntry = new Map<string, Row>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.append(entry);
  }

  rowOf(entry: string): Row | undefined {
    return this.byEntry.get(entry);
  }

  /** Adds an entry, before another one or at the end, or replaces the one with its id. */
  put(entry: Entry, before?: string): RowChange {
    const known = this.byEntry.get(entry.id);
    if (known) return this.around(known, entries => entries.map(one => (one.id === entry.id ? entry : one)));
    const next = before === undefined ? undefined : this.byEntry.get(before);
    if (!next) return { removed: [], drawn: [this.append(entry)] };
    return this.around(next, entries => entries.flatMap(one => (one.id === before ? [entry, one] : [one])));
  }

  remove(id: string): RowChange {
    const known = this.byEntry.get(id);
    if (!known) return { removed: [], drawn: [] };
    return this.around(known, entries => entries.filter(one => one.id !== id));
  }

  /** Drops that many entries from the front. */
  trim(count: number): RowChange {
    let rows = 0;
    for (let left = count; left > 0 && rows < this.list.length; rows += 1) left -= entriesOf(this.list[rows]).length;
    // With the row behind them: it may have been the continuation of one that goes.
    const old = this.list.slice(0, rows + 1);
    return this.refold(0, old, old.flatMap(entriesOf).slice(count));
  }

  private append(entry: Entry): Row {
    const row = extend(this.list, entry);
    this.byEntry.set(entry.id, row);
    return row;
  }

  /** A row's looks depend on the one above it only, so a change reaches no further than to its neighbours. */
  private around(row: Row, change: (entries: Entry[]) => Entry[]): RowChange {
    const at = this.list.lastIndexOf(row);
    const from = Math.max(0, at - 1);
    const old = this.list.slice(from, at + 2);
    return this.refold(from, old, change(old.flatMap(entriesOf)));
  }

  /** Puts the rows of `entries` in the place of `old`; what stays the same keeps its row. */
  private refold(from: number, old: readonly Row[], entries: readonly Entry[]): RowChange {
    const folded: Row[] = [];
    for (const entry of entries) extend(folded, entry, this.list[from - 1]);
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
    return { removed: old.filter(row => !rows.includes(row)).map(({ key }) => key), drawn };
  }
}

function entriesOf(row: Row | undefined): readonly Entry[] {
  if (!row) return [];
  return row.kind === 'presence' ? row.entries : [row.entry];
}

function looksLike(row: Row, other: Row): boolean {
  const [entries, others] = [entriesOf(row), entriesOf(other)];
  const continued = row.kind === 'message' && row.continued;
  return (
    continued === (other.kind === 'message' && other.continued) &&
    entries.length === others.length &&
    entries.every((entry, at) => entry === others[at])
  );
}

/** Adds an entry behind the rows: to the last one, if it belongs there. `above` is what stands above the first one. */
function extend(rows: Row[], entry: Entry, above?: Row): Row {
  const last = rows.at(-1);
  if (isPresence(entry) && last?.kind === 'presence' && follows(last.entries.at(-1), entry, BURST_WITHIN)) {
    last.entries.push(entry);
    return last;
  }
  const row = rowFor(entry, last ?? above);
  rows.push(row);
  return row;
}

function rowFor(entry: Entry, above: Row | undefined): Row {
  if (isPresence(entry)) return { kind: 'presence', key: entry.id, entries: [entry] };
  if (entry.kind === 'missing') return { kind: 'missing', key: entry.id, entry };
  const continued = above?.kind === 'message' && continues(above.entry, entry);
  return { kind: 'message', key: entry.id, entry, continued };
}

function isPresence(entry: Entry): entry is PresenceEntry {
  return entry.kind === 'join' || entry.kind === 'leave';
}

function addressee(entry: MessageRow['entry']): Sender | undefined {
  return entry.kind === 'message' ? entry.to : undefined;
}

function continues(before: MessageRow['entry'], entry: MessageRow['entry']): boolean {
  const [to, toBefore] = [addressee(entry), addressee(before)];
  return (
    (to && identity(to)) === (toBefore && identity(toBefore)) &&
    identity(before.from) === identity(entry.from) &&
    before.from.name === entry.from.name &&
    follows(before, entry, GROUP_WITHIN)
  );
}

function follows(before: Entry | undefined, entry: Entry, within: number): boolean {
  return before !== undefined && Math.abs(entry.date - before.date) < within;
}

/** Not one that is still coming in. */
export function isMessage(row: Row): row is MessageRow {
  return row.kind === 'message' && row.entry.kind === 'message';
}

export function isOwn({ entry }: MessageRow): boolean {
  return entry.from.self;
}
