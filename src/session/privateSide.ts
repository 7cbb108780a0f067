import type { ChannelKey } from '../seal/channelKey';
import type { Seal } from '../seal/seal';
import type { Clock } from './clock';
import type { Connection, ServerEvent } from './connection';
import type { MakeFrame } from './pace';
import type { Ignored } from './passage';
import { SealedLine } from './sealedLine';

/** What the private side needs of the channel around it. */
export interface PrivateSideHost {
  readonly clock: Clock;
  /** What has come, opened and in order. */
  hear(event: ServerEvent): void;
  /** Puts a frame into the queue of the open connection. */
  enqueue(make: MakeFrame): void;
  /** A member gives us a new key. */
  offered(key: ChannelKey, uid: string): void;
  /** Somebody has said who they are. @param isNew they have come, and nobody has been told yet. */
  met(uid: string, name: string | undefined, isNew: boolean): void;
  /** Something has come over the connection that is not of the channel; told once. */
  meddled(): void;
  ownUid(): string | undefined;
  ownName(): string;
}

/** Who has come and has not told their name yet; beyond it they come without a word. */
const MAX_ARRIVALS = 1_000;

/**
 * What a private channel has beside what every channel has: its line, those who have come and not told their name yet, as
 * the server does not know it, and whether somebody has meddled.
 */
export class PrivateSide {
  readonly line: SealedLine;
  /** Connections that have come and not told their name yet. */
  private readonly arrivals = new Set<string>();
  private meddled = false;

  constructor(connection: Connection, seal: Seal, host: PrivateSideHost) {
    this.line = new SealedLine(connection, seal, {
      clock: host.clock,
      hear: event => host.hear(event),
      enqueue: make => host.enqueue(make),
      offered: (key, uid) => host.offered(key, uid),
      met: (uid, name) => host.met(uid, name, this.arrivals.delete(uid)),
      ignored: why => {
        if (this.isNews(why)) host.meddled();
      },
      ownUid: () => host.ownUid(),
      ownName: () => host.ownName(),
    });
  }

  /** Something has come over the connection that is not of the channel. */
  get isMeddled(): boolean {
    return this.meddled;
  }

  /** A connection has come, or gone, of whom nobody knows the name. */
  unnamed(kind: 'join' | 'leave', uid: string): void {
    if (kind === 'leave') this.arrivals.delete(uid);
    else if (this.arrivals.size < MAX_ARRIVALS) this.arrivals.add(uid);
  }

  /** The connection is another one. */
  clear(): void {
    this.arrivals.clear();
  }

  private isNews(why: Ignored): boolean {
    // Who is gone before they could answer, and too much at once, are nobody's ill will.
    if (this.meddled || why === 'unanswered' || why === 'flood') return false;
    this.meddled = true;
    return true;
  }
}
