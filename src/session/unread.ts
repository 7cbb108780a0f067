import { Emitter } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Channel } from './channel';
import type { Joined } from './joined';
import { PerChannel } from './perChannel';

/**
 * Which messages of others have come that nobody has seen: the one count that every badge shows. What comes while the end
 * of the channel is in front of the person is not counted for them, and forgotten once the page says that it was drawn:
 * so what comes just as they look away is neither lost nor shown as unread for a moment.
 */
export class Unread implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  /** By channel, the ids of entries. */
  private readonly unseen = new Map<string, Set<string>>();
  private readonly lastSeen = new Map<string, string>();
  /** The channel whose end is in sight, by the page that shows it. */
  private readonly looking = new Map<object, string>();

  constructor(private readonly channels: Joined) {
    this.store.add(new PerChannel(channels, channel => this.follow(channel)));
    this.store.add(channels.onDidLeave(name => this.forget(name)));
  }

  /** How many of a channel are to be shown as unread. */
  of(channel: string): number {
    return this.isLookedAt(channel) ? 0 : (this.unseen.get(channel)?.size ?? 0);
  }

  get total(): number {
    return [...this.unseen.keys()].reduce((sum, channel) => sum + this.of(channel), 0);
  }

  /** Whether an entry is one of those. */
  has(channel: string, entry: string): boolean {
    return !this.isLookedAt(channel) && this.unseen.get(channel)?.has(entry) === true;
  }

  /** The last entry that was seen: what stands below it is new. */
  seenUpTo(channel: string): string | undefined {
    return this.lastSeen.get(channel);
  }

  /** The channel whose end a page has in front of the person now, visible and in a focused window; `undefined` for none. */
  looksAt(page: object, channel: string | undefined): void {
    if (this.looking.get(page) === channel) return;
    if (channel === undefined) this.looking.delete(page);
    else this.looking.set(page, channel);
    this.changed.fire();
  }

  /** A person has seen all of a channel up to an entry of it. */
  seen(channel: string, entry: string): void {
    const entries = this.channels.get(channel)?.transcript.entries ?? [];
    const at = entries.findLastIndex(({ id }) => id === entry);
    if (at < 0) return;
    this.lastSeen.set(channel, entry);
    const unseen = this.unseen.get(channel);
    if (!unseen) return;
    const below = entries.slice(at + 1).flatMap(({ id }) => (unseen.has(id) ? [id] : []));
    if (below.length === unseen.size) return;
    if (below.length === 0) this.unseen.delete(channel);
    else this.unseen.set(channel, new Set(below));
    this.changed.fire();
  }

  dispose(): void {
    this.store.dispose();
  }

  private follow({ name, transcript }: Channel): Disposable {
    const store = new DisposableStore();
    store.add(
      transcript.onDidChange(({ entry, isNew }) => {
        if (entry.kind !== 'message' || entry.from.self) return;
        if (entry.blocked) this.drop(name, [entry.id]);
        else if (isNew) this.count(name, entry.id);
      }),
    );
    store.add(transcript.onDidRemove(id => this.drop(name, [id])));
    store.add(
      transcript.onDidTrim(() =>
        this.drop(
          name,
          [...(this.unseen.get(name) ?? [])].filter(id => !transcript.get(id)),
        ),
      ),
    );
    return store;
  }

  private count(channel: string, entry: string): void {
    const unseen = this.unseen.get(channel) ?? new Set();
    this.unseen.set(channel, unseen.add(entry));
    this.changed.fire();
  }

  /** Those are not there any more, or not to be seen. */
  private drop(channel: string, entries: readonly string[]): void {
    const unseen = this.unseen.get(channel);
    const dropped = entries.filter(entry => unseen?.delete(entry));
    if (unseen?.size === 0) this.unseen.delete(channel);
    if (dropped.length > 0) this.changed.fire();
  }

  private isLookedAt(channel: string): boolean {
    return [...this.looking.values()].includes(channel);
  }

  private forget(channel: string): void {
    this.lastSeen.delete(channel);
    if (this.unseen.delete(channel)) this.changed.fire();
  }
}
