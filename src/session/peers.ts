import type { Hello, Met } from '../protocol/passing';

/** Sessions that are remembered; beyond it the one that was quiet longest is forgotten. */
export const MAX_PEERS = 1_000;

/** Sessions that may say of themselves to have been the same one before. */
const MAX_CLAIMANTS = 8;

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
  /** The sessions that it says its window had before. */
  formerly: readonly string[];
  /** When it spoke first and last, counted over all that is spoken. Absent until it has spoken itself. */
  spoken?: { first: number; last: number };
  /** When it, or the window it was before a reload, was first heard of, by the clock of `at`. */
  met: number;
}

/** The Live Channels peers of a channel: which session speaks from which connection, and what each one has. */
export class Peers {
  private readonly peers = new Map<string, Peer>();
  private readonly byUid = new Map<string, string>();
  private readonly turnedAway = new Map<string, string>();
  /** By session, who says to have been it. */
  private readonly claimants = new Map<string, Set<string>>();
  private count = 0;

  /** @param linked told of a session that turns out to be of a window, or not to be. */
  constructor(private readonly linked: (session: string) => void = () => undefined) {}

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

  /** Whether a session is of the window that an earlier one was of: windows have one at a time. */
  areOneWindow(earlier: string, later: string): boolean {
    const [before, after] = [this.peers.get(earlier), this.peers.get(later)];
    if (earlier === later) return true;
    if ((before?.origin ?? earlier) !== (after?.origin ?? later)) return false;
    return !before || !after || mayBeFormer(before, after);
  }

  /** Those who are here now. */
  get present(): Peer[] {
    return [...this.peers.values()].filter(({ uid }) => uid !== undefined);
  }

  /** A session has spoken from a connection. */
  heard(session: string, uid: string | undefined, at: number): Peer {
    const before = this.peers.get(session);
    const peer: Peer = before ?? { session, uid, seen: new Map(), origin: session, formerly: [], met: at };
    peer.uid = uid ?? peer.uid;
    this.peers.delete(session);
    this.peers.set(session, peer);
    if (uid !== undefined) {
      this.leaveFor(session, uid);
      const last = ++this.count;
      peer.spoken = { first: peer.spoken?.first ?? last, last };
    }
    this.bound(session);
    if (!before || uid !== undefined) this.relink(peer);
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
      if (known && mayBeFormer(known, peer)) peer.met = Math.min(peer.met, known.met);
    }
    this.claim(peer, formerly);
    this.link(peer);
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
    this.relink(peer);
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

  /** A session has come or gone: others may be of its window now, or not any more. */
  private relink({ session }: Peer): void {
    for (const other of this.claimantsOf(session)) this.link(other);
  }

  /** Finds the window that a session is of: that of those it says it was before, unless they are somebody else's. */
  private link(peer: Peer): void {
    const known = peer.formerly.flatMap(session => this.peers.get(session) ?? []);
    const former = known.find(each => each !== peer && mayBeFormer(each, peer) && !this.isTaken(each, peer));
    const current = this.peers.get(peer.origin);
    const isRefuted = current !== undefined && current !== peer && !mayBeFormer(current, peer);
    const origin = former?.origin ?? (isRefuted ? peer.session : peer.origin);
    if (origin === peer.origin) return;
    peer.origin = origin;
    this.linked(peer.session);
  }

  /** Another one, who is not of that window, has said before that it was that session. */
  private isTaken({ session }: Peer, peer: Peer): boolean {
    const others = this.claimantsOf(session).filter(other => other !== peer);
    return others.some(other => other.origin !== other.session && !mayBeFormer(other, peer));
  }

  private vouch(session: string, when: number): void {
    const peer = this.peers.get(session);
    if (peer) peer.met = Math.min(peer.met, when);
    else this.heard(session, undefined, when);
  }

  /** A connection speaks for one session: the one it spoke for before is no longer there. */
  private leaveFor(session: string, uid: string): void {
    const other = this.peers.get(this.byUid.get(uid) ?? '');
    this.byUid.delete(uid);
    this.byUid.set(uid, session);
    if (other?.uid !== uid || other.session === session) return;
    other.uid = undefined;
    this.relink(other);
  }

  private claimantsOf(session: string): Peer[] {
    return [...(this.claimants.get(session) ?? [])].flatMap(claimant => this.peers.get(claimant) ?? []);
  }

  /** The first few who say to have been a session are heard: a link costs work for each. */
  private claim(peer: Peer, formerly: readonly string[]): void {
    this.disclaim(peer);
    peer.formerly = formerly.filter(former => {
      const known = this.claimants.get(former) ?? new Set();
      if (known.size >= MAX_CLAIMANTS) return false;
      this.claimants.set(former, known.add(peer.session));
      return true;
    });
  }

  private disclaim({ session, formerly }: Peer): void {
    for (const former of formerly) {
      const known = this.claimants.get(former);
      known?.delete(session);
      if (known?.size === 0) this.claimants.delete(former);
    }
  }

  /** Who is here stays; of the others those go first that one has only heard of, then the quietest. */
  private bound(current: string): void {
    const [quietest] = this.byUid.keys();
    if (this.byUid.size > MAX_PEERS && quietest !== undefined) this.byUid.delete(quietest);
    if (this.peers.size <= MAX_PEERS) return;
    const all = [...this.peers.values()].filter(({ session }) => session !== current);
    const absent = all.filter(({ uid }) => uid === undefined);
    const gone = absent.find(({ spoken }) => !spoken) ?? absent[0] ?? all[0];
    if (!gone) return;
    this.disclaim(gone);
    this.peers.delete(gone.session);
  }
}

/**
 * Whether a session can be what another one's window had before. One that is here under another connection is somebody
 * else's, and so is one that has spoken since the other began to: a window has one session at a time.
 */
function mayBeFormer({ uid, spoken }: Peer, now: Peer): boolean {
  return (uid === undefined || uid === now.uid) && (spoken?.last ?? 0) < (now.spoken?.first ?? Infinity);
}
