import type { ChannelView } from '../../src/protocol/panel';
import type { Entry, MessageEntry } from '../../src/protocol/transcript';

/** One joined channel as the host has told of it, whether it is shown or not. */
export class Channel {
  constructor(
    public view: ChannelView,
    readonly entries: Entry[] = [],
  ) {}

  /** Replaces the entry with its id; a new one stands before the entry `before`, else last. */
  put(entry: Entry, before: string | undefined): void {
    const at = this.entries.findLastIndex(({ id }) => id === entry.id);
    const next = before === undefined ? -1 : this.entries.findLastIndex(({ id }) => id === before);
    if (at >= 0) this.entries[at] = entry;
    else this.entries.splice(next < 0 ? this.entries.length : next, 0, entry);
  }

  remove(id: string): void {
    const at = this.entries.findLastIndex(entry => entry.id === id);
    if (at >= 0) this.entries.splice(at, 1);
  }

  /** Drops that many entries from the front. */
  trim(count: number): void {
    this.entries.splice(0, count);
  }

  message(is: (entry: MessageEntry) => boolean): MessageEntry | undefined {
    return this.entries.find((entry): entry is MessageEntry => entry.kind === 'message' && is(entry));
  }
}
