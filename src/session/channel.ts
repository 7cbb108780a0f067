import { randomId } from '../base/encoding';
import { AppError } from '../base/errors';
import { Emitter } from '../base/event';
import { isRecord } from '../base/guards';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { Backoff } from '../client/backoff';
import type { JoinEvent, LeaveEvent, MessageEvent } from '../client/connect';
import type { Draft } from '../protocol/content';
import type { ChannelView } from '../protocol/panel';
import type { Met, Ping } from '../protocol/passing';
import type { Sender } from '../protocol/transcript';
import { systemClock, type Clock } from './clock';
import { Connection, type ConnectionStatus, type Dial, type ServerEvent } from './connection';
import type { DialGate } from './dialGate';
import { Conversation, type ConversationHost } from './conversation';
import type { Addressee, OutboxStore } from './outbox';
import { Pace, type MakeFrame } from './pace';
import { People } from './people';
import type { PresenceEvent } from './roster';
import { Transcript } from './transcript';

/** Something a person should hear of: one message that failed, or an error the server reported by itself. */
export interface ChannelFailure {
  channel: string;
  error: AppError;
  /** The transcript entry that failed, if it was about one. */
  entry?: string;
}

export interface ChannelOptions {
  /** As typed by the person: any non-empty string. */
  name: string;
  /** What others see; sent to the server as the alias. */
  displayName: string;
  dial: Dial;
  backoff?: Backoff;
  clock?: Clock;
  /** Shared by all channels of a window, so that they do not connect all at once. */
  gate?: DialGate;
  /** Sessions of this window before it was reloaded, and who they knew. */
  formerly?: readonly string[];
  met?: Met;
  /** Keeps what is on its way over a reload or a crash. */
  store?: OutboxStore;
  /** Whether newcomers may be given what was said before they came. */
  sharesHistory?: () => boolean;
}

/**
 * One joined channel: its connection, who is in it, what was said, and what is on its way. Everything that shows a
 * channel subscribes to the same events here.
 */
export class Channel implements Disposable, ConversationHost {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<void>());
  private readonly failure = this.owned.add(new Emitter<ChannelFailure>());
  /** State or people changed. */
  readonly onDidChange = this.changed.event;
  readonly onDidFail = this.failure.event;
  readonly transcript = this.owned.add(new Transcript());
  readonly name: string;
  /** Names this joined channel in this window to its peers; outlives reconnects. */
  readonly session = randomId();

  private readonly connection: Connection;
  private readonly conversation: Conversation;
  private readonly pace: Pace;
  private readonly shares: () => boolean;
  private readonly isReturning: boolean;
  private displayName: string;
  /** The server passes nothing on that we say: each ping would earn an error. */
  private isSilenced = false;
  private readonly people = new People(() => this.transcript.entries);

  constructor({ clock = systemClock, formerly = [], met = {}, ...options }: ChannelOptions) {
    this.name = options.name;
    this.displayName = options.displayName;
    this.shares = options.sharesHistory ?? (() => false);
    this.connection = this.owned.add(
      new Connection(() => options.dial(this.displayName), options.backoff ?? new Backoff(), {
        clock,
        gate: options.gate,
        ping: () => this.ping(),
      }),
    );
    this.pace = this.owned.add(
      new Pace({
        send: (message, uid) => this.connection.send(message, uid),
        fence: n => this.ping(n),
        buffered: () => this.connection.buffered,
        clock,
      }),
    );
    const self = { session: this.session, formerly, met };
    this.isReturning = formerly.length > 0;
    this.conversation = new Conversation(self, this, this.transcript, clock, options.store);
    this.owned.add(this.connection.onDidChange(status => this.onStatus(status)));
    this.owned.add(this.connection.onDidReceive(event => this.onServer(event)));
    void options.store?.load().then(messages => {
      if (!this.owned.isDisposed) this.conversation.restore(messages);
    });
  }

  get status(): ConnectionStatus {
    return this.connection.status;
  }

  /** It was connected at some time, if before a reload, so that a loss now is a blip and not a join that fails. */
  get hasBeenOnline(): boolean {
    return this.isReturning || this.connection.hasBeenOnline;
  }

  /** Who was here when, for the next session of this window to know. */
  get met(): Met {
    return this.conversation.met;
  }

  /** The channel as it is shown, without its entries. */
  get view(): ChannelView {
    const { state, error, retryAt } = this.status;
    return {
      name: this.name,
      state,
      ...(error && { detail: error.message }),
      ...(retryAt !== undefined && { retryAt }),
      people: this.people.view(this.displayName),
      anonymous: state === 'online' ? this.people.anonymous : 0,
    };
  }

  open(): void {
    this.connection.open();
  }

  /** Closes and opens again, because the server, the name or a key has changed. */
  reconnect(displayName = this.displayName): void {
    this.displayName = displayName;
    this.connection.restart();
  }

  /** It is worth to look at the connection now: the window came to the front, or the machine has slept. */
  wake(): void {
    this.connection.wake();
  }

  dispose(): void {
    this.connection.close();
    this.owned.dispose();
    // Whatever the connection has told by now: nothing may wait for a time any more.
    this.conversation.offline();
  }

  /**
   * Takes a message over: it stands in the transcript at once, and goes out now or when there is a connection.
   * @param uid the one to send it to; everyone without it.
   * @throws AppError `input` or `offline` when it cannot be taken over; nothing has changed then.
   */
  send(draft: Draft, uid?: string): void {
    const name = uid === undefined ? undefined : this.people.nameOf(uid);
    const to: Addressee | undefined = uid === undefined ? undefined : { uid, ...(name !== undefined && { name }) };
    this.conversation.send(draft, to);
  }

  /** Sends a failed entry once more, as a new message in the failed one's place. */
  retry(entryId: string): void {
    this.conversation.retry(entryId);
  }

  /** Takes back what waits, or takes what has failed away; does nothing when it is too late. */
  cancel(entryId: string): void {
    this.conversation.cancel(entryId);
  }

  enqueue(make: MakeFrame): boolean {
    return this.status.state === 'online' && this.pace.lasting(make);
  }

  passed(n: number): void {
    this.pace.passed(n);
  }

  slowDown(): void {
    this.pace.slowDown();
  }

  silenced(): void {
    this.isSilenced = true;
  }

  ownUid(): string | undefined {
    return this.people.self;
  }

  ownName(): string {
    return this.displayName;
  }

  senderOf(uid: string): Sender {
    return this.people.senderOf(uid);
  }

  failed(error: AppError, entry: string | undefined): void {
    this.failure.fire({ channel: this.name, error, ...(entry !== undefined && { entry }) });
  }

  sharesHistory(): boolean {
    return this.shares();
  }

  /** What a server passes back to oneself shows that it is alive, where the socket itself cannot ping. */
  private ping(n?: number): boolean {
    const { self } = this.people;
    const message: Ping = { type: 'ping', session: this.session, ...(n !== undefined && { n }) };
    return self !== undefined && !this.isSilenced && this.connection.send(message, self);
  }

  private onStatus(status: ConnectionStatus): void {
    // Online as far as people can tell is who has heard of its own coming: see onPresence.
    this.people.clear();
    if (status.state !== 'online') {
      this.isSilenced = false;
      this.pace.clear();
      this.conversation.offline();
    }
    this.changed.fire();
  }

  private onServer(event: ServerEvent): void {
    if (event.kind === 'message') this.onMessage(event.event);
    else if (event.kind === 'error') this.onError(event.event.message);
    else this.onPresence(event.kind, event.event);
  }

  private onPresence(kind: 'join' | 'leave', event: (JoinEvent | LeaveEvent) & PresenceEvent): void {
    this.conversation.sync(event.date);
    const who = this.people.presence(kind, event);
    if (who === 'first') this.conversation.online();
    else if (who !== 'own') {
      this.transcript.append({ kind, id: this.conversation.nextId(), who, date: event.date });
      if (kind === 'leave') {
        if (who.uid === undefined) this.conversation.leftUnnamed(uid => this.people.has(uid));
        else this.conversation.left(who.uid);
      }
    }
    this.changed.fire();
  }

  private onMessage(event: MessageEvent<unknown>): void {
    const { uid, alias, message } = event;
    const own = isRecord(message) && message['session'] === this.session;
    if (uid !== undefined && this.people.spoke(uid, alias, own)) this.changed.fire();
    this.conversation.received(event);
  }

  private onError(text: string): void {
    this.conversation.reported(text, to =>
      to
        ? new AppError(
            'server',
            `${to.name ?? 'This person'} is no longer in ${this.name}: your message did not arrive.`,
          )
        : new AppError('server', `The server reports for ${this.name}: ${text}`),
    );
  }
}
