import { randomId } from '../base/encoding';
import type { AppError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { Amendment } from '../protocol/amendments';
import type { Amended, Content, Draft, Message } from '../protocol/content';
import type { Progress } from '../protocol/transcript';
import type { ChannelTime, Clock } from './clock';
import type { Item } from './contentLog';
import { EchoWatch } from './echoWatch';
import type { Envelope } from './envelope';
import type { LongContent } from './longContent';
import { Outbox, type Addressee, type Outgoing, type OutboxStore, type StoredMessage } from './outbox';
import type { PacedFrame } from './pace';
import type { OwnSaid } from './ownSaid';
import { Refusals, type RefusalsHost } from './refusals';
import { isLong } from './transfer';

/** What sending needs of the conversation around it. */
export interface SendingHost extends RefusalsHost {
  /** The connection of a session that is here. */
  uidOf(session: string): string | undefined;
  /** The session that speaks from a connection. */
  sessionOf(uid: string): string | undefined;
  ownName(): string;
}

/** How long a direct message waits on connecting for its addressee to say hello. Milliseconds. */
const SETTLE = 5_000;

/** Own messages, from being written until somebody confirms them or they have failed. */
export class Sending {
  private readonly outbox: Outbox;
  /** Counts the connections; 0 while there is none. */
  private connection = 0;
  private connections = 0;
  private readonly echoes: EchoWatch;
  /** Just connected: who is here is still being learnt. */
  private settling: Disposable | undefined;
  private readonly refusals: Refusals;

  /** @param session our own. */
  constructor(
    private readonly session: string,
    private readonly host: SendingHost,
    private readonly said: OwnSaid,
    private readonly long: LongContent,
    private readonly clock: Clock,
    private readonly time: ChannelTime,
    store: OutboxStore | undefined,
    private readonly envelope: Envelope,
  ) {
    this.outbox = new Outbox(store);
    this.refusals = new Refusals(this.outbox, host, said, long.outgoing, time);
    const awaited = () => {
      const message = this.outbox.oldestUnconfirmed();
      return { message, parts: message ? long.outgoing.confirmedOf(message.id) : 0 };
    };
    this.echoes = new EchoWatch(awaited, stuck => this.overdue(stuck), clock);
  }

  /** The highest number given to a broadcast. */
  get lastSeq(): number {
    return this.outbox.lastSeq;
  }

  get isOnline(): boolean {
    return this.connection > 0;
  }

  /** Broadcasts that have a number and that nobody has confirmed yet. */
  get unconfirmed(): Item[] {
    const name = this.host.ownName();
    const date = this.time.now();
    return this.outbox.numbered.map(content => ({ content, name, date }));
  }

  /** From now on there is a connection; `flush` begins to use it. */
  online(): void {
    this.connection = ++this.connections;
    this.settling = this.clock.after(SETTLE, () => {
      this.settling = undefined;
      this.flush();
    });
  }

  offline(): void {
    this.connection = 0;
    this.echoes.stop();
    this.settling?.dispose();
    this.settling = undefined;
    this.refusals.offline();
    this.outbox.disconnected();
    for (const message of this.outbox.all) this.said.waits(message);
  }

  /** Takes up what was on its way when the window was reloaded. */
  restore(messages: readonly StoredMessage[]): void {
    for (const message of messages) {
      const entryId = this.said.nextId();
      this.outbox.restore(message, entryId);
      this.show(entryId, message);
    }
    this.flush();
  }

  /** @throws AppError `offline` when too much waits already; nothing has changed then. */
  send(draft: Draft | Amendment, to: Addressee | undefined): void {
    const message = { id: randomId(12), draft, ...(to && { to: this.addressed(to) }) };
    const entryId = this.said.nextId();
    this.outbox.add(message, entryId, this.connection);
    this.show(entryId, message);
    this.flush();
  }

  /** Sends a failed entry once more, as a new message in the failed one's place. */
  retry(entryId: string): void {
    const failed = this.said.failedAt(entryId);
    if (!failed) return;
    const { uid, name, session } = failed.to ?? {};
    const to =
      uid === undefined ? undefined : this.addressed({ uid, ...(name && { name }), ...(session && { session }) });
    const message = { id: randomId(12), draft: failed.draft, ...(to && { to }) };
    this.outbox.add(message, entryId, this.connection);
    this.said.again(entryId, message);
    this.flush();
  }

  /** Says something else in a message that has not gone out yet. False when it is too late. */
  revise(entryId: string, change: (draft: Draft) => Draft): boolean {
    const message = this.outbox.revise(entryId, change);
    if (message) this.said.again(entryId, message);
    return message !== undefined;
  }

  /** Takes back what waits, or is going out in parts. False when it is too late. */
  cancel(entryId: string): boolean {
    if (this.outbox.cancel(entryId)) return true;
    const message = this.outbox.shownAs(entryId);
    if (!message || !this.long.outgoing.cancel(message.id)) return false;
    this.outbox.giveUp(message.id);
    this.refusals.vacate(message);
    this.flush();
    return true;
  }

  /** The server has passed a broadcast on. */
  confirmed(id: string, date: number): void {
    const message = this.outbox.confirm(id);
    if (message) this.said.sent(message, date);
  }

  /**
   * A broadcast turns out to have arrived before a reload, under another number. False when it is not on its way. Where
   * it has got a new number it goes out all the same: others would wait for that.
   */
  hadArrived(id: string, date: number): boolean {
    const message = this.outbox.get(id);
    if (!message || message.to) return false;
    if (!message.content) this.outbox.confirm(id);
    this.said.hadArrived(message, date);
    return true;
  }

  /** The one at that connection says to have a direct message. */
  receipted(id: string, uid: string): void {
    const message = this.outbox.receipted(id, uid);
    if (!message) return;
    this.said.delivered(message);
    this.long.outgoing.forget(id);
  }

  /** A peer has come (back): what it has not confirmed goes to its connection of now. */
  greeted(session: string, uid: string): void {
    this.outbox.returned(session, uid);
  }

  /** A frame goes out to one connection. */
  writesTo(uid: string): void {
    this.refusals.writesTo(uid);
  }

  /** The server reports an error. */
  reported(text: string, describe: (to: Addressee | undefined) => AppError): void {
    // It was dropped for its haste alone: it goes again, and receivers put it in its place.
    if (this.refusals.reported(text, describe) === 'haste') this.flush();
  }

  /** How far one is that goes out in parts; without `progress` it is through. */
  progressed(id: string, progress: Progress | undefined): void {
    const message = this.outbox.get(id);
    if (message) this.said.progress(message.entryId, progress);
    if (!progress) this.flush();
  }

  /** What goes out under an id. */
  contentOf(id: string): Content | undefined {
    return this.outbox.get(id)?.content;
  }

  /** It cannot be sent, whatever the connection. */
  unsendable(id: string, error: AppError): void {
    const message = this.outbox.giveUp(id);
    if (!message) return;
    this.refusals.fail(message, error, error);
    this.flush();
  }

  /** Hands over what waits, as far as that goes now. */
  flush(): void {
    if (!this.isOnline) return;
    const flushed = this.outbox.flush(message => this.handOver(message));
    for (const message of flushed) this.said.handedOver(message);
    // Handing over may have ended in going offline.
    if (this.connection > 0 && !this.outbox.isEmpty) this.echoes.start();
  }

  private overdue(stuck: boolean): void {
    if (stuck) {
      this.long.outgoing.rest();
      this.outbox.disconnected();
    }
    this.flush();
  }

  /** A message gets its number and its time when it first goes out: until then nobody waits for it. */
  private handOver(message: Outgoing): boolean | 'later' {
    const { id, to } = message;
    const known = to?.session === undefined ? to?.uid : this.host.uidOf(to.session);
    // The uid is of another connection than this one: its owner has to say hello first.
    if (to && known === undefined && this.settling && message.connection !== this.connection) return 'later';
    const { current } = this.long.outgoing;
    if (current !== undefined && current !== id) return false;
    const content = message.content ?? this.number(message);
    const uid = known ?? to?.uid;
    if (to && uid !== undefined) message.to = { ...to, uid };
    if (!isLong(content, uid, this.envelope.room)) return this.host.enqueue(() => this.frameOf(message, uid));
    this.long.outgoing.send(content, uid);
    return true;
  }

  private number(message: Outgoing): Message | Amended {
    const content = this.outbox.number(message, this.session, this.time.next());
    this.said.numbered(message);
    return content;
  }

  /** What has been confirmed or given up while it waited for its turn is not sent. */
  private frameOf(message: Outgoing, uid: string | undefined): PacedFrame | undefined {
    if (!message.content || !this.outbox.has(message)) return undefined;
    return { message: message.content, ...(uid !== undefined && { uid }) };
  }

  private show(entryId: string, message: StoredMessage): void {
    this.said.taken(entryId, message, this.isOnline ? 'sending' : 'waiting');
  }

  private addressed(to: Addressee): Addressee {
    const session = to.session ?? this.host.sessionOf(to.uid);
    if (session === undefined) return to;
    return { ...to, session, uid: this.host.uidOf(session) ?? to.uid };
  }
}
