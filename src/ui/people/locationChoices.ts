import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import { isRecord } from '../../base/guards';
import type { Disposable } from '../../base/lifecycle';

const KEY = 'liveChannels.sharedLocation';

/** In which channels of this workspace the person shows where they are. */
export class LocationChoices implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  /**
   * @param memory the state of the workspace.
   * @param byDefault the setting, which holds where nothing was chosen.
   */
  constructor(
    private readonly memory: vscode.Memento,
    private readonly byDefault: () => boolean,
  ) {}

  has(channel: string): boolean {
    const chosen = this.choices.get(channel);
    return chosen ?? this.byDefault();
  }

  async set(channels: readonly string[], shared: boolean): Promise<void> {
    const next = new Map(this.choices);
    for (const channel of channels) next.set(channel, shared);
    await this.memory.update(KEY, Object.fromEntries(next));
    this.changed.fire();
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
