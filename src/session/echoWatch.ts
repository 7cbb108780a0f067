import type { Disposable } from '../base/lifecycle';
import type { Clock } from './clock';

/** A server that echoes and has not passed a message on by then has not got it: it is sent again. Milliseconds. */
const ECHO_WITHIN = 10_000;

/** What is watched: the message that a server answers next, and how much of it has come back. */
export interface Awaited {
  readonly message: object | undefined;
  readonly parts: number;
}

/** Sees to it that what the server has lost without a word, or the queue had no room for, is sent again. */
export class EchoWatch {
  private timer: Disposable | undefined;

  /**
   * @param awaited what the server is to answer next.
   * @param elapsed called after each 10 s while it is watched; `stuck`: nothing of it has come back.
   */
  constructor(
    private readonly awaited: () => Awaited,
    private readonly elapsed: (stuck: boolean) => void,
    private readonly clock: Clock,
  ) {}

  /** Watches for one more turn, unless it does already. */
  start(): void {
    if (this.timer) return;
    const { message, parts } = this.awaited();
    this.timer = this.clock.after(ECHO_WITHIN, () => {
      this.timer = undefined;
      const now = this.awaited();
      // What is long may take its time, as long as its parts come back.
      this.elapsed(message !== undefined && now.message === message && now.parts === parts);
    });
  }

  stop(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }
}
