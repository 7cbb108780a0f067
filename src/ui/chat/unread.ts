import { Emitter } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { JoinedChannels } from './joinedChannels';

/** How many messages of others have come that were not on the screen: the one count that every badge shows. */
export class Unread implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly counts = new Map<string, number>();
  private looking: string | undefined;

  constructor(channels: JoinedChannels) {
    this.store.add(
      channels.onDidJoin(channel => {
        this.store.add(
          channel.transcript.onDidChange(({ entry }) => {
            if (entry.kind !== 'message' || entry.from.self) return;
            if (this.looking !== channel.name) this.set(channel.name, this.of(channel.name) + 1);
          }),
        );
      }),
    );
    this.store.add(channels.onDidLeave(name => this.set(name, 0)));
  }

  of(channel: string): number {
    return this.counts.get(channel) ?? 0;
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Whether what comes in a channel is seen as it comes. */
  isSeen(channel: string): boolean {
    return this.looking === channel;
  }

  /** The channel whose end is in front of the person now, in a visible page of a focused window; `undefined` for none. */
  looksAt(channel: string | undefined): void {
    this.looking = channel;
    if (channel !== undefined) this.set(channel, 0);
  }

  dispose(): void {
    this.store.dispose();
  }

  private set(channel: string, count: number): void {
    if (this.of(channel) === count) return;
    if (count === 0) this.counts.delete(channel);
    else this.counts.set(channel, count);
    this.changed.fire();
  }
}
