import type { Hello, Met } from '../protocol/passing';

/** Sessions that are remembered; beyond it the one that was quiet longest is forgotten. */
export const MAX_PEERS = 1_000;

export interface Peer {
  readonly session: string;
  /** Its connection while it is here. */
  uid: string | undefined;
  /** How far it said it has each session. */
  seen: ReadonlyMap<string, number>;
  /** When it, or the window it was before a reload, was first heard of, by the clock of `at`. */
  met: number;
}

/** The Live Channels peers of a channel: which session speaks from which connection, and what each one has. */
export class Peers {
  private readonly peers = new Map<string, Peer>();
  private readonly byUid = new Map<string, string>();

  get size(): number {
    return this.peers.size;
  }

  get(session: string): Peer | undefined {
    return this.peers.get(session);
  }

  /** The session that speaks, or has last spoken, from a connection. */
  sessionOf(uid: string): string | undefined {
    return this.byUid.get(uid);
  }

  /** Those who are here now. */
  get present(): Peer[] {
    return [...this.peers.values()].filter(({ uid }) => uid !== undefined);
  }

  /** A session has spoken from a connection. */
  heard(session: string, uid: string | undefined, at: number): Peer {
    const peer = this.peers.get(session) ?? { session, uid, seen: new Map(), met: at };
    peer.uid = uid ?? peer.uid;
    this.peers.delete(session);
    this.peers.set(session, peer);
    if (uid !== undefined) this.byUid.set(uid, session);
    this.bound();
    return peer;
  }

  /**
   * A session has said what it has, and who was here when. Of others it is believed back to its own coming only:
   * otherwise a stranger could vouch for another one of theirs, and be given what was said before.
   */
  greeted({ session, seen, met, formerly = [] }: Hello, uid: string, at: number): Peer {
    const peer = this.heard(session, uid, at);
    for (const [other, when] of Object.entries(met)) {
      if (other !== session) this.vouch(other, Math.max(when, peer.met));
    }
    for (const former of formerly) peer.met = Math.min(peer.met, this.peers.get(former)?.met ?? peer.met);
    peer.seen = new Map(Object.entries(seen));
    return peer;
  }

  left(uid: string): void {
    const peer = this.peers.get(this.byUid.get(uid) ?? '');
    if (peer?.uid === uid) peer.uid = undefined;
  }

  /** The own connection is gone: who is here has to be learnt anew. */
  disconnected(): void {
    for (const peer of this.peers.values()) peer.uid = undefined;
  }

  /** What a hello tells others. The latest `max` sessions. */
  met(max: number): Met {
    return Object.fromEntries([...this.peers.values()].slice(-max).map(({ session, met }) => [session, met]));
  }

  private vouch(session: string, when: number): void {
    const peer = this.peers.get(session);
    if (peer) peer.met = Math.min(peer.met, when);
    else this.heard(session, undefined, when);
  }

  private bound(): void {
    for (const map of [this.peers, this.byUid]) {
      const [quietest] = map.keys();
      if (map.size > MAX_PEERS && quietest !== undefined) map.delete(quietest);
    }
  }
}
