import { randomId } from '../base/encoding';
import { AppError } from '../base/errors';
import { Emitter } from '../base/event';
import { isRecord } from '../base/guards';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { english, type Say, sentence } from '../base/sentence';
import { Backoff } from '../client/backoff';
import type { JoinEvent, LeaveEvent, MessageEvent } from '../client/connect';
import type { Draft } from '../protocol/content';
import type { ChannelView } from '../protocol/panel';
import type { Met, Ping } from '../protocol/passing';
import type { Sender } from '../protocol/transcript';
import type { ChannelKey } from '../seal/channelKey';
import type { Seal } from '../seal/seal';
import type { Who } from './blocking';
import { systemClock, type Clock } from './clock';
import { Connection, type ConnectionStatus, type Dial, type ServerEvent } from './connection';
import type { DialGate } from './dialGate';
import { Conversation } from './conversation';
import type { ConversationHost } from './conversationHost';
import type { Kept, KeptStore } from './kept';
import { OpenLine, type Line } from './line';
import type { Addressee, OutboxStore } from './outbox';
import { Pace, type MakeFrame } from './pace';
import { People } from './people';
import { peopleView } from './personView';
import type { OwnPresence } from './presenceTalk';
import { PrivateSide } from './privateSide';
import type { PresenceEvent } from './roster';
import { Transcript } from './transcript';

export type { OwnPresence, Who };

/** Something a person should hear of: one message that failed, or an error the server reported by itself. */
export interface ChannelFailure {
  channel: string;
  error: AppError;
  /** The transcript entry that failed, if it was about one. */
  entry?: string;
}

/** A member has renewed the channel's key and gives it to us: to `adopt`, if the person wants to follow. */
export interface KeyOffer {
  from: Sender;
  key: ChannelKey;
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
  /** Keeps what is said over a restart, and what it has kept: that is shown from the start, and is not new. */
  history?: Pick<KeptStore, 'keep'>;
  kept?: readonly Kept[];
  /** Whether newcomers may be given what was said before they came. */
  sharesHistory?: () => boolean;
  /**
   * Makes the channel private: made anew of its key for each joined channel in each window. The server is to be asked for
   * `seal.channel` and told no name: `dial` is called with an empty one.
   */
  seal?: Seal;
  /** Says in the person's language what stands in the transcript and in `view`; English without it. */
  say?: Say;
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
  private readonly offer = this.owned.add(new Emitter<KeyOffer>());
  /** A private channel's key was renewed by another. */
  readonly onDidOfferKey = this.offer.event;
  readonly transcript = this.owned.add(new Transcript());
  readonly name: string;
  /** Names this joined channel in this window to its peers; outlives reconnects. */
  readonly session: string;

  private readonly connection: Connection;
  private readonly conversation: Conversation;
  private readonly pace: Pace;
  private readonly seal: Seal | undefined;
  private readonly secret: PrivateSide | undefined;
  private readonly line: Line;
  private readonly shares: () => boolean;
  private readonly isReturning: boolean;
  private readonly say: Say;
  private displayName: string;
  /** The server passes nothing on that we say: each ping would earn an error. */
  private isSilenced = false;
  private readonly people = new People(() => this.transcript.entries);

  constructor({ clock = systemClock, formerly = [], met = {}, ...options }: ChannelOptions) {
    this.name = options.name;
    this.displayName = options.displayName;
    this.seal = options.seal;
    this.session = options.seal?.session ?? randomId();
    this.say = options.say ?? english;
    this.shares = options.sharesHistory ?? (() => false);
    this.connection = this.owned.add(
      new Connection(() => options.dial(this.seal ? '' : this.displayName), options.backoff ?? new Backoff(), {
        clock,
        gate: options.gate,
        ping: () => this.ping(),
      }),
    );
    this.secret = options.seal && this.privateSide(options.seal, clock);
    this.line = this.owned.add(this.secret?.line ?? new OpenLine(this.connection, event => this.onServer(event)));
    this.pace = this.owned.add(
      new Pace({
        send: (message, uid) => this.line.send(message, uid),
        fence: n => this.ping(n),
        buffered: () => this.connection.buffered,
        clock,
      }),
    );
    const self = { session: this.session, formerly, met };
    this.isReturning = formerly.length > 0;
    const around = {
      say: this.say,
      ...(options.store && { outbox: options.store }),
      ...(options.history && { history: options.history }),
    };
    this.conversation = new Conversation(self, this, this.transcript, clock, around, this.line.envelope);
    this.conversation.recall(options.kept ?? []);
    this.owned.add(this.connection.onDidChange(status => this.onStatus(status)));
    this.owned.add(this.connection.onDidReceive(event => this.line.received(event)));
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
      ...(error && { detail: this.say(error) }),
      ...(retryAt !== undefined && { retryAt }),
      people: this.peopleView(),
      anonymous: state === 'online' ? this.people.anonymous : 0,
      privacy: this.seal ? 'private' : 'open',
      ...(this.secret?.isMeddled && { meddled: true }),
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

  /**
   * Gives those members of a private channel a new key, and nobody else: who is left out stays behind. What was said
   * stays here. It is for the caller to keep the key, and to `adopt` it.
   *
   * @param uids as in `view.people`.
   * @returns the connections of those who have it by now; the others have to be invited.
   * @throws AppError `input` in an open channel, `offline` without a connection.
   */
  async renewKey(key: ChannelKey, uids: readonly string[]): Promise<string[]> {
    if (!this.secret) throw new AppError('input', '{0} is open: it has no key to renew.', [this.name]);
    if (this.status.state !== 'online') {
      throw new AppError('offline', '{0} is not connected: renew its key when it is.', [this.name]);
    }
    return this.secret.line.renew(key, uids);
  }

  /** Moves to a new key of a private channel, with all that was said and waits. Connects anew. */
  async adopt(key: ChannelKey): Promise<void> {
    if (!this.seal) throw new AppError('input', '{0} is open: it has no key to renew.', [this.name]);
    await this.seal.adopt(key);
    if (!this.owned.isDisposed) this.reconnect();
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

  /**
   * Says an own message in other words. It is shown at once.
   * @throws AppError `input` when it cannot be changed, `offline` when too much waits already; nothing has changed then.
   */
  edit(entryId: string, text: string): void {
    this.conversation.amending.edit(entryId, text);
  }

  /**
   * Takes an own message back: for ever, once it was sent.
   * @throws AppError `input` when it is not one's own, `offline` when too much waits already; nothing has changed then.
   */
  delete(entryId: string): void {
    this.conversation.amending.delete(entryId);
  }

  /**
   * Puts an emoji to a message, or takes one's own away again.
   * @throws AppError `input` when that cannot be, `offline` when too much waits already; nothing has changed then.
   */
  react(entryId: string, emoji: string, on: boolean): void {
    this.conversation.amending.react(entryId, emoji, on);
  }

  /** Says how one is, and where if that is shared: `view.people` of the others has it. As often as one likes. */
  setPresence(presence: OwnPresence): void {
    this.conversation.presence.set(presence);
  }

  /** The person writes, or has stopped: to be said with every keystroke. @param uid the one it is for; all without it. */
  typing(on: boolean, uid?: string): void {
    this.conversation.presence.write(on, uid);
  }

  /** Who is not to be shown on this machine. To be given anew when that has changed. Nobody else hears of it. */
  setBlocked(isBlocked: (who: Who) => boolean): void {
    this.conversation.display.setBlocked(isBlocked);
    this.changed.fire();
  }

  enqueue(make: MakeFrame): boolean {
    return this.status.state === 'online' && this.pace.lasting(this.line.measured(make));
  }

  pass(key: string, make: MakeFrame): void {
    if (this.status.state === 'online') this.pace.passing(key, this.line.measured(make));
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

  deviceOf(session: string): string | undefined {
    return this.line.deviceOf(session);
  }

  peopleCount(): number {
    return this.people.count;
  }

  presenceChanged(): void {
    this.changed.fire();
  }

  private peopleView(): ChannelView['people'] {
    const { people, conversation, seal, session } = this;
    const knowledge = {
      session,
      ownDevice: seal?.device?.key,
      speakerAt: (uid: string) => conversation.speakerAt(uid),
      deviceAt: (uid: string) => this.line.deviceAt(uid),
      isAnnounced: (uid: string) => people.isAnnounced(uid),
      presence: conversation.presence,
      blocking: conversation.display.blocking,
    };
    return peopleView(people.view(this.displayName), knowledge);
  }

  /** What a server passes back to oneself shows that it is alive, where the socket itself cannot ping. */
  private ping(n?: number): boolean {
    const { self } = this.people;
    const message: Ping = { type: 'ping', session: this.session, ...(n !== undefined && { n }) };
    return self !== undefined && !this.isSilenced && this.line.send(message, self);
  }

  private onStatus(status: ConnectionStatus): void {
    // Online as far as people can tell is who has heard of its own coming: see onPresence.
    this.people.clear();
    this.secret?.clear();
    if (status.state === 'online') {
      this.line.connected();
    } else {
      this.line.disconnected();
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
    if (who === 'first') {
      this.line.joined();
      this.conversation.online();
    } else if (who !== 'own') {
      this.showPresence(kind, who, event.date);
      if (kind === 'leave') {
        if (who.uid === undefined) this.conversation.leftUnnamed(uid => this.people.has(uid));
        else this.conversation.left(who.uid);
      }
    }
    this.changed.fire();
  }

  /** In a private channel somebody has come once they have said who they are; the server does not know. */
  private showPresence(kind: 'join' | 'leave', who: Sender, date: number): void {
    if (!this.secret || who.name !== undefined) {
      this.transcript.append({ kind, id: this.conversation.nextId(), who, date });
    } else if (who.uid !== undefined) {
      this.secret.unnamed(kind, who.uid);
    }
  }

  private privateSide(seal: Seal, clock: Clock): PrivateSide {
    return new PrivateSide(this.connection, seal, {
      clock,
      hear: event => this.onServer(event),
      enqueue: make => {
        this.enqueue(this.conversation.toOthers(make));
      },
      offered: (key, uid) => this.offer.fire({ from: this.people.senderOf(uid), key }),
      met: (uid, name, isNew) => {
        this.people.spoke(uid, name, false);
        if (isNew) this.showPresence('join', this.people.senderOf(uid), this.conversation.now());
        this.changed.fire();
      },
      meddled: () => this.changed.fire(),
      ownUid: () => this.people.self,
      ownName: () => this.displayName,
    });
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
        ? new AppError('server', '{0} is no longer in {1}: your message did not arrive.', [
            to.name ?? sentence('This person'),
            this.name,
          ])
        : new AppError('server', 'The server reports for {0}: {1}', [this.name, text]),
    );
  }
}
