import type {
  Entry,
  MessageEntry,
  MissingEntry,
  PresenceEntry,
  Sender,
  TransferEntry,
} from '../../src/protocol/transcript';
import { dayOf } from './days';
import { identity } from './person';

/**
 * What stands in the list: entries, with comings and goings in a row merged into one line, and the lines between days and
 * above what is new. Knows nothing of the DOM.
 */
export type Row = MessageRow | PresenceRow | MissingRow | DayRow | NewRow;

/** A message, or one that is still coming in. */
export interface MessageRow {
  kind: 'message';
  key: string;
  entry: MessageEntry | TransferEntry;
  /** Belongs to the message above: same person, same addressee, same minute. Shown without name and time. */
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

/** Above the first entry of a day. Its key is that entry's id, as with the line above what is new. */
export interface DayRow {
  kind: 'day';
  key: string;
  /** Its first moment. */
  day: number;
}

export interface NewRow {
  kind: 'new';
  key: string;
}

/** What stands under one time was said at that time, to the minute. */
const MINUTE = 60_000;
const BURST_WITHIN = 10 * 60_000;

export function entriesOf(row: Row | undefined): readonly Entry[] {
  if (!row || isLine(row)) return [];
  return row.kind === 'presence' ? row.entries : [row.entry];
}

/** A line between rows, which stands there for the sake of the row below it. */
export function isLine(row: Row): row is DayRow | NewRow {
  return row.kind === 'day' || row.kind === 'new';
}

/** Not one that is still coming in. */
export function isMessage(row: Row): row is MessageRow & { entry: MessageEntry } {
  return row.kind === 'message' && row.entry.kind === 'message';
}

export function isOwn({ entry }: MessageRow): boolean {
  return entry.from.self;
}

/** Nobody would see a difference. */
export function looksLike(row: Row, other: Row): boolean {
  if (row.kind !== other.kind || row.key !== other.key) return false;
  if (row.kind === 'day') return other.kind === 'day' && row.day === other.day;
  if (row.kind === 'message' && other.kind === 'message' && row.continued !== other.continued) return false;
  const [entries, others] = [entriesOf(row), entriesOf(other)];
  return entries.length === others.length && entries.every((entry, at) => entry === others[at]);
}

/**
 * Adds an entry behind the rows: to the last one, if it belongs there.
 * @param above what stands above the first of the rows.
 * @param newFrom the entry above which the line for what is new stands.
 */
export function extend(rows: Row[], entry: Entry, above?: Row, newFrom?: string): void {
  const last = rows.at(-1) ?? above;
  const day = dayOf(entry.date);
  // Clocks differ by a little: what is told of the day before, just after midnight, does not bring that one back.
  const begins = last === undefined || day > dayAt(last);
  if (begins) rows.push({ kind: 'day', key: entry.id, day });
  if (entry.id === newFrom) rows.push({ kind: 'new', key: entry.id });
  if (!isPresence(entry)) {
    rows.push(rowFor(entry, rows.at(-1) ?? above));
    return;
  }
  const before = rows.at(-1);
  if (before?.kind === 'presence' && follows(before.entries.at(-1), entry)) before.entries.push(entry);
  else rows.push({ kind: 'presence', key: entry.id, entries: [entry] });
}

function rowFor(entry: Exclude<Entry, PresenceEntry>, above: Row | undefined): Row {
  if (entry.kind === 'missing') return { kind: 'missing', key: entry.id, entry };
  const continued = above?.kind === 'message' && continues(above.entry, entry);
  return { kind: 'message', key: entry.id, entry, continued };
}

/** The line for what is new has no day of its own: it stands below the line of its day, or within a day. */
function dayAt(row: Row): number {
  if (row.kind === 'day') return row.day;
  const last = entriesOf(row).at(-1);
  return last ? dayOf(last.date) : -Infinity;
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
    minuteOf(entry) === minuteOf(before)
  );
}

function follows(before: Entry | undefined, entry: Entry): boolean {
  return before !== undefined && Math.abs(entry.date - before.date) < BURST_WITHIN;
}

function minuteOf({ date }: Entry): number {
  return Math.floor(date / MINUTE);
}
