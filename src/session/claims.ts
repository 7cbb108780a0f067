import type { Disposable } from '../base/lifecycle';
import type { Clock } from './clock';
import type { Peers } from './peers';

/** How long a connection may be silent whose session another one claims. Milliseconds. */
const ALIVE_WITHIN = 4_000;
/** Sessions that are claimed twice, at a time; further claims wait until one is settled. */
const MAX_CHALLENGES = 50;

/** What settling claims needs of the catching up around it. */
export interface ClaimsHost {
  /** Asks for a hello from a connection. */
  invite(uid: string): void;
  /** That connection has lost its session to another one. */
  silent(uid: string): void;
}

/**
 * Decides which of two connections has a session. Whoever has lost their connection is back under a new uid before the
 * server knows that the old one is dead: if that does not answer, the new one has the session.
 */
export class Claims {
  private readonly challenges = new Map<string, Disposable>();

  constructor(
    private readonly host: ClaimsHost,
    private readonly peers: Peers,
    private readonly clock: Clock,
  ) {}

  /** Whether a connection may speak as a session. */
  admits(session: string, uid: string): boolean {
    const admitted = this.peers.admits(session, uid);
    if (!admitted) this.challenge(session);
    else if (this.challenges.has(session)) this.settled(session);
    return admitted;
  }

  /** A connection is gone: those that waited because of it may have the session. */
  left(uid: string): void {
    this.invite(this.peers.left(uid));
  }

  offline(): void {
    for (const session of [...this.challenges.keys()]) this.settled(session);
  }

  private challenge(session: string): void {
    const uid = this.peers.get(session)?.uid;
    if (uid === undefined || this.challenges.has(session) || this.challenges.size >= MAX_CHALLENGES) return;
    this.host.invite(uid);
    const timer = this.clock.after(ALIVE_WITHIN, () => {
      this.challenges.delete(session);
      this.host.silent(uid);
      this.invite(this.peers.silent(session, uid));
    });
    this.challenges.set(session, timer);
  }

  private settled(session: string): void {
    this.challenges.get(session)?.dispose();
    this.challenges.delete(session);
  }

  /** They spoke while their session was somebody else's: what they have said since is to be had. */
  private invite(uids: readonly string[]): void {
    for (const uid of uids) this.host.invite(uid);
  }
}
