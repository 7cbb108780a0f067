import type { Disposable } from '../base/lifecycle';
import {
  PASSING_LIMITS,
  type Done,
  type Hello,
  type History,
  type Met,
  type PassingContent,
  type Resend,
  type Resent,
} from '../protocol/passing';
import { Budget } from './budget';
import type { ChannelTime, Clock } from './clock';
import { ContentLog, type Item } from './contentLog';
import { Peers, type Peer } from './peers';
import { Streams, type Span } from './streams';

/** What catching up needs of the channel around it. */
export interface CatchUpHost {
  /** Sends to all, or to one connection. */
  say(message: PassingContent, uid?: string): void;
  /** Gives a broadcast to another peer once more, whatever its size. */
  give(item: Item, uid: string): void;
  /** The next broadcast of its session, in order; or one of a gap that had been given up, or of before our time. */
  deliver(item: Item): void;
  /** So many broadcasts of a session are missing and nobody here has them; 0 when they were found after all. */
  missing(session: string, count: number): void;
  /** Own broadcasts that nobody has confirmed yet. */
  unconfirmed(): Item[];
  /** The highest number given to an own broadcast. */
  lastSeq(): number;
  /** Whether what was said before somebody came may be given to them. */
  sharesHistory(): boolean;
}

/** Who we are to other peers. */
export interface Self {
  readonly session: string;
  /** Sessions of this window before it was reloaded: what they could have is ours to ask for. */
  readonly formerly: readonly string[];
  /** Who was here when, as it was known before the reload. */
  readonly met?: Met;
}

interface Request {
  readonly holder: string;
  readonly span: Span;
  timer: Disposable;
}

/** A peer that was asked and has said nothing for this long is not waited for. Milliseconds. */
const ANSWER_WITHIN = 3_000;
/** Milliseconds. */
const GRACE = 150;
/** A hello that the server has not passed on by then is said again. Milliseconds. */
const HEARD_WITHIN = 10_000;
/** How long what came too early is held when nobody is known to have what is before it. Milliseconds. */
const HOLD = 2_000;
/** What was said up to this long before somebody was first heard is theirs too: clocks differ. Milliseconds. */
const SLACK = 250;
/** Broadcasts one asker is given: at once, and in a second. */
const REPLIES = { burst: 1_000, perSecond: 100 } as const;
/** How many a newcomer asks for, and how many peers it asks before it lets it be. */
const HISTORY = { last: 50, peers: 3 } as const;

/**
 * Sees to it that every broadcast is delivered once and in order, over servers that keep nothing: on each connect peers
 * tell each other what they have, and what is missing is asked for, first from who said it, then from whoever has it.
 */
export class CatchUp {
  private readonly streams = new Streams<Item>();
  private readonly peers = new Peers();
  private readonly log = new ContentLog();
  private readonly requests = new Map<string, Request>();
  private readonly waits = new Map<string, Disposable>();
  /** Per session, who was asked and did not have it. */
  private readonly tried = new Map<string, Set<string>>();
  private readonly replies: Budget;
  /** Peers that were asked for history; the last of them may still answer. */
  private readonly historians: string[] = [];
  private historyCame = false;
  /** How many more the last of them may give. */
  private historyLeft = 0;
  private isOnline = false;
  /** We were here before: what was said meanwhile is ours too. */
  private returning: boolean;

  constructor(
    private readonly self: Self,
    private readonly host: CatchUpHost,
    private readonly clock: Clock,
    private readonly time: ChannelTime,
  ) {
    this.returning = self.formerly.length > 0;
    this.replies = new Budget(REPLIES.burst, REPLIES.perSecond, clock);
    this.streams.begin(self.session, 0, 'sure');
    for (const [session, at] of Object.entries(self.met ?? {})) this.peers.heard(session, undefined, at);
  }

  /** Who was here when: to be remembered over a reload. */
  get met(): Met {
    return this.peers.met(PASSING_LIMITS.seen);
  }

  /** How much is remembered of what others decide; for tests of the bounds. */
  get held(): { streams: number; peers: number; items: number } {
    return { streams: this.streams.size, peers: this.peers.size, items: this.log.size };
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
    this.greet();
  }

  /** Says hello until the server has passed it on: without it nobody here knows what we lack. */
  private greet(): void {
    this.host.say(this.hello(true));
    this.waits.set(
      '',
      this.clock.after(HEARD_WITHIN, () => this.greet()),
    );
  }

  offline(): void {
    if (this.isOnline) this.returning = true;
    this.isOnline = false;
    for (const { timer } of this.requests.values()) timer.dispose();
    for (const wait of this.waits.values()) wait.dispose();
    this.requests.clear();
    this.waits.clear();
    this.tried.clear();
    this.peers.disconnected();
  }

  left(uid: string): void {
    this.peers.left(uid);
  }

  /** The server has passed an own broadcast on. */
  confirmed(item: Item): void {
    this.log.add(item);
    this.streams.offer(this.self.session, item.content.seq, item);
  }

  /** Another's broadcast came over the wire. */
  broadcast(item: Item, uid: string | undefined): void {
    const { session, seq } = item.content;
    this.peers.heard(session, uid, this.time.now());
    this.follow(session, seq - 1);
    this.take(item);
    this.fetch(session);
  }

  /** Passing content of another peer that is about catching up. */
  hear(message: PassingContent, uid: string): void {
    if (message.session === this.self.session) {
      if (message.type === 'hello') this.waits.get('')?.dispose();
      return;
    }
    switch (message.type) {
      case 'hello': {
        this.greeted(message, uid);
        return;
      }
      case 'resend': {
        this.asked(message, uid);
        return;
      }
      case 'resent': {
        this.given(message, uid);
        return;
      }
      case 'done': {
        this.done(message, uid);
        return;
      }
      case 'history': {
        this.askedHistory(message, uid);
        return;
      }
      default:
    }
  }

  /** Whether content of this session and number, from this connection, is what we asked for. */
  isWanted({ session, seq }: { session: string; seq: number }, uid: string): boolean {
    const holder = this.peers.sessionOf(uid);
    if (holder === undefined) return false;
    if (this.historians.at(-1) === holder && this.historyLeft > 0) return true;
    const request = this.requests.get(session);
    return request?.holder === holder && request.span.from <= seq && seq <= request.span.to;
  }

  /** Takes in what was asked for. */
  takeGiven(item: Item, uid: string): void {
    const { session } = item.content;
    if (item.content.direct || !this.isWanted(item.content, uid)) return;
    const request = this.requests.get(session);
    if (request && request.holder === this.peers.sessionOf(uid)) {
      this.restart(session, request);
      this.take(item);
      return;
    }
    this.historyCame = true;
    this.historyLeft--;
    this.log.add(item);
    this.host.deliver(item);
  }

  private hello(ask: boolean): Hello {
    const { session, formerly } = this.self;
    const max = PASSING_LIMITS.seen;
    return {
      type: 'hello',
      session,
      seen: this.streams.seen(max),
      last: this.host.lastSeq(),
      met: this.peers.met(max),
      ...(formerly.length > 0 && { formerly: formerly.slice(-PASSING_LIMITS.formerly) }),
      ...(ask && { ask }),
    };
  }

  private greeted(message: Hello, uid: string): void {
    const { session, seen, last, ask } = message;
    this.peers.greeted(message, uid, this.time.now());
    const own = seen[session] ?? 0;
    if (this.streams.has(session)) this.streams.fix(session, own);
    else if (this.returning) this.streams.begin(session, 0, 'guessed');
    else this.streams.begin(session, own, 'sure');
    this.streams.claim(session, last);
    for (const [other, seq] of Object.entries(seen)) {
      if (other === this.self.session) continue;
      this.follow(other, seq);
      this.streams.claim(other, seq);
    }
    for (const holders of this.tried.values()) holders.delete(session);
    if (ask) this.host.say(this.hello(false), uid);
    else this.askHistory(session, uid);
    this.fetchSoon();
  }

  /** What a hello tells of may be on its way already: only what has not come a moment later is asked for. */
  private fetchSoon(): void {
    if (this.waits.has(' ')) return;
    const wait = this.clock.after(GRACE, () => {
      this.waits.delete(' ');
      for (const session of this.streams.incomplete()) this.fetch(session);
    });
    this.waits.set(' ', wait);
  }

  /** Begins to follow a session that somebody else has told of, or that has just spoken for the first time. */
  private follow(session: string, base: number): void {
    if (this.returning) this.streams.begin(session, 0, 'guessed');
    else this.streams.begin(session, base, 'open');
  }

  private take(item: Item): void {
    const { session, seq } = item.content;
    const before = this.streams.missing(session);
    this.deliver(this.streams.offer(session, seq, item));
    const after = this.streams.missing(session);
    if (after !== before) this.host.missing(session, after);
  }

  private deliver(items: readonly Item[]): void {
    for (const item of items) {
      this.log.add(item);
      this.host.deliver(item);
    }
  }

  /** Asks the next best peer for the earliest gap of a session, one at a time. */
  private fetch(session: string): void {
    // One's own numbers come back by themselves: what was lost of them is sent again.
    if (!this.isOnline || this.requests.has(session) || session === this.self.session) return;
    const gap = this.streams.gap(session);
    const span = gap ?? this.streams.lost(session);
    if (!span) return;
    const holder = this.holderOf(session, span.from);
    if (holder?.uid === undefined) {
      if (gap && this.streams.isHolding(session)) this.giveUpLater(session, gap);
      return;
    }
    const to = Math.min(span.to, span.from + PASSING_LIMITS.resend - 1);
    const request: Request = {
      holder: holder.session,
      span: { from: span.from, to },
      timer: { dispose: () => undefined },
    };
    this.requests.set(session, request);
    this.restart(session, request);
    const { uid } = holder;
    this.host.say({ type: 'resend', session: this.self.session, of: session, from: span.from, to }, uid);
  }

  /** Who said it, or else who has the most of it; nobody who was asked in vain since we last heard of them. */
  private holderOf(session: string, from: number): Peer | undefined {
    const tried = this.tried.get(session);
    const untried = this.peers.present.filter(peer => !tried?.has(peer.session));
    const has = ({ seen }: Peer) => seen.get(session) ?? 0;
    const owner = untried.find(peer => peer.session === session);
    return owner ?? untried.filter(peer => has(peer) >= from).sort((a, b) => has(b) - has(a))[0];
  }

  private restart(session: string, request: Request): void {
    request.timer.dispose();
    request.timer = this.clock.after(ANSWER_WITHIN, () => this.inVain(session, request));
  }

  private inVain(session: string, request: Request): void {
    if (this.requests.get(session) !== request) return;
    request.timer.dispose();
    this.requests.delete(session);
    const tried = this.tried.get(session) ?? new Set();
    this.tried.set(session, tried.add(request.holder));
    this.fetch(session);
  }

  private giveUpLater(session: string, gap: Span): void {
    if (this.waits.has(session)) return;
    const wait = this.clock.after(HOLD, () => {
      this.waits.delete(session);
      const now = this.streams.gap(session);
      if (now?.from === gap.from && !this.requests.has(session) && !this.holderOf(session, now.from)) {
        const items = this.streams.giveUp(session);
        this.host.missing(session, this.streams.missing(session));
        this.deliver(items);
      }
      this.fetch(session);
    });
    this.waits.set(session, wait);
  }

  private asked({ session, of, from, to }: Resend, uid: string): void {
    const { met } = this.peers.heard(session, uid, this.time.now());
    const known = this.log.span(of, { from, to });
    const pending = of === this.self.session ? this.host.unconfirmed() : [];
    const inSpan = pending.filter(({ content: { seq } }) => from <= seq && seq <= to);
    const all = [...known, ...inSpan].sort((a, b) => a.content.seq - b.content.seq);
    const theirs = this.host.sharesHistory() ? all : all.filter(({ content }) => content.at >= met - SLACK);
    if (!this.replies.take(session, theirs.length + 1)) return;
    for (const item of theirs) this.host.give(item, uid);
    const first = theirs[0]?.content.seq ?? to + 1;
    this.host.say({ type: 'done', session: this.self.session, of, from, to, first }, uid);
  }

  private given({ content, name, date }: Resent, uid: string): void {
    this.takeGiven({ content, date, ...(name !== undefined && { name }) }, uid);
  }

  private done({ of, first }: Done, uid: string): void {
    const holder = this.peers.sessionOf(uid);
    if (of === this.self.session && this.historians.at(-1) === holder) {
      this.askHistoryAgain();
      return;
    }
    const request = this.requests.get(of);
    if (!request || request.holder !== holder) return;
    this.deliver(this.streams.skipTo(of, first));
    const left = this.streams.gap(of) ?? this.streams.lost(of);
    if (left?.from === request.span.from) {
      this.inVain(of, request);
      return;
    }
    request.timer.dispose();
    this.requests.delete(of);
    this.fetch(of);
  }

  private askHistory(session: string, uid: string): void {
    if (this.returning || this.historyCame || this.historians.length >= HISTORY.peers) return;
    if (this.historians.length > 0 && this.peers.get(this.historians.at(-1) ?? '')?.uid !== undefined) return;
    this.sayHistory(session, uid);
  }

  private sayHistory(historian: string, uid: string): void {
    this.historians.push(historian);
    this.historyLeft = HISTORY.last;
    this.host.say({ type: 'history', session: this.self.session, last: HISTORY.last }, uid);
  }

  /** The one who was asked has given all it would: when that was nothing, the next one is asked. */
  private askHistoryAgain(): void {
    if (this.historyCame || this.historians.length >= HISTORY.peers) return;
    const next = this.peers.present.find(({ session }) => !this.historians.includes(session));
    if (next?.uid !== undefined) this.sayHistory(next.session, next.uid);
  }

  private askedHistory({ session, last }: History, uid: string): void {
    const items = this.host.sharesHistory() ? this.log.latest(last) : [];
    if (!this.replies.take(session, items.length + 1)) return;
    for (const item of items) this.host.give(item, uid);
    this.host.say({ type: 'done', session: this.self.session, of: session, from: 0, to: 0, first: 0 }, uid);
  }
}
