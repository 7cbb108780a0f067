import type { ChannelView } from '../../src/protocol/panel';
import type { Entry, MessageEntry } from '../../src/protocol/transcript';

/** One joined channel as the host has told of it, whether it is shown or not. */
export class Channel {
  /** So that a new entry is known to be new without looking at thousands. */
  private readonly ids: Set<string>;

  constructor(
    public view: ChannelView,
    readonly entries: Entry[] = [],
    /** The last entry that the person has seen. */
    public seen?: string,
  ) {
    this.ids = new Set(entries.map(({ id }) => id));
  }

  /** Replaces the entry with its id; a new one stands before the entry `before`, else last. */
  put(entry: Entry, before: string | undefined): void {
    if (this.ids.has(entry.id)) {
      this.entries[this.indexOf(entry.id)] = entry;
      return;
    }
    this.ids.add(entry.id);
    const next = before === undefined ? -1 : this.indexOf(before);
    if (next < 0) this.entries.push(entry);
    else this.entries.splice(next, 0, entry);
  }

  remove(id: string): void {
    if (this.ids.delete(id)) this.entries.splice(this.indexOf(id), 1);
  }

  /**
   * Drops the entries in front of this one; none, if that is not here.
   * @returns how many those were.
   */
  trim(first: string): number {
    const count = this.entries.findIndex(({ id }) => id === first);
    if (count <= 0) return 0;
    for (const { id } of this.entries.splice(0, count)) this.ids.delete(id);
    return count;
  }

  private indexOf(wanted: string): number {
    return this.entries.findLastIndex(({ id }) => id === wanted);
  }

  message(is: (entry: MessageEntry) => boolean): MessageEntry | undefined {
    return this.entries.find((entry): entry is MessageEntry => entry.kind === 'message' && is(entry));
  }
}
