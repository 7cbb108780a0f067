import type { Disposable } from '../base/lifecycle';
import { PASSING_LIMITS, type Done, type PassingContent } from '../protocol/passing';
import type { Clock } from './clock';
import type { ContentLog, Item } from './contentLog';
import type { Peer, Peers } from './peers';
import { MAX_HELD, MAX_STREAMS, type Span, type Streams } from './streams';

/** What asking needs of the channel around it. */
export interface AskingHost {
  /** Sends to all, or to one connection. */
  say(message: PassingContent, uid?: string): void;
  /** The next broadcast of its session, in order; or one of a gap that had been given up, or of before our time. */
  deliver(item: Item): void;
  /** So many broadcasts of a session are missing and nobody here has them; 0 when they were found after all. */
  missing(session: string, count: number): void;
}

interface Request {
  /** Parts of what is long have come: it may be unpacked still when the word comes that it was all. */
  inParts: boolean;
  /** That word has come. */
  answered: boolean;
  readonly holder: string;
  /** The connection that was asked: an answer comes from there or not at all. */
  readonly uid: string;
  readonly span: Span;
  timer: Disposable;
}

/** A peer that was asked and has said nothing for this long is not waited for. Milliseconds. */
const ANSWER_WITHIN = 3_000;
/** The same between the parts of what is long, which come over a line of any speed. Milliseconds. */
const PART_WITHIN = 15_000;
/** What a hello tells of may be on its way already: it is asked for when it has not come by then. Milliseconds. */
const GRACE = 150;
/** The wait before all who were asked in vain are asked again, which doubles from time to time. Milliseconds. */
const RETRY = { first: 5_000, most: 300_000 } as const;
/** How long what came too early is held when nobody is known to have what is before it. Milliseconds. */
const HOLD = 2_000;

/** Asks for what is missing of each session: first its speaker, then whoever has it; and gives it up when nobody does. */
export class Asking {
  private readonly requests = new Map<string, Request>();
  /** Per session, who was asked and did not have it. */
  private readonly tried = new Map<string, Set<string>>();
  /** Per session, the gap that is about to be given up. */
  private readonly holds = new Map<string, Disposable>();
  private soon: Disposable | undefined;
  /** When those who were asked in vain are asked again: their answer may have been lost, or refused for its amount. */
  private again: Disposable | undefined;
  private patience: number = RETRY.first;
  private isOnline = false;

  /** @param session our own. */
  constructor(
    private readonly session: string,
    private readonly host: AskingHost,
    private readonly streams: Streams<Item>,
    private readonly peers: Peers,
    private readonly log: ContentLog,
    private readonly clock: Clock,
  ) {}

  /** Sessions of which it is remembered who was asked; for tests of the bounds. */
  get size(): number {
    return this.requests.size + this.tried.size + this.holds.size;
  }

  online(): void {
    this.isOnline = true;
  }

  offline(): void {
    this.isOnline = false;
    for (const { timer } of this.requests.values()) timer.dispose();
    for (const hold of this.holds.values()) hold.dispose();
    this.soon?.dispose();
    this.again?.dispose();
    this.soon = this.again = undefined;
    this.patience = RETRY.first;
    this.requests.clear();
    this.holds.clear();
    this.tried.clear();
  }

  /** A peer has said anew what it has: it may have by now what it was asked for in vain, or at another connection. */
  greeted(holder: string, uid: string): void {
    for (const holders of this.tried.values()) holders.delete(holder);
    this.drop(request => request.holder === holder && request.uid !== uid);
    this.fetchSoon();
  }

  /** A connection is gone: what it was asked for has to be asked elsewhere. */
  left(uid: string): void {
    if (this.drop(request => request.uid === uid)) this.fetchSoon();
  }

  /** Something long that was asked for is coming from there, part by part. */
  progressed(uid: string): void {
    for (const [session, request] of this.requests) {
      if (request.uid !== uid || request.answered) continue;
      request.inParts = true;
      this.restart(session, request, PART_WITHIN);
    }
  }

  /** Takes in a broadcast, whatever way it came, and delivers what is next. */
  take(item: Item): void {
    const { session, seq } = item.content;
    const before = this.streams.missing(session);
    this.deliver(this.streams.offer(session, seq, item));
    const after = this.streams.missing(session);
    if (after !== before) this.host.missing(session, after);
  }

  /** Asks the next best peer for the earliest gap of a session, one at a time. */
  fetch(session: string): void {
    // One's own numbers come back by themselves: what was lost of them is sent again.
    if (!this.isOnline || this.requests.has(session) || session === this.session) return;
    const gap = this.streams.gap(session);
    const span = gap ?? this.streams.lost(session);
    if (!span) return;
    const holder = this.holderOf(session, span.from);
    if (holder?.uid !== undefined) this.request(session, span, holder.session, holder.uid);
    else if (gap && this.streams.isHolding(session)) this.giveUpLater(session, gap);
    if (holder?.uid === undefined) this.askAgainLater();
  }

  /** Whether this number was asked for, and of this peer. */
  isAsked({ session, seq }: { session: string; seq: number }, holder: string): boolean {
    const request = this.requests.get(session);
    return request?.holder === holder && request.span.from <= seq && seq <= request.span.to;
  }

  /** One that was asked for has come: more of it may be on its way. */
  takeAsked(item: Item): void {
    const { session } = item.content;
    const request = this.requests.get(session);
    if (request) this.restart(session, request);
    this.patience = RETRY.first;
    this.take(item);
    const left = this.streams.gap(session) ?? this.streams.lost(session);
    // All that was asked for is here; what is long comes behind the word that it was all.
    if (request && (!left || left.from > request.span.to)) this.close(session, request);
  }

  /** A peer has given all of a session that it would. */
  done({ of, from, to, first }: Done, holder: string | undefined): void {
    const request = this.requests.get(of);
    // It may be about one before: that is over as soon as all of it is here.
    if (request?.holder !== holder || request?.span.from !== from || request.span.to !== to) return;
    this.deliver(this.streams.skipTo(of, first));
    request.answered = true;
    if (request.inParts) this.restart(of, request, GRACE, () => this.conclude(of, request));
    else this.conclude(of, request);
  }

  /** Whoever was asked has given all: what is left is asked for anew, of others if that was nothing. */
  private conclude(session: string, request: Request): void {
    if (this.requests.get(session) !== request) return;
    const left = this.streams.gap(session) ?? this.streams.lost(session);
    if (left?.from === request.span.from) this.inVain(session, request);
    else this.close(session, request);
  }

  private fetchSoon(): void {
    if (!this.isOnline) return;
    this.soon ??= this.clock.after(GRACE, () => {
      this.soon = undefined;
      for (const session of this.streams.incomplete()) this.fetch(session);
    });
  }

  private askAgainLater(): void {
    this.again ??= this.clock.after(this.patience, () => {
      this.again = undefined;
      this.patience = Math.min(this.patience * 2, RETRY.most);
      this.tried.clear();
      for (const session of this.streams.incomplete()) this.fetch(session);
    });
  }

  private request(session: string, span: Span, holder: string, uid: string): void {
    const { from } = span;
    // No more than can be held, as the first of it may come last.
    const to = Math.min(span.to, from + Math.min(PASSING_LIMITS.resend, MAX_HELD) - 1);
    const request: Request = {
      inParts: false,
      answered: false,
      holder,
      uid,
      span: { from, to },
      timer: { dispose: () => undefined },
    };
    this.requests.set(session, request);
    this.restart(session, request);
    this.host.say({ type: 'resend', session: this.session, of: session, from, to }, uid);
  }

  /** Who said it, or else who has the most of it; nobody who was asked in vain since we last heard of them. */
  private holderOf(session: string, from: number): Peer | undefined {
    const tried = this.tried.get(session);
    const untried = this.peers.present.filter(peer => !tried?.has(peer.session));
    const has = ({ seen }: Peer) => seen.get(session) ?? 0;
    const owner = untried.find(peer => peer.session === session);
    return owner ?? untried.filter(peer => has(peer) >= from).sort((a, b) => has(b) - has(a))[0];
  }

  private restart(
    session: string,
    request: Request,
    within: number = ANSWER_WITHIN,
    then = () => this.inVain(session, request),
  ): void {
    request.timer.dispose();
    request.timer = this.clock.after(within, then);
  }

  private close(session: string, request: Request): void {
    request.timer.dispose();
    if (this.requests.get(session) === request) this.requests.delete(session);
    this.fetch(session);
  }

  private drop(which: (request: Request) => boolean): boolean {
    const dropped = [...this.requests].filter(([, request]) => which(request));
    for (const [session, { timer }] of dropped) {
      timer.dispose();
      this.requests.delete(session);
    }
    return dropped.length > 0;
  }

  private inVain(session: string, request: Request): void {
    if (this.requests.get(session) !== request) return;
    request.timer.dispose();
    this.requests.delete(session);
    const tried = this.tried.get(session) ?? new Set();
    this.tried.delete(session);
    this.tried.set(session, tried.add(request.holder));
    // Peers can tell of any number of sessions, of which no more than these are followed.
    const [oldest] = this.tried.keys();
    if (this.tried.size > MAX_STREAMS && oldest !== undefined) this.tried.delete(oldest);
    this.fetch(session);
  }

  private giveUpLater(session: string, gap: Span): void {
    if (this.holds.has(session)) return;
    const hold = this.clock.after(HOLD, () => {
      this.holds.delete(session);
      this.giveUp(session, gap);
      this.fetch(session);
    });
    this.holds.set(session, hold);
  }

  private giveUp(session: string, gap: Span): void {
    const now = this.streams.gap(session);
    if (now?.from !== gap.from || this.requests.has(session) || this.holderOf(session, now.from)) return;
    const items = this.streams.giveUp(session);
    this.host.missing(session, this.streams.missing(session));
    this.deliver(items);
  }

  private deliver(items: readonly Item[]): void {
    for (const item of items) {
      this.log.add(item);
      this.host.deliver(item);
    }
  }
}
