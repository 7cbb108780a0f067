import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Channel } from './channel';
import type { Joined } from './joined';

/** What is held for each joined channel, and let go when that is left. */
export class PerChannel implements Disposable {
  private readonly store = new DisposableStore();
  private readonly held = new Map<string, Disposable>();

  /** @param hold called for each channel that is joined, now and later. */
  constructor(
    channels: Pick<Joined, 'all' | 'onDidJoin' | 'onDidLeave'>,
    private readonly hold: (channel: Channel) => Disposable,
  ) {
    this.store.add(channels.onDidJoin(channel => this.begin(channel)));
    this.store.add(channels.onDidLeave(name => this.letGo(name)));
    for (const channel of channels.all) this.begin(channel);
  }

  dispose(): void {
    this.store.dispose();
    for (const name of [...this.held.keys()]) this.letGo(name);
  }

  private begin(channel: Channel): void {
    this.letGo(channel.name);
    this.held.set(channel.name, this.hold(channel));
  }

  private letGo(name: string): void {
    this.held.get(name)?.dispose();
    this.held.delete(name);
  }
}
