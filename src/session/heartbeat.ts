import type { Disposable } from '../base/lifecycle';
import type { Clock } from './clock';

/** Milliseconds. A dead connection is found within their sum. */
export interface HeartbeatTimes {
  /** From one ping to the next. */
  every: number;
  /** From a ping to the latest frame that has to come. */
  timeout: number;
}

/** What a dead route costs: at most 30 s until it is known, of the 35 s that it may. */
export const HEARTBEAT: HeartbeatTimes = { every: 20_000, timeout: 10_000 };

/**
 * After more than this many connections in a row on which no ping was ever answered, it is asked less often, each time
 * half as often, down to the limit: it may be a server that does not pass on what one says to oneself.
 */
const PATIENCE = 2;
const SLOWEST = 300_000;

export interface HeartbeatHost {
  /** Sends something that the server answers; false where that cannot be done at the moment. */
  ping: () => boolean;
  /** Nothing came after a ping. */
  dead: () => void;
  clock: Clock;
}

/**
 * Finds out that nobody is there any more, over sockets that cannot ping: sends a message that the server passes back,
 * and takes any frame as a sign of life. A browser never tells that a connection went silent.
 */
export class Heartbeat {
  private next: Disposable | undefined;
  private deadline: Disposable | undefined;
  /** Connections in a row that ended here without an answer. */
  private silent = 0;

  constructor(
    private readonly host: HeartbeatHost,
    private readonly times: HeartbeatTimes = HEARTBEAT,
  ) {}

  /** A connection is open. */
  start(): void {
    this.stop();
    this.plan();
  }

  /** It is not any more. */
  stop(): void {
    this.next?.dispose();
    this.deadline?.dispose();
    this.next = this.deadline = undefined;
  }

  /** A frame came. */
  heard(): void {
    if (!this.deadline) return;
    this.deadline.dispose();
    this.deadline = undefined;
    this.silent = 0;
  }

  /** Asks now, instead of at the next time. A question that waits for its answer keeps the earlier of both limits. */
  check(within: number = this.times.timeout): void {
    if (!this.host.ping()) return;
    const { clock } = this.host;
    const earlier = this.deadline;
    // One more turn: after a sleep, or when this process was held up, the answer may be here and not be read yet.
    let later = clock.after(within, () => (later = clock.after(0, () => this.fail())));
    this.deadline = {
      dispose: () => {
        earlier?.dispose();
        later.dispose();
      },
    };
  }

  private plan(): void {
    const every = Math.min(this.times.every * 2 ** Math.max(0, this.silent - PATIENCE), SLOWEST);
    this.next = this.host.clock.after(every, () => {
      this.plan();
      this.check();
    });
  }

  private fail(): void {
    this.stop();
    this.silent++;
    this.host.dead();
  }
}
