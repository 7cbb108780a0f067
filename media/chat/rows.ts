import type { Entry, MessageEntry, PresenceEntry } from '../../src/protocol/transcript';
import { identity } from './person';

/** What stands in the list: entries, with comings and goings in a row merged into one line. Knows nothing of the DOM. */
export type Row = MessageRow | PresenceRow;

export interface MessageRow {
  kind: 'message';
  key: string;
  entry: MessageEntry;
  /** Belongs to the message above: same person, same addressee, soon after. Shown without name and time. */
  continued: boolean;
}

export interface PresenceRow {
  kind: 'presence';
  key: string;
  entries: PresenceEntry[];
}

export interface Trimmed {
  removed: Row[];
  /** The new first row, if it looks different now. */
  changed?: Row;
}

const GROUP_WITHIN = 5 * 60_000;
const BURST_WITHIN = 10 * 60_000;

export class Rows {
  readonly list: Row[] = [];
  private readonly byEntry = new Map<string, Row>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.put(entry);
  }

  rowOf(entry: string): Row | undefined {
    return this.byEntry.get(entry);
  }

  /** Adds an entry, or replaces the one with its id. Answers the one row that is new or looks different now. */
  put(entry: Entry): { row: Row; added: boolean } {
    const known = this.byEntry.get(entry.id);
    if (known && replaceIn(known, entry)) return { row: known, added: false };
    const last = this.list.at(-1);
    if (entry.kind !== 'message' && last?.kind === 'presence' && follows(last.entries.at(-1), entry, BURST_WITHIN)) {
      last.entries.push(entry);
      this.byEntry.set(entry.id, last);
      return { row: last, added: false };
    }
    const row = rowFor(entry, last);
    this.list.push(row);
    this.byEntry.set(entry.id, row);
    return { row, added: true };
  }

  /** Drops that many entries from the front. */
  trim(count: number): Trimmed {
    const removed: Row[] = [];
    let left = count;
    for (let first = this.list[0]; first && left > 0; first = this.list[0]) {
      const entries = first.kind === 'message' ? [first.entry] : first.entries;
      const dropped = entries.slice(0, left);
      for (const entry of dropped) this.byEntry.delete(entry.id);
      left -= dropped.length;
      if (dropped.length < entries.length && first.kind === 'presence') {
        first.entries.splice(0, dropped.length);
        return { removed, changed: first };
      }
      this.list.shift();
      removed.push(first);
    }
    const [first] = this.list;
    if (first?.kind !== 'message' || !first.continued) return { removed };
    first.continued = false;
    return { removed, changed: first };
  }
}

function rowFor(entry: Entry, last: Row | undefined): Row {
  if (entry.kind !== 'message') return { kind: 'presence', key: entry.id, entries: [entry] };
  const continued = last?.kind === 'message' && continues(last.entry, entry);
  return { kind: 'message', key: entry.id, entry, continued };
}

function replaceIn(row: Row, entry: Entry): boolean {
  if (row.kind === 'message') {
    if (entry.kind === 'message') row.entry = entry;
    return entry.kind === 'message';
  }
  const at = row.entries.findIndex(one => one.id === entry.id);
  if (entry.kind !== 'message') row.entries[at] = entry;
  return entry.kind !== 'message';
}

function continues(before: MessageEntry, entry: MessageEntry): boolean {
  const sameAddressee = (before.to && identity(before.to)) === (entry.to && identity(entry.to));
  return (
    sameAddressee &&
    identity(before.from) === identity(entry.from) &&
    before.from.name === entry.from.name &&
    follows(before, entry, GROUP_WITHIN)
  );
}

function follows(before: Entry | undefined, entry: Entry, within: number): boolean {
  return before !== undefined && Math.abs(entry.date - before.date) < within;
}
