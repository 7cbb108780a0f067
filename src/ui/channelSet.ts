import type * as vscode from 'vscode';
import { Emitter } from '../base/event';
import type { Disposable } from '../base/lifecycle';

/** Under what something is kept for the channel that has this name here; see `JoinedChannels.storageName`. */
export type NameStored = (channel: string) => string;

/** Channels that the person has set apart for something, remembered over restarts. */
export class ChannelSet implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  /** @param key under what the state keeps them. */
  constructor(
    private readonly state: vscode.Memento,
    private readonly key: string,
    private readonly stored: NameStored,
  ) {}

  has(channel: string): boolean {
    return this.all.includes(this.stored(channel));
  }

  async set(channel: string, isIn: boolean): Promise<void> {
    await this.put(this.stored(channel), isIn);
  }

  /** Nothing is to be kept of a channel any more. @param stored under what it was kept. */
  async forget(stored: string): Promise<void> {
    await this.put(stored, false);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async put(stored: string, isIn: boolean): Promise<void> {
    const others = this.all.filter(other => other !== stored);
    if (!isIn && others.length === this.all.length) return;
    await this.state.update(this.key, isIn ? [...others, stored] : others);
    this.changed.fire();
  }

  private get all(): readonly string[] {
    const found: unknown = this.state.get(this.key);
    return Array.isArray(found) ? found.filter(name => typeof name === 'string') : [];
  }
}
