import { byteLength, randomId } from '../base/encoding';
import { AppError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import { RecentSet } from '../base/recentSet';
import type { MessageEvent } from '../client/connect';
import type { Chat, Content, Draft, Snippet } from '../protocol/content';
import { encodeClientFrame, MAX_FRAME_BYTES } from '../protocol/itty';
import { PASSING_LIMITS, type Part, type PassingContent } from '../protocol/passing';
import type { MessageEntry, Progress, Sender, TransferEntry } from '../protocol/transcript';
import { CatchUp, type CatchUpHost, type Self } from './catchUp';
import { ChannelTime, type Clock } from './clock';
import type { Item } from './contentLog';
import { LongContent, type Arriving, type LongContentHost } from './longContent';
import { Outbox, type Addressee, type Outgoing, type OutboxStore, type StoredMessage } from './outbox';
import type { MakeFrame, PacedFrame } from './pace';
import { bodyOf, draftOf, readPayload } from './payload';
import type { Transcript } from './transcript';

/** What a conversation needs of the channel around it. */
export interface ConversationHost {
  /** Puts a frame into the queue of the open connection. False when there is none. */
  enqueue(make: MakeFrame): boolean;
  /** What one said to oneself with this number has come back. */
  passed(n: number): void;
  /** The server says that one was too fast. */
  slowDown(): void;
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

/** How long a direct message waits on connecting for its addressee to say hello. Milliseconds. */
const SETTLE = 5_000;

/** Room in a frame for what `resent` puts around content. Bytes. */
const ENVELOPE = 2_000;

const TOO_FAST = /too (fast|many)|rate|slow down/i;

/**
 * What is said in one channel: what comes in is shown once and in order, what goes out is kept until somebody confirms
 * it. It knows frames and times, and no sockets.
 */
export class Conversation implements CatchUpHost, LongContentHost {
  private readonly time: ChannelTime;
  private readonly catchUp: CatchUp;
  private readonly outbox: Outbox;
  private readonly long: LongContent;
  private readonly shown = new RecentSet(MAX_SHOWN);
  private entries = 0;
  private seq = 0;
  private directSeq = 0;
  /** Counts the connections; 0 while there is none. */
  private connection = 0;
  private connections = 0;
  private check: Disposable | undefined;
  /** Just connected: who is here is still being learnt. */
  private settling: Disposable | undefined;

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
    this.long = new LongContent(self.session, this, clock);
  }

  /** Who was here when, for the next session of this window to know. */
  get met(): CatchUp['met'] {
    return this.catchUp.met;
  }

  get held(): CatchUp['held'] {
    return this.catchUp.held;
  }

  /** Takes up what was on its way when the window was reloaded. */
  restore(messages: readonly StoredMessage[]): void {
    for (const message of messages) this.queue(message);
    this.flush();
  }

  online(): void {
    this.connection = ++this.connections;
    this.settling = this.clock.after(SETTLE, () => {
      this.settling = undefined;
      this.flush();
    });
    this.catchUp.online();
    this.long.online();
    this.flush();
  }

  offline(): void {
    this.connection = 0;
    this.check?.dispose();
    this.settling?.dispose();
    this.check = this.settling = undefined;
    this.catchUp.offline();
    this.long.offline();
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
    if (size > PASSING_LIMITS.transfer) {
      const [has, limit] = [size, PASSING_LIMITS.transfer].map(bytes => Math.ceil(bytes / 1024 / 1024));
      throw new AppError('input', `This is ${has} MB and a message holds ${limit} MB: send a smaller part.`);
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
    this.outbox.add({
      id: randomId(12),
      draft,
      entryId,
      flushed: false,
      connection: this.connection,
      ...(to && { to }),
    });
    this.update(entryId, ['failed'], { state: 'waiting' });
    this.flush();
  }

  /** Takes back what waits, or takes what has failed away. */
  cancel(entryId: string): void {
    const entry = this.transcript.get(entryId);
    if (entry?.kind === 'transfer') {
      this.refuse(entryId);
      return;
    }
    const failed = entry?.kind === 'message' && entry.from.self && entry.state === 'failed';
    if (this.outbox.cancel(entryId) ?? this.cancelLong(entryId) ?? failed) this.transcript.remove(entryId);
  }

  /** A user's message has come. */
  received(event: MessageEvent<unknown>): void {
    const date = Math.floor(event.date);
    this.time.sync(date);
    const incoming = readPayload(event.message);
    const { uid } = event;
    if (incoming.kind === 'passing') {
      if (incoming.message && uid !== undefined) this.heard(incoming.message, uid, event.alias, date);
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
      this.host.slowDown();
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
    this.enqueue(() => ({ message, ...(uid !== undefined && { uid }) }));
  }

  enqueue(make: MakeFrame): boolean {
    return this.host.enqueue(make);
  }

  uidOf(session: string): string | undefined {
    return this.catchUp.uidOf(session);
  }

  give({ content, name, date }: Item, uid: string): void {
    if (isLong(content, uid)) {
      this.long.give(content, uid);
      return;
    }
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

  private heard(message: PassingContent, uid: string, name: string | undefined, date: number): void {
    const own = message.session === this.self.session;
    switch (message.type) {
      case 'ping':
        if (own && message.n !== undefined && uid === this.host.ownUid()) this.host.passed(message.n);
        return;
      case 'receipt':
        this.receipted(message.id, uid);
        return;
      case 'part':
        this.long.hearPart(message, { part: message, uid, date, ...(name !== undefined && { name }) });
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
      this.outbox.returned(message.session, uid);
      this.long.greeted(message.session, uid);
      this.flush();
    }
  }

  private receipted(id: string, uid: string): void {
    if (this.confirmed(this.outbox.receipted(id, uid), 'delivered')) this.long.forget(id);
  }

  outgoing(id: string, progress: Progress | undefined): void {
    const entryId = this.outbox.all.find(message => message.id === id)?.entryId;
    const entry = entryId === undefined ? undefined : this.transcript.get(entryId);
    if (entry?.kind === 'message') {
      const next: MessageEntry = { ...entry, ...(progress && { progress }) };
      if (!progress) delete next.progress;
      this.transcript.replace(next);
    }
    if (!progress) this.flush();
  }

  passedOn(id: string): void {
    const content = this.outbox.all.find(message => message.id === id)?.content;
    if (content) this.cameBack({ content, date: this.time.now(), name: this.host.ownName() });
  }

  unsendable(id: string, error: AppError): void {
    const message = this.outbox.confirm(id);
    if (!message) return;
    this.vacate(message);
    this.update(message.entryId, undefined, { state: 'failed', reason: error.message });
    this.host.failed(error, message.entryId);
    this.flush();
  }

  incoming({ part, uid, name, date }: Arriving, progress: Progress | undefined, reason?: string): void {
    const id = transferEntryId(part);
    const known = this.transcript.get(id);
    if (!progress && known?.kind !== 'transfer' && reason === undefined) return;
    const before = known?.kind === 'transfer' ? known.progress : { done: 0, total: 0 };
    const entry: TransferEntry = {
      kind: 'transfer',
      id,
      from: { self: false, uid, ...(name !== undefined && { name }) },
      date: known?.date ?? date,
      progress: progress ?? before,
      ...(reason !== undefined && { reason }),
    };
    this.transcript.insert(entry, this.time.now());
  }

  arrived(content: Content, { part, uid, name, date }: Arriving): void {
    this.transcript.remove(transferEntryId(part));
    const item: Item = { content, date, ...(name !== undefined && { name }) };
    if (content.session !== part.session) this.catchUp.takeGiven(item, uid);
    else if (content.direct) this.receivedDirect(item, uid);
    else if (this.catchUp.isWanted(content, uid)) this.catchUp.takeGiven(item, uid);
    else this.catchUp.broadcast(item, uid);
  }

  private refuse(entryId: string): void {
    const [, session = '', transfer = ''] = entryId.split(' ');
    this.long.refuse(session, transfer);
    this.transcript.remove(entryId);
  }

  /** Gives up what is going out in parts. `undefined` when it is through, or is no such thing. */
  private cancelLong(entryId: string): true | undefined {
    const message = this.outbox.all.find(each => each.entryId === entryId);
    if (!message || !this.long.cancel(message.id)) return undefined;
    this.outbox.confirm(message.id);
    this.vacate(message);
    this.flush();
    return true;
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
    this.outbox.add({ id, draft, entryId, flushed: false, connection: this.connection, ...(to && { to }) });
    const entry: MessageEntry = {
      kind: 'message',
      id: entryId,
      from: this.ownSender(),
      ...(to && { to: { self: false, uid: to.uid, ...(to.name !== undefined && { name: to.name }) } }),
      date: this.time.now(),
      body: draft.type === 'chat' ? { type: 'text', text: draft.text } : bodyOf(this.contentOf(draft, id, 1, 0)),
      state: this.connection > 0 ? 'sending' : 'waiting',
    };
    this.transcript.append(entry);
  }

  private flush(): void {
    if (this.connection === 0) return;
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
  private handOver(message: Outgoing): boolean | 'later' {
    const { id, draft, to, entryId } = message;
    const uid = (to?.session !== undefined && this.catchUp.uidOf(to.session)) || to?.uid;
    const unmet = to?.session !== undefined && this.catchUp.uidOf(to.session) === undefined;
    // The uid is of another connection than this one: its owner has to say hello first.
    if (unmet && this.settling && message.connection !== this.connection) return 'later';
    const { current } = this.long;
    if (current !== undefined && current !== id) return false;
    if (!message.content) {
      const seq = to ? ++this.directSeq : ++this.seq;
      message.content = this.contentOf(draft, id, seq, this.time.next());
      if (to) message.content.direct = true;
      this.transcript.move(entryId, message.content.at, `${this.self.session} ${seq}`);
      this.shown.add(id);
    }
    if (to && uid !== undefined) message.to = { ...to, uid };
    const { content } = message;
    if (!isLong(content, uid)) return this.enqueue(() => this.frameOf(message, uid));
    this.long.send(content, uid);
    return true;
  }

  /** What has been confirmed or given up while it waited for its turn is not sent. */
  private frameOf(message: Outgoing, uid: string | undefined): PacedFrame | undefined {
    if (!message.content || !this.outbox.all.includes(message)) return undefined;
    return { message: message.content, ...(uid !== undefined && { uid }) };
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
    this.enqueue(() => ({ message: empty }));
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

/** Whether content has to travel in parts. */
function isLong(content: Content, uid: string | undefined): boolean {
  // The frame that passes it on to another has a little more around it.
  return byteLength(encodeClientFrame(content, uid)) > MAX_FRAME_BYTES - ENVELOPE;
}

function transferEntryId({ session, transfer }: Pick<Part, 'session' | 'transfer'>): string {
  return `transfer ${session} ${transfer}`;
}
