import { Emitter } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Status } from '../../protocol/presence';
import type { Clock } from '../../session/clock';

/** Without input for that long one is idle. Milliseconds. */
export const IDLE_AFTER = 5 * 60_000;
/** With the window in the background for that long one is away. Milliseconds. */
export const AWAY_AFTER = 10 * 60_000;

/** What VS Code says of its window. */
export interface WindowSigns {
  readonly focused: boolean;
  /** There was input of some kind a short while ago, in any part of the window. */
  readonly active: boolean;
}

/** The statuses that come by themselves. */
export type Automatic = Extract<Status, 'active' | 'idle' | 'away'>;

/** How somebody is, as far as their input and their window tell. */
export class Activity implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private signs: WindowSigns;
  private lastInput: number;
  private blurredAt: number;
  private told: Automatic = 'active';
  private timer: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    signs: WindowSigns,
  ) {
    this.signs = signs;
    this.lastInput = this.blurredAt = clock.now();
    this.look();
  }

  get status(): Automatic {
    const now = this.clock.now();
    if (!this.signs.focused && now - this.blurredAt >= AWAY_AFTER) return 'away';
    return now - this.inputAt >= IDLE_AFTER ? 'idle' : 'active';
  }

  /** The person did something. */
  input(): void {
    this.lastInput = this.clock.now();
    this.look();
  }

  /** The window came to the front or went to the back, or VS Code has seen input or the end of it. */
  windowChanged(signs: WindowSigns): void {
    const before = this.signs;
    const now = this.clock.now();
    if (before.focused && !signs.focused) this.blurredAt = now;
    // Who comes back to the window is there, and who was active until now was that until now.
    if ((!before.focused && signs.focused) || before.active) this.lastInput = now;
    this.signs = signs;
    this.look();
  }

  dispose(): void {
    this.timer?.dispose();
    this.store.dispose();
  }

  private get inputAt(): number {
    return this.signs.active && this.signs.focused ? this.clock.now() : this.lastInput;
  }

  /** Tells of a change, and looks again when the next one is due. */
  private look(): void {
    this.timer?.dispose();
    const now = this.clock.now();
    const due = [this.inputAt + IDLE_AFTER, ...(this.signs.focused ? [] : [this.blurredAt + AWAY_AFTER])];
    const waits = due.map(at => at - now).filter(wait => wait > 0);
    this.timer = waits.length === 0 ? undefined : this.clock.after(Math.min(...waits), () => this.look());
    const { status } = this;
    if (status === this.told) return;
    this.told = status;
    this.changed.fire();
  }
}
