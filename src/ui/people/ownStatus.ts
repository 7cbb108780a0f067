import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Status } from '../../protocol/presence';
import type { Activity, Automatic } from './activity';

const KEY = 'liveChannels.status';

/** What a person sets by hand; it stays until they take it back, in every window of this machine. */
export const MANUAL = ['call', 'busy'] as const;
export type Manual = Exclude<Status, Automatic>;

/** What the person says of themselves: what they have set by hand, else what their input tells. */
export class OwnStatus implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private told: Status;

  /** @param memory the extension's global state. */
  constructor(
    private readonly memory: vscode.Memento,
    private readonly activity: Pick<Activity, 'status' | 'onDidChange'>,
  ) {
    this.told = this.status;
    this.store.add(activity.onDidChange(() => this.look()));
  }

  get status(): Status {
    return this.manual ?? this.activity.status;
  }

  /** What is set by hand. */
  get manual(): Manual | undefined {
    const stored: unknown = this.memory.get(KEY);
    return MANUAL.find(known => known === stored);
  }

  /** "Do not disturb": no notifications. */
  quiet(): boolean {
    return this.manual === 'busy';
  }

  /** Sets a status by hand; without one it comes by itself again. */
  async set(manual: Manual | undefined): Promise<void> {
    await this.memory.update(KEY, manual);
    this.look();
  }

  /** Another window of this machine may have set it. */
  look(): void {
    const { status } = this;
    if (status === this.told) return;
    this.told = status;
    this.changed.fire();
  }

  dispose(): void {
    this.store.dispose();
  }
}
