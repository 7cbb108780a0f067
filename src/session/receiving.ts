import type { MessageEvent } from '../client/connect';
import { isAmendment } from '../protocol/amendments';
import type { PassingContent } from '../protocol/passing';
import type { Sender } from '../protocol/transcript';
import type { Amendments } from './amendments';
import type { CatchUp, Self } from './catchUp';
import type { ChannelTime } from './clock';
import type { Item } from './contentLog';
import type { Keeping } from './keeping';
import type { Arriving, LongContent } from './longContent';
import { readPayload } from './payload';
import type { Sending } from './sending';
import { OWN } from './origin';
import type { PresenceTalk } from './presenceTalk';
import { senderOf, type Showing } from './showing';
import type { Travelled } from './transfer';

/** What receiving needs of the conversation around it. */
export interface ReceivingHost {
  /** Sends to all, or to one connection. */
  say(message: PassingContent, uid?: string): void;
  /** What one said to oneself with this number has come back. */
  passed(n: number): void;
  /** One's own uid, once known. */
  ownUid(): string | undefined;
  ownSender(): Sender;
}

/** The parts of a conversation that hear what comes. */
export interface Listeners {
  readonly time: ChannelTime;
  readonly showing: Showing;
  readonly amendments: Amendments;
  readonly presence: PresenceTalk;
  readonly catchUp: CatchUp;
  readonly long: LongContent;
  readonly sending: Sending;
  readonly keeping: Keeping;
}

/** Whatever users say, once it is here: to whom of this conversation it is of concern, and what of it is shown. */
export class Receiving {
  private readonly time: ChannelTime;
  private readonly showing: Showing;
  private readonly amendments: Amendments;
  private readonly presence: PresenceTalk;
  private readonly catchUp: CatchUp;
  private readonly long: LongContent;
  private readonly sending: Sending;
  private readonly keeping: Keeping;

  constructor(
    private readonly self: Self,
    private readonly host: ReceivingHost,
    listeners: Listeners,
  ) {
    this.time = listeners.time;
    this.showing = listeners.showing;
    this.amendments = listeners.amendments;
    this.presence = listeners.presence;
    this.catchUp = listeners.catchUp;
    this.long = listeners.long;
    this.sending = listeners.sending;
    this.keeping = listeners.keeping;
  }

  /** A user's message has come. */
  received({ uid, alias, message, date: at }: MessageEvent<unknown>): void {
    const date = Math.floor(at);
    this.time.sync(date);
    const incoming = readPayload(message);
    if (incoming.kind === 'passing') {
      if (incoming.message && uid !== undefined) this.heard(incoming.message, uid, alias, date);
    } else if (incoming.kind === 'text') {
      const self = uid !== undefined && uid === this.host.ownUid();
      const from = senderOf(uid, alias, self);
      this.keeping.text(incoming.text, from, date);
      this.showing.text(incoming.text, from, date);
    } else {
      this.said({ content: incoming.content, date, ...(alias !== undefined && { name: alias }) }, uid);
    }
  }

  /** The next broadcast of its session, or one that was missed. */
  deliver({ content, name, date }: Item): void {
    this.time.saw(content.at);
    if (content.type === 'void') return;
    this.keeping.heard(content, name, date);
    const { session } = content;
    this.presence.heardTyping(session, false);
    const origin = this.catchUp.originOf(session);
    const own = origin === OWN;
    const hadArrived = own && this.sending.hadArrived(content.id, date);
    if (isAmendment(content)) {
      this.amendments.hear({ content, ...(name !== undefined && { name }) });
    } else if (!hadArrived) {
      const from = own ? this.host.ownSender() : senderOf(this.catchUp.uidOf(session), name, false, session);
      this.showing.content(content, origin, from, undefined, date);
    }
  }

  /** The server has passed all parts of an own message on. */
  passedOn(id: string): void {
    const content = this.sending.contentOf(id);
    if (!content || content.direct) return;
    const { name } = this.host.ownSender();
    this.cameBack({ content, date: this.time.now(), ...(name !== undefined && { name }) });
  }

  /** Another's long content is here as a whole. */
  arrived({ content, ...first }: Travelled, { part, uid, ...frame }: Arriving): void {
    this.showing.endTransfer(part);
    // Of another's content the frames that brought it say who gave it and when, which is of no concern.
    const { name, date = frame.date } = content.session === part.session ? frame : first;
    const item: Item = { content, date, ...(name !== undefined && { name }) };
    if (content.session !== part.session) this.catchUp.takeGiven(item, uid);
    else if (content.direct) this.receivedDirect(item, uid);
    else if (this.catchUp.isWanted(content, uid)) this.catchUp.takeGiven(item, uid);
    else this.catchUp.broadcast(item, uid);
    if (this.catchUp.lacks(content)) this.long.reopen(part);
  }

  /** Only the server can say that one's own words have come back: the frame's uid is its word. */
  private isForged(session: string, uid: string | undefined): boolean {
    if (session !== this.self.session) {
      // What one was before a reload speaks no more: others can only hand on what it has said, when they are asked.
      if (this.catchUp.originOf(session) === OWN) return true;
      return uid !== undefined && !this.catchUp.admits(session, uid);
    }
    const own = this.host.ownUid();
    return own !== undefined && uid !== own;
  }

  /** Lasting content has come over the wire. */
  private said(item: Item, uid: string | undefined): void {
    const { content } = item;
    if (this.isForged(content.session, uid)) return;
    if (content.session !== this.self.session) {
      if (content.direct) this.receivedDirect(item, uid);
      else this.catchUp.broadcast(item, uid);
    } else if (!content.direct) {
      this.cameBack(item);
    } else if (uid !== undefined) {
      // To oneself: it has no number among the broadcasts.
      this.sending.receipted(content.id, uid);
    }
  }

  private heard(message: PassingContent, uid: string, name: string | undefined, date: number): void {
    if (this.isForged(message.session, uid)) return;
    const own = message.session === this.self.session;
    switch (message.type) {
      case 'ping':
        if (own && message.n !== undefined && uid === this.host.ownUid()) this.host.passed(message.n);
        return;
      case 'receipt':
        this.sending.receipted(message.id, uid);
        return;
      case 'part':
        this.catchUp.progressed(uid);
        this.long.hearPart(message, { part: message, uid, date, ...(name !== undefined && { name }) });
        return;
      case 'presence':
        if (!own) this.presence.heard(message.session, message);
        return;
      case 'typing':
        if (!own) this.presence.heardTyping(message.session, message.on);
        return;
      case 'more':
        this.long.hearMore(message, uid);
        return;
      case 'cancel':
        this.long.hearCancel(message, uid);
        return;
      default:
        this.catchUp.hear(message, uid);
    }
    if (message.type === 'hello' && !own) {
      if (message.presence) this.presence.heard(message.session, message.presence);
      this.sending.greeted(message.session, uid);
      this.long.greeted(message.session, uid);
      this.sending.flush();
    }
  }

  private cameBack(item: Item): void {
    this.time.saw(item.content.at);
    this.sending.confirmed(item.content.id, item.date);
    this.catchUp.confirmed(item);
  }

  private receivedDirect({ content, name, date }: Item, uid: string | undefined): void {
    if (content.type === 'void' || uid === undefined) return;
    this.host.say({ type: 'receipt', session: this.self.session, id: content.id }, uid);
    this.time.saw(content.at);
    this.keeping.heard(content, name, date);
    const { session } = content;
    this.presence.heardTyping(session, false);
    if (isAmendment(content)) {
      this.amendments.hear({ content, ...(name !== undefined && { name }) });
    } else {
      const from = senderOf(uid, name, false, session);
      this.showing.content(content, this.catchUp.originOf(session), from, this.host.ownSender(), date);
    }
  }
}
