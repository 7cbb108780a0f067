import type { Hello, Met } from '../protocol/passing';

/** Sessions that are remembered; beyond it the one that was quiet longest is forgotten. */
export const MAX_PEERS = 1_000;

/** Connections that are remembered because another one has their session. */
const MAX_TURNED_AWAY = 100;

export interface Peer {
  readonly session: string;
  /** Its connection while it is here. */
  uid: string | undefined;
  /** The connection that it spoke from before it was found silent: if that speaks again, it is the right one. */
  former?: string;
  /** How far it said it has each session. */
  seen: ReadonlyMap<string, number>;
  /** The first session of its window, which names the window over reloads. */
  origin: string;
  /** When it, or the window it was before a reload, was first heard of, by the clock of `at`. */
  met: number;
}

/** The Live Channels peers of a channel: which session speaks from which connection, and what each one has. */
export class Peers {
  private readonly peers = new Map<string, Peer>();
  private readonly byUid = new Map<string, string>();
  private readonly turnedAway = new Map<string, string>();

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
    const peer = this.peers.get(session) ?? { session, uid, seen: new Map(), origin: session, met: at };
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
    for (const former of formerly) {
      const known = this.peers.get(former);
      // One that is here under another connection is somebody else's.
      if (!known || (known.uid !== undefined && known.uid !== uid)) continue;
      peer.met = Math.min(peer.met, known.met);
      if (peer.origin === session) peer.origin = known.origin;
    }
    peer.seen = new Map(Object.entries(seen));
    return peer;
  }

  /**
   * Whether a connection may speak as a session: not while another one that does is here. Who was turned away is
   * remembered, as it may be the same person, back before the server knows that the old connection is dead.
   */
  admits(session: string, uid: string): boolean {
    const peer = this.peers.get(session);
    if (peer?.former === uid) {
      delete peer.former;
      peer.uid = uid;
    }
    if (peer?.uid === undefined || peer.uid === uid) return true;
    this.turnedAway.set(uid, session);
    const [first] = this.turnedAway.keys();
    if (this.turnedAway.size > MAX_TURNED_AWAY && first !== undefined) this.turnedAway.delete(first);
    return false;
  }

  /** A connection that has a session does not answer. Gives the connections that were turned away because of it. */
  silent(session: string, uid: string): string[] {
    const peer = this.peers.get(session);
    if (peer?.uid !== uid) return [];
    const waiting = this.left(uid);
    peer.former = uid;
    return waiting;
  }

  /** A connection is gone. Gives the connections that were turned away because of it. */
  left(uid: string): string[] {
    this.turnedAway.delete(uid);
    const peer = this.peers.get(this.byUid.get(uid) ?? '');
    if (peer?.uid !== uid) return [];
    peer.uid = undefined;
    const waiting = [...this.turnedAway].filter(([, session]) => session === peer.session).map(([other]) => other);
    for (const other of waiting) this.turnedAway.delete(other);
    return waiting;
  }

  /** The own connection is gone: who is here has to be learnt anew. */
  disconnected(): void {
    for (const peer of this.peers.values()) {
      peer.uid = undefined;
      delete peer.former;
    }
    this.turnedAway.clear();
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
