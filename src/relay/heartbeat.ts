import type { Connection } from './connection';

/** When sockets are pinged. */
export interface Ping {
  /** Milliseconds. */
  readonly every: number;
  /** How long an answer may take: less than until the next ping. Milliseconds. */
  readonly timeout: number;
}

/** Together less than 40 s: who is gone without a word has left by then. */
export const PING: Ping = { every: 30_000, timeout: 8_000 };

/** Pings all connections, and ends those from which nothing comes back. */
export class Heartbeat {
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly open: Iterable<Connection>,
    { every, timeout } = PING,
  ) {
    this.timer = setInterval(() => this.beat(timeout), every).unref();
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private beat(timeout: number): void {
    const asked = [...this.open];
    for (const connection of asked) connection.ping();
    setTimeout(() => {
      for (const connection of asked) if (!connection.alive) connection.terminate();
    }, timeout).unref();
  }
}
