import type { Done, History, PassingContent, Resend } from '../protocol/passing';
import { Budget } from './budget';
import type { ChannelTime, Clock } from './clock';
import type { ContentLog, Item } from './contentLog';
import { historyOf } from './history';
import type { Peers } from './peers';

/** What answering needs of the channel around it. */
export interface AnsweringHost {
  /** Sends to all, or to one connection. */
  say(message: PassingContent, uid?: string): void;
  /** Gives broadcasts to another peer once more, and calls `then` behind the last of them. */
  give(items: readonly Item[], uid: string, then: () => void): void;
  /** Own broadcasts that nobody has confirmed yet. */
  unconfirmed(): Item[];
  /** Whether what was said before somebody came may be given to them. */
  sharesHistory(): boolean;
  /** Names the window that a session belongs to. */
  originOf(session: string): string;
}

/** What was said up to this long before somebody was first heard is theirs too: clocks differ. Milliseconds. */
const SLACK = 250;
/** Broadcasts one asker is given: at once, and in a second. */
const REPLIES = { burst: 1_000, perSecond: 100 } as const;

/** Gives other peers what they ask for: what is theirs, and as much at a time as one asker may cost. */
export class Answering {
  private readonly replies: Budget;

  /** @param session our own. */
  constructor(
    private readonly session: string,
    private readonly host: AnsweringHost,
    private readonly peers: Peers,
    private readonly log: ContentLog,
    clock: Clock,
    private readonly time: ChannelTime,
  ) {
    this.replies = new Budget(REPLIES.burst, REPLIES.perSecond, clock);
  }

  /**
   * Whether one who asks for something is answered at all. An asker is known by its connection, which is the server's
   * word: sessions it could claim without end.
   */
  accepts(uid: string): boolean {
    return this.replies.take(uid, 1);
  }

  /** A peer asks for broadcasts of a session. */
  resend({ session, of, from, to }: Resend, uid: string): void {
    const { met } = this.peers.heard(session, uid, this.time.now());
    if (!this.accepts(uid)) return;
    const known = this.log.span(of, { from, to });
    const pending = of === this.session ? this.host.unconfirmed() : [];
    const inSpan = pending.filter(({ content: { seq } }) => from <= seq && seq <= to);
    const all = [...known, ...inSpan].sort((a, b) => a.content.seq - b.content.seq);
    const theirs = this.host.sharesHistory() ? all : all.filter(({ content }) => content.at >= met - SLACK);
    const first = theirs[0]?.content.seq ?? to + 1;
    this.give(theirs, { type: 'done', session: this.session, of, from, to, first }, uid);
  }

  /** A newcomer asks for the latest broadcasts. */
  history({ session, last }: History, uid: string): void {
    if (!this.accepts(uid)) return;
    const originOf = (session: string) => this.host.originOf(session);
    const items = this.host.sharesHistory() ? historyOf(this.log.all, last, originOf) : [];
    this.give(items, { type: 'done', session: this.session, of: session, from: 0, to: 0, first: 0 }, uid);
  }

  private give(items: readonly Item[], done: Done, uid: string): void {
    if (!this.replies.take(uid, items.length)) return;
    this.host.give(items, uid, () => this.host.say(done, uid));
  }
}
