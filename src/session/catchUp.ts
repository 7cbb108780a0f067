import type { Disposable } from '../base/lifecycle';
import type { Lasting } from '../protocol/content';
import { PASSING_LIMITS, type Done, type Hello, type Met, type PassingContent, type Said } from '../protocol/passing';
import { Answering, type AnsweringHost } from './answering';
import { Asking, type AskingHost } from './asking';
import { Claims } from './claims';
import type { ChannelTime, Clock } from './clock';
import { ContentLog, type Item } from './contentLog';
import { Newcomer } from './newcomer';
import { OWN } from './origin';
import { Peers } from './peers';
import { Streams } from './streams';

/** What catching up needs of the channel around it. */
export interface CatchUpHost extends AskingHost, AnsweringHost {
  /** The highest number given to an own broadcast. */
  lastSeq(): number;
  /** Sessions have turned out to be of one window, or not to be. */
  linked(session: string): void;
  /** What one says of oneself, if anything. */
  presence(): Said | undefined;
}

/** Who we are to other peers. */
export interface Self {
  readonly session: string;
  /** Sessions of this window before it was reloaded: what they could have is ours to ask for. */
  readonly formerly: readonly string[];
  /** Who was here when, as it was known before the reload. */
  readonly met?: Met;
}

/** A hello that the server has not passed on by then is said again. Milliseconds. */
const HEARD_WITHIN = 10_000;

/**
 * Sees to it that every broadcast is delivered once and in order, over servers that keep nothing: on each connect peers
 * tell each other what they have, and what is missing is asked for. `Asking` and `Answering` are the two sides of that.
 */
export class CatchUp {
  private readonly claims: Claims;
  private readonly streams = new Streams<Item>();
  private readonly peers: Peers;
  private readonly log = new ContentLog();
  private readonly asking: Asking;
  private readonly newcomer: Newcomer;
  private readonly answering: Answering;
  /** Until the server has passed our hello on. */
  private greeting: Disposable | undefined;
  private isOnline = false;
  /** We were here before: what was said meanwhile is ours too. */
  private returning: boolean;

  constructor(
    private readonly self: Self,
    private readonly host: CatchUpHost,
    private readonly clock: Clock,
    private readonly time: ChannelTime,
  ) {
    const { session, formerly, met } = self;
    this.returning = formerly.length > 0;
    this.peers = new Peers(session => host.linked(session));
    this.asking = new Asking(session, host, this.streams, this.peers, this.log, clock);
    this.newcomer = new Newcomer(session, (message, uid) => host.say(message, uid), this.peers);
    this.answering = new Answering(session, host, this.peers, this.log, clock, time);
    const claims = {
      invite: (uid: string) => this.host.say(this.hello(true), uid),
      silent: (uid: string) => this.asking.left(uid),
    };
    this.claims = new Claims(claims, this.peers, clock);
    this.streams.begin(session, 0, 'sure');
    for (const [other, at] of Object.entries(met ?? {})) this.peers.heard(other, undefined, at);
  }

  /** Who was here when: to be remembered over a reload. */
  get met(): Met {
    return this.peers.met(PASSING_LIMITS.seen);
  }

  /** How much is remembered of what others decide; for tests of the bounds. */
  get held(): Record<'streams' | 'peers' | 'items' | 'asked', number> {
    return { streams: this.streams.size, peers: this.peers.size, items: this.log.size, asked: this.asking.size };
  }

  /** The session that speaks from a connection, if it is a Live Channels peer's. */
  sessionOf(uid: string): string | undefined {
    return this.peers.sessionOf(uid);
  }

  /** The connection of a session that is here. */
  uidOf(session: string): string | undefined {
    return this.peers.get(session)?.uid;
  }

  /** The server has us in the channel: say what we have and ask for what we lack. */
  online(): void {
    this.isOnline = true;
    this.asking.online();
    this.greet();
  }

  offline(): void {
    if (this.isOnline) this.returning = true;
    this.isOnline = false;
    this.greeting?.dispose();
    this.greeting = undefined;
    this.asking.offline();
    this.claims.offline();
    this.peers.disconnected();
  }

  /** Whether a connection may speak as a session. */
  admits(session: string, uid: string): boolean {
    return this.claims.admits(session, uid);
  }

  /** Names the window that a session belongs to, over its reloads; `OWN` for this one. */
  originOf(session: string): string {
    if (session === this.self.session || this.self.formerly.includes(session)) return OWN;
    return this.peers.get(session)?.origin ?? session;
  }

  /** Whether what an earlier session has said is a later one's to change. */
  areOneWindow(earlier: string, later: string): boolean {
    const own = [this.originOf(earlier), this.originOf(later)].map(origin => origin === OWN);
    return own.some(Boolean) ? own.every(Boolean) : this.peers.areOneWindow(earlier, later);
  }

  /** Somebody left without a name: of these, only those for whom `isHere` holds are known to be here still. */
  leftUnnamed(isHere: (uid: string) => boolean): void {
    for (const { uid } of this.peers.present) {
      if (uid !== undefined && !isHere(uid)) this.left(uid);
    }
  }

  /** Nothing that one says gets through: nobody has to be greeted again and again. */
  silenced(): void {
    this.greeting?.dispose();
  }

  /** A part of something long has come from there. */
  progressed(uid: string): void {
    this.asking.progressed(uid);
  }

  left(uid: string): void {
    this.asking.left(uid);
    this.claims.left(uid);
  }

  /** Content was taken back: it is handed on no more, as far as its author's word is not needed for what is. */
  takenBack(session: string, id: string, isFree: boolean): void {
    if (isFree || session === this.self.session) this.log.blank(session, id);
  }

  /** The server has passed an own broadcast on. */
  confirmed(item: Item): void {
    const { session } = this.self;
    this.log.add(item);
    this.streams.offer(session, item.content.seq, item);
    // So many may have come back before one that was lost that not all of them were held.
    for (let next = this.nextOwn(); next; next = this.nextOwn()) this.streams.offer(session, next.content.seq, next);
  }

  private nextOwn(): Item | undefined {
    const { session } = this.self;
    const gap = this.streams.gap(session);
    return gap && this.log.span(session, { from: gap.from, to: gap.from })[0];
  }

  /** Another's broadcast came over the wire. */
  broadcast(item: Item, uid: string | undefined): void {
    const { session, seq } = item.content;
    this.peers.heard(session, uid, this.time.now());
    this.follow(session, seq - 1);
    this.asking.take(item);
    this.asking.fetch(session);
  }

  /** Passing content that is about catching up: another peer's, or our own hello that has come back. */
  hear(message: PassingContent, uid: string): void {
    if (message.session === this.self.session) {
      if (message.type === 'hello') this.greeting?.dispose();
      return;
    }
    switch (message.type) {
      case 'hello': {
        this.greeted(message, uid);
        return;
      }
      case 'resend': {
        this.answering.resend(message, uid);
        return;
      }
      case 'resent': {
        const { content, name, date } = message;
        this.takeGiven({ content, date, ...(name !== undefined && { name }) }, uid);
        return;
      }
      case 'done': {
        this.done(message, uid);
        return;
      }
      case 'history': {
        this.answering.history(message, uid);
        return;
      }
      default:
    }
  }

  /** Whether content of this session and number, from this connection, is what we asked for. */
  isWanted(content: { session: string; seq: number }, uid: string): boolean {
    const holder = this.peers.sessionOf(uid);
    if (holder === undefined) return false;
    // One who was asked for what was said before may have said something new meanwhile.
    const isNews = this.streams.lacks(content.session, content.seq);
    return (this.newcomer.awaits(holder) && !isNews) || this.asking.isAsked(content, holder);
  }

  /** Whether a broadcast has still to come, though it was here: there was no room to hold it. */
  lacks({ session, seq, direct }: Lasting): boolean {
    return !direct && this.streams.lacks(session, seq);
  }

  /** Takes in what was asked for. */
  takeGiven(item: Item, uid: string): void {
    const holder = this.peers.sessionOf(uid);
    if (holder === undefined || item.content.direct) return;
    if (this.asking.isAsked(item.content, holder)) {
      this.asking.takeAsked(item);
    } else if (this.newcomer.awaits(holder)) {
      this.newcomer.given();
      this.log.add(item);
      this.host.deliver(item);
    }
  }

  /** Says hello until the server has passed it on: without it nobody here knows what we lack. */
  private greet(): void {
    this.greeting = this.clock.after(HEARD_WITHIN, () => this.greet());
    this.host.say(this.hello(true));
  }

  private hello(ask: boolean): Hello {
    const { session, formerly } = this.self;
    const max = PASSING_LIMITS.seen;
    const presence = this.host.presence();
    return {
      type: 'hello',
      session,
      seen: this.streams.seen(max),
      last: this.host.lastSeq(),
      met: this.peers.met(max),
      ...(formerly.length > 0 && { formerly: formerly.slice(-PASSING_LIMITS.formerly) }),
      ...(ask && { ask }),
      ...(presence && { presence }),
    };
  }

  private greeted(message: Hello, uid: string): void {
    const { session, seen, last, ask } = message;
    this.peers.greeted(message, uid, this.time.now());
    const own = seen[session] ?? 0;
    if (this.streams.has(session)) this.streams.fix(session, own);
    else this.streams.begin(session, this.returning ? 0 : own, this.returning ? 'guessed' : 'sure');
    this.streams.claim(session, last);
    for (const [other, seq] of Object.entries(seen)) {
      if (other === this.self.session) continue;
      this.follow(other, seq);
      this.streams.claim(other, seq);
    }
    this.asking.greeted(session, uid);
    if (!ask) {
      if (!this.returning) this.newcomer.greeted(session, uid);
    } else if (this.answering.accepts(uid)) {
      this.host.say(this.hello(false), uid);
    }
  }

  /** Begins to follow a session that somebody else has told of, or that has just spoken for the first time. */
  private follow(session: string, base: number): void {
    if (this.returning) this.streams.begin(session, 0, 'guessed');
    else this.streams.begin(session, base, 'open');
  }

  private done(message: Done, uid: string): void {
    const holder = this.peers.sessionOf(uid);
    if (message.of === this.self.session && this.newcomer.isLast(holder)) this.newcomer.done();
    else this.asking.done(message, holder);
  }
}
