import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import { isRecord } from '../../base/guards';
import type { Disposable } from '../../base/lifecycle';
import type { NameStored } from '../channelSet';

const KEY = 'liveChannels.sharedLocation';

/** In which channels of this workspace the person shows where they are. */
export class LocationChoices implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  /**
   * @param memory the state of the workspace.
   * @param byDefault the setting, which holds where nothing was chosen.
   * @param stored what is chosen for a private channel never holds for an open one of its name.
   */
  constructor(
    private readonly memory: vscode.Memento,
    private readonly byDefault: () => boolean,
    private readonly stored: NameStored,
  ) {}

  has(channel: string): boolean {
    const chosen = this.choices.get(this.stored(channel));
    return chosen ?? this.byDefault();
  }

  async set(channels: readonly string[], shared: boolean): Promise<void> {
    const next = new Map(this.choices);
    for (const channel of channels) next.set(this.stored(channel), shared);
    await this.memory.update(KEY, Object.fromEntries(next));
    this.changed.fire();
  }

  /** Nothing is to be kept of a channel any more. @param stored under what it was kept. */
  async forget(stored: string): Promise<void> {
    const next = new Map(this.choices);
    if (next.delete(stored)) await this.memory.update(KEY, Object.fromEntries(next));
  }

  /** The setting has changed. */
  look(): void {
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get choices(): ReadonlyMap<string, boolean> {
    const stored: unknown = this.memory.get(KEY);
    if (!isRecord(stored)) return new Map();
    return new Map(Object.entries(stored).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'));
  }
}
