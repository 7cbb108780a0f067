import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import type { Disposable } from '../../base/lifecycle';

const KEY = 'liveChannels.favourites';

/** The channels that stand before all others, in every window of this machine. */
export class Favourites implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  /** @param memory the extension's global state. */
  constructor(private readonly memory: vscode.Memento) {}

  has(channel: string): boolean {
    return this.names.includes(channel);
  }

  async set(channel: string, favourite: boolean): Promise<void> {
    const others = this.names.filter(name => name !== channel);
    await this.memory.update(KEY, favourite ? [...others, channel] : others);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get names(): readonly string[] {
    const stored: unknown = this.memory.get(KEY);
    return Array.isArray(stored) ? stored.filter(name => typeof name === 'string') : [];
  }
}
