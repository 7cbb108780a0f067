import { Emitter } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import { unitsOf } from '../protocol/bodies';
import type { Entry } from '../protocol/transcript';

/** The latest entries that are kept; the oldest are dropped beyond it, and `onDidTrim` says how many. */
export const MAX_ENTRIES = 10_000;
/** The same in UTF-16 units of what was said: a peer decides how long a message is, up to 8 MB. */
const MAX_UNITS = 32_000_000;
/** Dropped in steps, so that a full transcript does not shift its whole array for every message. */
const TRIM_STEP = 100;

/** Where an entry stands: by time, then by `tie`, then by arrival. No two are equal. */
interface Place {
  readonly at: number;
  readonly tie: string;
  readonly arrival: number;
}

interface Slot extends Place {
  entry: Entry;
  size: number;
}

/** What each entry takes beside its texts. UTF-16 units. */
const OVERHEAD = 200;

/** About how much an entry takes, in UTF-16 units. */
function sizeOf(entry: Entry): number {
  if (entry.kind !== 'message') return OVERHEAD;
  const { body, reactions = [] } = entry;
  const names = reactions.reduce((sum, each) => each.names.reduce((units, { length }) => units + length, sum), 0);
  return OVERHEAD + unitsOf(body) + names;
}

/** An entry is new, or replaces the one with its id. A new one stands before the entry `before`, else last. */
export interface TranscriptChange {
  entry: Entry;
  isNew?: true;
  before?: string;
}

/** What was said in a channel, in the order that everybody sees, whatever the order of arrival. Bounded. */
export class Transcript implements Disposable {
  private readonly changed = new Emitter<TranscriptChange>();
  private readonly removed = new Emitter<string>();
  private readonly trimmed = new Emitter<number>();
  readonly onDidChange = this.changed.event;
  /** The entry with that id is gone. */
  readonly onDidRemove = this.removed.event;
  /** That many entries were dropped from the front. */
  readonly onDidTrim = this.trimmed.event;

  /** Two arrays side by side: the entries are handed out as they are. */
  private readonly list: Entry[] = [];
  private readonly slots: Slot[] = [];
  private readonly index = new Map<string, Slot>();
  private arrivals = 0;
  private units = 0;

  get entries(): readonly Entry[] {
    return this.list;
  }

  get(id: string): Entry | undefined {
    return this.index.get(id)?.entry;
  }

  /** For entries without an order of their own: behind all there are, and they stay behind those. */
  append(entry: Entry): void {
    const last = this.slots.at(-1);
    this.insert(entry, last?.at ?? 0, last?.tie ?? '');
  }

  /**
   * Puts an entry behind all whose key is not greater than its own; one whose id is there already takes that one's
   * place instead.
   * @param at milliseconds, or any other number that all who show this channel agree on.
   * @param tie decides between entries of the same `at`.
   */
  insert(entry: Entry, at: number, tie = ''): void {
    if (this.index.has(entry.id)) {
      this.replace(entry);
      return;
    }
    const slot: Slot = { at, tie, arrival: ++this.arrivals, entry, size: sizeOf(entry) };
    this.units += slot.size;
    const position = this.positionOf(slot);
    const next = this.list[position];
    if (next) {
      this.list.splice(position, 0, entry);
      this.slots.splice(position, 0, slot);
    } else {
      this.list.push(entry);
      this.slots.push(slot);
    }
    this.index.set(entry.id, slot);
    this.changed.fire({ entry, isNew: true, ...(next && { before: next.id }) });
    this.trim();
  }

  /** Replaces the entry with the same id, where it stands; one that is no longer there stays gone. */
  replace(entry: Entry): void {
    const slot = this.index.get(entry.id);
    if (!slot) return;
    const size = sizeOf(entry);
    this.units += size - slot.size;
    Object.assign(slot, { entry, size });
    this.list[this.positionOf(slot)] = entry;
    this.changed.fire({ entry });
    this.trim();
  }

  /** Gives an entry another place, as when it goes out long after it was written. */
  move(id: string, at: number, tie = ''): void {
    const slot = this.index.get(id);
    if (!slot) return;
    // The last one stays the last: nothing has to be shown anew then.
    if (this.slots.at(-1) === slot && !this.comesBefore(at, tie)) {
      const moved = { ...slot, at, tie };
      this.slots[this.slots.length - 1] = moved;
      this.index.set(id, moved);
      return;
    }
    this.remove(id);
    this.insert(slot.entry, at, tie);
  }

  remove(id: string): void {
    const slot = this.index.get(id);
    if (!slot) return;
    const position = this.positionOf(slot);
    this.list.splice(position, 1);
    this.slots.splice(position, 1);
    this.units -= slot.size;
    this.index.delete(id);
    this.removed.fire(id);
  }

  dispose(): void {
    this.changed.dispose();
    this.removed.dispose();
    this.trimmed.dispose();
  }

  /** Whether something at this place would stand before the last but one. */
  private comesBefore(at: number, tie: string): boolean {
    const previous = this.slots.at(-2);
    return previous !== undefined && isBefore({ at, tie, arrival: this.arrivals }, previous);
  }

  private trim(): void {
    if (this.list.length <= MAX_ENTRIES && this.units <= MAX_UNITS) return;
    let count = this.list.length > MAX_ENTRIES ? TRIM_STEP : 0;
    let units = this.units - this.slots.slice(0, count).reduce((sum, { size }) => sum + size, 0);
    // The latest stays, however long it is.
    while (units > MAX_UNITS && count < this.slots.length - 1) units -= this.slots[count++]?.size ?? 0;
    for (const dropped of this.list.splice(0, count)) this.index.delete(dropped.id);
    this.slots.splice(0, count);
    this.units = units;
    this.trimmed.fire(count);
  }

  /** The first position whose slot is not before the given one: its own, if it is there. */
  private positionOf(slot: Slot): number {
    const last = this.slots.at(-1);
    if (!last || isBefore(last, slot)) return this.slots.length;
    let low = 0;
    let high = this.slots.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = this.slots[middle];
      if (found && isBefore(found, slot)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(a: Place, b: Place): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.tie !== b.tie) return a.tie < b.tie;
  return a.arrival < b.arrival;
}
