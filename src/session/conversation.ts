import { byteLength } from '../base/encoding';
import { AppError } from '../base/errors';
import type { MessageEvent } from '../client/connect';
import type { Draft } from '../protocol/content';
import { PASSING_LIMITS, type PassingContent, type Resent } from '../protocol/passing';
import type { Sender } from '../protocol/transcript';
import { CatchUp, type CatchUpHost, type Self } from './catchUp';
import { ChannelTime, type Clock } from './clock';
import type { Item } from './contentLog';
import { openEnvelope, type Envelope } from './envelope';
import type { Whole } from './giving';
import { LongContent, type LongContentHost } from './longContent';
import type { Addressee, OutboxStore, StoredMessage } from './outbox';
import type { MakeFrame } from './pace';
import { Receiving, type ReceivingHost } from './receiving';
import { Sending, type SendingHost } from './sending';
import { senderOf, Showing } from './showing';
import { isLong } from './transfer';
import type { Transcript } from './transcript';

/** What a conversation needs of the channel around it. */
export interface ConversationHost {
  /** Puts a frame into the queue of the open connection. False when there is none. */
  enqueue(make: MakeFrame): boolean;
  /** What one said to oneself with this number has come back. */
  passed(n: number): void;
  /** The server says that one was too fast. */
  slowDown(): void;
  /** The server lets nothing through that one says, as where a send key is missing. */
  silenced(): void;
  /** One's own uid, once known. */
  ownUid(): string | undefined;
  ownName(): string;
  /** What is known of whoever speaks from a connection. */
  senderOf(uid: string): Sender;
  /** An own message will not arrive by itself. */
  failed(error: AppError, entryId: string | undefined): void;
  sharesHistory(): boolean;
}

/**
 * What is said in one channel: what comes in is shown once and in order, what goes out is kept until somebody confirms
 * it. It knows frames and times, and no sockets.
 */
export class Conversation {
  private readonly time: ChannelTime;
  private readonly showing: Showing;
  private readonly catchUp: CatchUp;
  private readonly long: LongContent;
  private readonly sending: Sending;
  private readonly receiving: Receiving;

  constructor(
    private readonly self: Self,
    private readonly host: ConversationHost,
    transcript: Transcript,
    clock: Clock,
    store?: OutboxStore,
    private readonly envelope: Envelope = openEnvelope,
  ) {
    this.time = new ChannelTime(clock);
    this.showing = new Showing(transcript, this.time);
    this.catchUp = new CatchUp(self, this.catchUpHost(), clock, this.time);
    this.long = new LongContent(self.session, this.longContentHost(), clock, envelope);
    this.sending = new Sending(
      self.session,
      this.sendingHost(),
      this.showing,
      this.long,
      clock,
      this.time,
      store,
      envelope,
    );
    this.receiving = new Receiving(
      self,
      this.receivingHost(),
      this.time,
      this.showing,
      this.catchUp,
      this.long,
      this.sending,
    );
  }

  /** Who was here when, for the next session of this window to know. */
  get met(): CatchUp['met'] {
    return this.catchUp.met;
  }

  /** How much is remembered of what others decide; for tests of the bounds. */
  get held(): CatchUp['held'] {
    return this.catchUp.held;
  }

  /** Takes up what was on its way when the window was reloaded. */
  restore(messages: readonly StoredMessage[]): void {
    this.sending.restore(messages);
  }

  /** The server has us in the channel. */
  online(): void {
    // A server that says so twice would leave the timers of the first time behind.
    if (this.sending.isOnline) return;
    this.sending.online();
    this.catchUp.online();
    this.long.online();
    this.sending.flush();
  }

  /** There is no connection, or this is over: nothing here waits for a time any more. */
  offline(): void {
    this.catchUp.offline();
    this.long.offline();
    this.sending.offline();
  }

  /** Somebody left, and the server does not say who. */
  leftUnnamed(isHere: (uid: string) => boolean): void {
    this.catchUp.leftUnnamed(isHere);
  }

  left(uid: string): void {
    this.catchUp.left(uid);
    this.long.outgoing.left(uid);
  }

  /** The server's clock, from any of its frames. */
  sync(date: number): void {
    this.time.sync(date);
  }

  nextId(): string {
    return this.showing.nextId();
  }

  /** The server's clock, as it is known here. */
  now(): number {
    return this.time.now();
  }

  /** The same frame; an error about its recipient is no message's fault. */
  toOthers(make: MakeFrame): MakeFrame {
    return () => {
      const frame = make();
      if (frame?.uid !== undefined) this.sending.writesTo(frame.uid);
      return frame;
    };
  }

  /**
   * Takes a message over: it stands in the transcript at once, and goes out now or when there is a connection.
   * @throws AppError `input` or `offline` when it cannot be taken over; nothing has changed then.
   */
  send(draft: Draft, to?: Addressee): void {
    const size = byteLength(JSON.stringify(draft));
    if (size > PASSING_LIMITS.transfer) {
      const [has, limit] = [size, PASSING_LIMITS.transfer].map(bytes => Math.ceil(bytes / 1024 / 1024));
      throw new AppError('input', `This is ${has} MB and a message holds ${limit} MB: send a smaller part.`);
    }
    this.sending.send(draft, to);
  }

  /** Sends a failed entry once more, as a new message in the failed one's place. */
  retry(entryId: string): void {
    this.sending.retry(entryId);
  }

  /** Takes back what waits, or takes what has failed away. */
  cancel(entryId: string): void {
    const coming = this.showing.transferOf(entryId);
    if (coming) this.long.refuse(coming.session, coming.transfer);
    const entry = this.showing.message(entryId);
    const failed = entry?.from.self === true && entry.state === 'failed';
    if (coming || this.sending.cancel(entryId) || failed) this.showing.remove(entryId);
  }

  /** A user's message has come. */
  received(event: MessageEvent<unknown>): void {
    this.receiving.received(event);
  }

  /** The server reports an error. */
  reported(text: string, describe: (to: Addressee | undefined) => AppError): void {
    this.sending.reported(text, describe);
  }

  private catchUpHost(): CatchUpHost {
    return {
      say: (message, uid) => this.say(message, uid),
      give: (items, uid, then) => this.give(items, uid, then),
      deliver: item => this.receiving.deliver(item),
      missing: (session, count) => this.missing(session, count),
      unconfirmed: () => this.sending.unconfirmed,
      lastSeq: () => this.sending.lastSeq,
      sharesHistory: () => this.host.sharesHistory(),
    };
  }

  private longContentHost(): LongContentHost {
    return {
      enqueue: make => this.enqueue(make),
      say: (message, uid) => this.say(message, uid),
      uidOf: session => this.catchUp.uidOf(session),
      outgoing: (id, progress) => this.sending.progressed(id, progress),
      passedOn: id => this.receiving.passedOn(id),
      unsendable: (id, error) => this.sending.unsendable(id, error),
      incoming: (part, progress, reason) => this.showing.transfer(part, progress, reason),
      arrived: (travelled, part) => this.receiving.arrived(travelled, part),
    };
  }

  private receivingHost(): ReceivingHost {
    return {
      say: (message, uid) => this.say(message, uid),
      passed: n => this.host.passed(n),
      ownUid: () => this.host.ownUid(),
      ownSender: () => this.ownSender(),
    };
  }

  private sendingHost(): SendingHost {
    return {
      enqueue: make => this.enqueue(make),
      uidOf: session => this.catchUp.uidOf(session),
      sessionOf: uid => this.catchUp.sessionOf(uid),
      taken: item => this.catchUp.confirmed(item),
      ownSender: () => this.ownSender(),
      ownName: () => this.host.ownName(),
      failed: (error, entryId) => this.host.failed(error, entryId),
      slowDown: () => this.host.slowDown(),
      silenced: () => {
        this.catchUp.silenced();
        this.host.silenced();
      },
    };
  }

  private say(message: PassingContent, uid?: string): void {
    this.enqueue(() => ({ message, ...(uid !== undefined && { uid }) }));
  }

  private enqueue(make: MakeFrame): boolean {
    return this.host.enqueue(this.toOthers(make));
  }

  private ownSender(): Sender {
    return senderOf(this.host.ownUid(), this.host.ownName(), true);
  }

  /** What is long goes out in parts, behind the rest; `then` follows all of it. */
  private give(items: readonly Item[], uid: string, then: () => void): void {
    const { session } = this.self;
    const long: Whole[] = [];
    for (const { content, name, date } of items) {
      const resent: Resent = { type: 'resent', session, content, date, ...(name !== undefined && { name }) };
      if (!isLong(content, uid, this.envelope.room)) this.say(resent, uid);
      else long.push(content.session === session ? content : resent);
    }
    if (long.length === 0) then();
    else long.forEach((each, n) => this.long.outgoing.give(each, uid, n === long.length - 1 ? then : undefined));
  }

  private missing(session: string, count: number): void {
    const uid = this.catchUp.uidOf(session);
    this.showing.missing(session, uid === undefined ? { self: false } : this.host.senderOf(uid), count);
  }
}
