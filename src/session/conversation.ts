import type { AppError } from '../base/errors';
import { english, type Say } from '../base/sentence';
import type { MessageEvent } from '../client/connect';
import type { Draft } from '../protocol/content';
import type { PassingContent } from '../protocol/passing';
import type { Sender } from '../protocol/transcript';
import { Amending } from './amending';
import type { Amendments } from './amendments';
import { CatchUp, type CatchUpHost, type Self } from './catchUp';
import { ChannelTime, type Clock } from './clock';
import type { ConversationHost } from './conversationHost';
import { Display, type DisplayHost } from './display';
import { openEnvelope, type Envelope } from './envelope';
import { handOn, type HandingOnHost } from './handingOn';
import type { Kept, KeptStore } from './kept';
import { Keeping } from './keeping';
import { LongContent, type LongContentHost } from './longContent';
import { OWN } from './origin';
import type { Addressee, OutboxStore, StoredMessage } from './outbox';
import type { MakeFrame } from './pace';
import { PresenceTalk, type PresenceHost } from './presenceTalk';
import { Receiving, type ReceivingHost } from './receiving';
import { Sending, type SendingHost } from './sending';
import { senderOf } from './showing';
import type { Transcript } from './transcript';

/** What a conversation has around it, beside its channel. */
export interface Around {
  /** What is on its way. */
  outbox?: OutboxStore;
  /** What was said. */
  history?: Pick<KeptStore, 'keep'>;
  /** Says in the person's language what stands in the transcript. */
  say?: Say;
}

/**
 * What is said in one channel: what comes in is shown once and in order, what goes out is kept until somebody confirms
 * it. It knows frames and times, and no sockets.
 */
export class Conversation {
  /** What stands between what is said and what is shown of it. */
  readonly display: Display;
  /** What a person does to what is shown. */
  readonly amending: Amending;
  readonly presence: PresenceTalk;
  private readonly time: ChannelTime;
  private readonly keeping: Keeping;
  private readonly catchUp: CatchUp;
  private readonly long: LongContent;
  private readonly sending: Sending;
  private readonly receiving: Receiving;

  constructor(
    private readonly self: Self,
    private readonly host: ConversationHost,
    transcript: Transcript,
    clock: Clock,
    { outbox, history, say = english }: Around = {},
    private readonly envelope: Envelope = openEnvelope,
  ) {
    const { session } = self;
    this.time = new ChannelTime(clock);
    this.keeping = new Keeping(history, {
      originOf: of => this.catchUp.originOf(of),
      ownSender: () => this.ownSender(),
    });
    this.display = new Display(transcript, this.time, this.displayHost(), this.keeping, say);
    this.presence = new PresenceTalk(session, this.presenceHost(), clock);
    this.catchUp = new CatchUp(self, this.catchUpHost(), clock, this.time);
    this.long = new LongContent(session, this.longContentHost(), clock, envelope);
    const { said, showing, amendments } = this.display;
    this.sending = new Sending(session, this.sendingHost(), said, this.long, clock, this.time, outbox, envelope);
    this.receiving = new Receiving(self, this.receivingHost(), {
      time: this.time,
      showing,
      amendments,
      presence: this.presence,
      catchUp: this.catchUp,
      long: this.long,
      sending: this.sending,
      keeping: this.keeping,
    });
    this.amending = new Amending(amendments, {
      message: entryId => showing.message(entryId),
      send: (amendment, to) => this.sending.send(amendment, to),
      revise: (entryId, change) => this.sending.revise(entryId, change),
      isOurs: of => of === session || this.catchUp.originOf(of) === OWN,
      cancel: entryId => this.cancel(entryId),
    });
  }

  /** Who was here when, for the next session of this window to know. */
  get met(): CatchUp['met'] {
    return this.catchUp.met;
  }

  /** How much is remembered of what others decide; for tests of the bounds. */
  get held(): CatchUp['held'] & Amendments['held'] {
    return { ...this.catchUp.held, ...this.display.amendments.held };
  }

  /** Shows what was kept of before. To be called at first. */
  recall(kept: readonly Kept[]): void {
    this.keeping.recall(kept, this.display);
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
    this.presence.online();
    this.catchUp.online();
    this.long.online();
    this.sending.flush();
  }

  /** There is no connection, or this is over: nothing here waits for a time any more. */
  offline(): void {
    this.catchUp.offline();
    this.presence.offline();
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
    return this.display.showing.nextId();
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
    this.sending.send(draft, to);
    this.presence.wrote(to?.uid);
  }

  /** Sends a failed entry once more, as a new message in the failed one's place. */
  retry(entryId: string): void {
    this.sending.retry(entryId);
  }

  /** Takes back what waits, or takes what has failed away. False when it is neither. */
  cancel(entryId: string): boolean {
    const coming = this.display.showing.transferOf(entryId);
    if (coming) this.long.refuse(coming.session, coming.transfer);
    const entry = this.display.showing.message(entryId);
    const failed = entry?.from.self === true && entry.state === 'failed';
    const isOver = coming !== undefined || this.sending.cancel(entryId) || failed;
    if (isOver) this.display.showing.remove(entryId);
    return isOver;
  }

  /** The session that speaks from a connection, and whether that is the connection it has now. */
  speakerAt(uid: string): { session: string; isCurrent: boolean } | undefined {
    const session = this.catchUp.sessionOf(uid);
    if (session === undefined) return undefined;
    const current = this.catchUp.uidOf(session);
    return { session, isCurrent: current === undefined || current === uid };
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
      give: (items, uid, then) => handOn(items, uid, then, this.handingOnHost()),
      deliver: item => this.receiving.deliver(item),
      missing: (session, count) => this.missing(session, count),
      unconfirmed: () => this.sending.unconfirmed,
      lastSeq: () => this.sending.lastSeq,
      sharesHistory: () => this.host.sharesHistory(),
      linked: session => this.display.amendments.linked(session),
      presence: () => this.presence.current,
      originOf: session => this.catchUp.originOf(session),
    };
  }

  private handingOnHost(): HandingOnHost {
    const { room } = this.envelope;
    const say = (message: PassingContent, uid: string) => this.say(message, uid);
    return { session: this.self.session, room, long: this.long.outgoing, say };
  }

  private displayHost(): DisplayHost {
    return {
      ownSession: this.self.session,
      originOf: of => this.catchUp.originOf(of),
      areOneWindow: (earlier, later) => this.catchUp.areOneWindow(earlier, later),
      deviceOf: of => this.host.deviceOf(of),
      ownName: () => this.host.ownName(),
      ownSender: () => this.ownSender(),
      takenBack: (of, id) => this.catchUp.takenBack(of, id, this.envelope.isFree),
    };
  }

  private presenceHost(): PresenceHost {
    return {
      pass: (key, message, uid) => {
        this.host.pass(
          key,
          this.toOthers(() => ({ message, ...(uid !== undefined && { uid }) })),
        );
      },
      count: () => this.host.peopleCount(),
      changed: () => this.host.presenceChanged(),
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
      incoming: (part, progress, reason) => this.display.showing.transfer(part, progress, reason),
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
      ownName: () => this.host.ownName(),
      failed: (error, entryId) => this.host.failed(error, entryId),
      slowDown: () => this.host.slowDown(),
      silenced: () => {
        this.catchUp.silenced();
        this.presence.silenced();
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
    return senderOf(this.host.ownUid(), this.host.ownName(), true, this.self.session);
  }

  private missing(session: string, count: number): void {
    const uid = this.catchUp.uidOf(session);
    this.display.showing.missing(session, uid === undefined ? { self: false } : this.host.senderOf(uid), count);
  }
}
