import { Emitter } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import type { Entry } from '../protocol/transcript';

/** The latest entries that are kept; the oldest are dropped beyond it, and `onDidTrim` says how many. */
export const MAX_ENTRIES = 5_000;
/** Dropped in steps, so that a full transcript does not shift its whole array for every message. */
const TRIM_STEP = 100;

/** What was said in a channel, in the order this window saw it. Bounded. */
export class Transcript implements Disposable {
  private readonly changed = new Emitter<Entry>();
  private readonly trimmed = new Emitter<number>();
  /** An entry is new, or replaces the one with its id. */
  readonly onDidChange = this.changed.event;
  /** That many entries were dropped from the front. */
  readonly onDidTrim = this.trimmed.event;

  private readonly list: Entry[] = [];
  private readonly index = new Map<string, Entry>();

  get entries(): readonly Entry[] {
    return this.list;
  }

  get(id: string): Entry | undefined {
    return this.index.get(id);
  }

  append(entry: Entry): void {
    this.list.push(entry);
    this.index.set(entry.id, entry);
    this.changed.fire(entry);
    if (this.list.length <= MAX_ENTRIES) return;
    for (const dropped of this.list.splice(0, TRIM_STEP)) this.index.delete(dropped.id);
    this.trimmed.fire(TRIM_STEP);
  }

  /** Replaces the entry with the same id; one that is no longer there stays gone. */
  replace(entry: Entry): void {
    const old = this.index.get(entry.id);
    if (!old) return;
    this.list[this.list.lastIndexOf(old)] = entry;
    this.index.set(entry.id, entry);
    this.changed.fire(entry);
  }

  dispose(): void {
    this.changed.dispose();
    this.trimmed.dispose();
  }
}
