import type { Disposable } from '../base/lifecycle';
import type { Clock } from './clock';

/** How long it is waited for those who are given a new key. Milliseconds. */
const ANSWER_WITHIN = 5_000;

/** Waits until all who are given a new key have said that they have it, or a while is over. */
export class KeyHanding {
  /** Session to connection. */
  private readonly have = new Map<string, string>();
  private wanted: readonly string[] | undefined;
  private resolve: ((uids: string[]) => void) | undefined;
  private ended = false;
  private readonly timer: Disposable;

  /** @param channel of the new key. */
  constructor(
    private readonly channel: string,
    clock: Clock,
  ) {
    this.timer = clock.after(ANSWER_WITHIN, () => this.end());
  }

  /** A session has a new key. */
  accepted(channel: string, session: string, uid: string): void {
    if (channel !== this.channel) return;
    this.have.set(session, uid);
    this.check();
  }

  /** The connections of those of these sessions that have it, once all have or a while is over. */
  wait(sessions: readonly string[]): Promise<string[]> {
    this.wanted = sessions;
    return new Promise(resolve => {
      this.resolve = resolve;
      this.check();
    });
  }

  /** It is not waited for any longer. */
  end(): void {
    this.ended = true;
    this.timer.dispose();
    this.check();
  }

  private check(): void {
    const { wanted, have } = this;
    if (!wanted || !(this.ended || wanted.every(session => have.has(session)))) return;
    this.timer.dispose();
    this.resolve?.(wanted.flatMap(session => have.get(session) ?? []));
  }
}
