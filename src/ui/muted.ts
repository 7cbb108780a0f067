import type * as vscode from 'vscode';
import { Emitter } from '../base/event';
import type { Disposable } from '../base/lifecycle';

const KEY = 'liveChannels.muted';

/** The channels of this workspace that tell of nothing. What comes there is counted all the same. */
export class Muted implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memento: vscode.Memento) {}

  has(channel: string): boolean {
    return this.names.includes(channel);
  }

  async set(channel: string, muted: boolean): Promise<void> {
    const others = this.names.filter(name => name !== channel);
    await this.memento.update(KEY, muted ? [...others, channel] : others);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get names(): readonly string[] {
    const stored: unknown = this.memento.get(KEY);
    return Array.isArray(stored) ? stored.filter(name => typeof name === 'string') : [];
  }
}
