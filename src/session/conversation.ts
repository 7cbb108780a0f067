import { byteLength, randomId } from '../base/encoding';
import { AppError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import { RecentSet } from '../base/recentSet';
import type { MessageEvent } from '../client/connect';
import type { Chat, Content, Draft, Snippet } from '../protocol/content';
import { encodeClientFrame, MAX_FRAME_BYTES } from '../protocol/itty';
import type { PassingContent } from '../protocol/passing';
import type { MessageEntry, Sender } from '../protocol/transcript';
import { CatchUp, type CatchUpHost, type Self } from './catchUp';
import { ChannelTime, type Clock } from './clock';
import type { Item } from './contentLog';
import { Outbox, type Addressee, type Outgoing, type OutboxStore, type StoredMessage } from './outbox';
import { bodyOf, draftOf, readPayload } from './payload';
import type { Transcript } from './transcript';

/** What a conversation needs of the channel around it. */
export interface ConversationHost {
  /** Hands a message to the open connection. False when there is none. */
  transmit(message: unknown, uid?: string): boolean;
  /** One's own uid, once known. */
  ownUid(): string | undefined;
  ownName(): string;
  /** What is known of whoever speaks from a connection. */
  senderOf(uid: string): Sender;
  /** An own message will not arrive by itself. */
  failed(error: AppError, entryId: string | undefined): void;
  sharesHistory(): boolean;
}

/** Ids of messages that were shown, so that one that comes twice, or under a second number, is shown once. */
const MAX_SHOWN = 20_000;

/** A server that echoes and has not passed a message on by then has not got it: it is sent again. Milliseconds. */
const ECHO_WITHIN = 10_000;

const TOO_FAST = /too (fast|many)|rate|slow down/i;

/**
 * What is said in one channel: what comes in is shown once and in order, what goes out is kept until somebody confirms
 * it. It knows frames and times, and no sockets.
 */
export class Conversation implements CatchUpHost {
  private readonly time: ChannelTime;
  private readonly catchUp: CatchUp;
  private readonly outbox: Outbox;
  private readonly shown = new RecentSet(MAX_SHOWN);
  private entries = 0;
  private seq = 0;
  private directSeq = 0;
  private isOnline = false;
  private check: Disposable | undefined;

  constructor(
    private readonly self: Self,
    private readonly host: ConversationHost,
    private readonly transcript: Transcript,
    private readonly clock: Clock,
    store?: OutboxStore,
  ) {
    this.time = new ChannelTime(clock);
    this.catchUp = new CatchUp(self, this, clock, this.time);
    this.outbox = new Outbox(store);
  }

  /** Takes up what was on its way when the window was reloaded. */
  restore(messages: readonly StoredMessage[]): void {
    for (const message of messages) this.queue(message);
    this.flush();
  }

  online(): void {
    this.isOnline = true;
    this.catchUp.online();
    this.flush();
  }

  offline(): void {
    this.isOnline = false;
    this.check?.dispose();
    this.check = undefined;
    this.catchUp.offline();
    this.outbox.disconnected();
    for (const { entryId } of this.outbox.all) this.update(entryId, ['sending'], { state: 'waiting' });
  }

  left(uid: string): void {
    this.catchUp.left(uid);
  }

  /** The server's clock, from any of its frames. */
  sync(date: number): void {
    this.time.sync(date);
  }

  nextId(): string {
    return `e${++this.entries}`;
  }

  /**
   * Takes a message over: it stands in the transcript at once, and goes out now or when there is a connection.
   * @throws AppError `input` or `offline` when it cannot be taken over; nothing has changed then.
   */
  send(draft: Draft, to?: Addressee): void {
    const size = byteLength(JSON.stringify(draft));
    if (size > MAX_FRAME_BYTES - 1_000) {
      const [has, limit] = [size, MAX_FRAME_BYTES].map(bytes => Math.ceil(bytes / 1000));
      throw new AppError('input', `This is ${has} KB and a message holds ${limit} KB: send a smaller part.`);
    }
    this.queue({ id: randomId(12), draft, ...(to && { to: this.addressed(to) }) });
    this.flush();
  }

  /** Sends a failed entry once more, as a new message in the failed one's place. */
  retry(entryId: string): void {
    const entry = this.transcript.get(entryId);
    if (entry?.kind !== 'message' || entry.state !== 'failed') return;
    const uid = entry.to?.uid;
    const to = uid === undefined ? undefined : this.addressed({ uid, ...(entry.to?.name && { name: entry.to.name }) });
    const draft = draftOf(entry.body);
    this.outbox.add({ id: randomId(12), draft, entryId, flushed: false, ...(to && { to }) });
    this.update(entryId, ['failed'], { state: 'waiting' });
    this.flush();
  }

  /** Takes back what waits, or takes what has failed away. */
  cancel(entryId: string): void {
    const entry = this.transcript.get(entryId);
    const failed = entry?.kind === 'message' && entry.from.self && entry.state === 'failed';
    if (this.outbox.cancel(entryId) ?? failed) this.transcript.remove(entryId);
  }

  /** A user's message has come. */
  received(event: MessageEvent<unknown>): void {
    const date = Math.floor(event.date);
    this.time.sync(date);
    const incoming = readPayload(event.message);
    const { uid } = event;
    if (incoming.kind === 'passing') {
      if (incoming.message && uid !== undefined) this.heard(incoming.message, uid);
      return;
    }
    if (incoming.kind === 'text') {
      this.show(undefined, this.senderFrom(event), { type: 'text', text: incoming.text }, this.time.now(), date);
      return;
    }
    const { content } = incoming;
    const item: Item = { content, date, ...(event.alias !== undefined && { name: event.alias }) };
    const own = content.session === this.self.session;
    // Only the server can say that one's own message has come back: the frame's uid is its word.
    if (own && uid !== this.host.ownUid() && this.host.ownUid() !== undefined) return;
    if (own) this.cameBack(item);
    else if (content.direct) this.receivedDirect(item, uid);
    else this.catchUp.broadcast(item, uid);
  }

  /** The server reports an error. */
  reported(text: string, describe: (to: Addressee | undefined) => AppError): void {
    const oldest = this.outbox.oldestUnconfirmed();
    if (oldest && TOO_FAST.test(text)) {
      // It was dropped for its haste alone: it goes again, and receivers put it in its place.
      oldest.flushed = false;
      this.flush();
      return;
    }
    const message = this.outbox.failedBy(text);
    const to = message?.to;
    if (message) {
      this.vacate(message);
      this.update(message.entryId, undefined, { state: 'failed', reason: to ? 'No longer here' : text });
    }
    this.host.failed(describe(to), message?.entryId);
  }

  say(message: PassingContent, uid?: string): void {
    this.host.transmit(message, uid);
  }

  give({ content, name, date }: Item, uid: string): void {
    this.say({ type: 'resent', session: this.self.session, content, date, ...(name !== undefined && { name }) }, uid);
  }

  deliver({ content, name, date }: Item): void {
    this.time.saw(content.at);
    if (content.type === 'void') return;
    const own = this.self.formerly.includes(content.session);
    if (own && this.confirmed(this.outbox.confirm(content.id), 'sent', date)) return;
    const uid = this.catchUp.uidOf(content.session);
    const from: Sender = own
      ? this.ownSender()
      : { self: false, ...(uid !== undefined && { uid }), ...(name !== undefined && { name }) };
    this.showContent(content, from, undefined, date);
  }

  missing(session: string, count: number): void {
    const id = `missing ${session}`;
    if (count === 0) {
      this.transcript.remove(id);
      return;
    }
    const uid = this.catchUp.uidOf(session);
    const who: Sender = uid === undefined ? { self: false } : this.host.senderOf(uid);
    this.transcript.insert({ kind: 'missing', id, who, count, date: this.time.now() }, this.time.now());
  }

  unconfirmed(): Item[] {
    const name = this.host.ownName();
    const date = this.time.now();
    return this.outbox.all.flatMap(({ content, to }) => (content && !to ? [{ content, name, date }] : []));
  }

  lastSeq(): number {
    return this.seq;
  }

  sharesHistory(): boolean {
    return this.host.sharesHistory();
  }

  private heard(message: PassingContent, uid: string): void {
    if (message.type === 'receipt') {
      this.confirmed(this.outbox.receipted(message.id, uid), 'delivered');
      return;
    }
    this.catchUp.hear(message, uid);
    if (message.type === 'hello' && message.session !== this.self.session) {
      this.outbox.returned(message.session, uid);
      this.flush();
    }
  }

  private cameBack(item: Item): void {
    this.time.saw(item.content.at);
    this.confirmed(this.outbox.confirm(item.content.id), 'sent', item.date);
    this.catchUp.confirmed(item);
  }

  private receivedDirect({ content, name, date }: Item, uid: string | undefined): void {
    if (content.type === 'void' || uid === undefined) return;
    this.say({ type: 'receipt', session: this.self.session, id: content.id }, uid);
    this.time.saw(content.at);
    this.showContent(content, { self: false, uid, ...(name !== undefined && { name }) }, this.ownSender(), date);
  }

  private showContent(content: Chat | Snippet, from: Sender, to: Sender | undefined, date: number): void {
    if (!this.shown.add(content.id)) return;
    const at = Math.min(content.at, this.time.now());
    this.show(to, from, bodyOf(content), at, date, `${content.session} ${content.seq}`);
  }

  private show(
    to: Sender | undefined,
    from: Sender,
    body: MessageEntry['body'],
    at: number,
    date: number,
    tie?: string,
  ): void {
    const entry: MessageEntry = {
      kind: 'message',
      id: this.nextId(),
      from,
      date,
      body,
      state: 'sent',
      ...(to && { to }),
    };
    this.transcript.insert(entry, at, tie);
  }

  private queue({ id, draft, to }: StoredMessage): void {
    const entryId = this.nextId();
    this.outbox.add({ id, draft, entryId, flushed: false, ...(to && { to }) });
    const entry: MessageEntry = {
      kind: 'message',
      id: entryId,
      from: this.ownSender(),
      ...(to && { to: { self: false, uid: to.uid, ...(to.name !== undefined && { name: to.name }) } }),
      date: this.time.now(),
      body: draft.type === 'chat' ? { type: 'text', text: draft.text } : bodyOf(this.contentOf(draft, id, 1, 0)),
      state: this.isOnline ? 'sending' : 'waiting',
    };
    this.transcript.append(entry);
  }

  private flush(): void {
    if (!this.isOnline) return;
    const flushed = this.outbox.flush(message => this.handOver(message));
    for (const { entryId, to } of flushed) {
      this.update(entryId, ['waiting', 'sending'], { state: to ? 'sent' : 'sending' });
    }
    this.expectEcho();
  }

  /** Sees to it that what the server has lost without a word is sent again. */
  private expectEcho(): void {
    const oldest = this.outbox.oldestUnconfirmed();
    if (!oldest || this.check) return;
    this.check = this.clock.after(ECHO_WITHIN, () => {
      this.check = undefined;
      if (this.outbox.oldestUnconfirmed() === oldest) this.outbox.disconnected();
      this.flush();
    });
  }

  /** A message gets its number and its time when it first goes out: until then nobody waits for it. */
  private handOver(message: Outgoing): boolean {
    const { id, draft, to, entryId } = message;
    if (!message.content) {
      const seq = to ? ++this.directSeq : ++this.seq;
      message.content = this.contentOf(draft, id, seq, this.time.next());
      if (to) message.content.direct = true;
      this.transcript.move(entryId, message.content.at, `${this.self.session} ${seq}`);
      this.shown.add(id);
    }
    return this.host.transmit(message.content, to?.uid);
  }

  private contentOf(draft: Draft, id: string, seq: number, at: number): Chat | Snippet {
    return { ...draft, id, session: this.self.session, seq, at };
  }

  /** The number of a broadcast that was refused stays empty, and those who wait for it are told. */
  private vacate({ content, to }: Outgoing): void {
    if (!content || to) return;
    const { id, session, seq, at } = content;
    const empty: Content = { type: 'void', text: '', id, session, seq, at };
    this.catchUp.confirmed({ content: empty, date: this.time.now() });
    this.host.transmit(empty);
  }

  private confirmed(message: Outgoing | undefined, state: 'sent' | 'delivered', date?: number): boolean {
    if (!message) return false;
    this.update(message.entryId, undefined, { state, ...(date !== undefined && { date }) });
    return true;
  }

  private update(
    entryId: string,
    only: readonly MessageEntry['state'][] | undefined,
    change: Partial<Pick<MessageEntry, 'state' | 'reason' | 'date'>>,
  ): void {
    const entry = this.transcript.get(entryId);
    if (entry?.kind !== 'message' || (only && !only.includes(entry.state))) return;
    const next: MessageEntry = { ...entry, ...change };
    if (change.reason === undefined) delete next.reason;
    this.transcript.replace(next);
  }

  private addressed(to: Addressee): Addressee {
    const session = to.session ?? this.catchUp.sessionOf(to.uid);
    if (session === undefined) return to;
    return { ...to, session, uid: this.catchUp.uidOf(session) ?? to.uid };
  }

  private senderFrom({ uid, alias }: MessageEvent<unknown>): Sender {
    const self = uid !== undefined && uid === this.host.ownUid();
    return { self, ...(uid !== undefined && { uid }), ...(alias !== undefined && { name: alias }) };
  }

  private ownSender(): Sender {
    const uid = this.host.ownUid();
    return { self: true, name: this.host.ownName(), ...(uid !== undefined && { uid }) };
  }
}
