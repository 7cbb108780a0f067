import { AppError } from '../base/errors';
import { Emitter } from '../base/event';
import { randomId } from '../base/encoding';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { RecentSet } from '../base/recentSet';
import { Backoff } from '../client/backoff';
import type { JoinEvent, LeaveEvent, MessageEvent } from '../client/connect';
import type { Content, Draft } from '../protocol/content';
import type { ChannelView } from '../protocol/panel';
import type { MessageEntry, Sender } from '../protocol/transcript';
import { Connection, type ConnectionStatus, type Dial, type ServerEvent } from './connection';

import { Outbox, type Outgoing } from './outbox';
import { bodyOf, draftOf, readPayload } from './payload';
import {
  anonymousCount,
  emptyRoster,
  identified,
  isOwnJoin,
  joined,
  left,
  peopleView,
  spoke,
  type PresenceEvent,
  type Roster,
} from './roster';
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
}

/** Keys of messages seen, so that one that comes twice is shown once. */
const MAX_SEEN = 20_000;

/**
 * One joined channel: its connection, who is in it, what was said, and what is on its way. Everything that shows a
 * channel subscribes to the same events here.
 */
export class Channel implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  private readonly failed = this.store.add(new Emitter<ChannelFailure>());
  /** State or people changed. */
  readonly onDidChange = this.changed.event;
  readonly onDidFail = this.failed.event;
  readonly transcript = this.store.add(new Transcript());
  readonly name: string;

  /** Names this joined channel in this window to its peers; outlives reconnects. */
  private readonly session = randomId();
  private readonly connection: Connection;
  private readonly outbox = new Outbox();
  private readonly seen = new RecentSet(MAX_SEEN);
  private roster: Roster = emptyRoster;
  private displayName: string;
  private entries = 0;
  private seq = 0;

  constructor(options: ChannelOptions) {
    this.name = options.name;
    this.displayName = options.displayName;
    this.connection = this.store.add(
      new Connection(() => options.dial(this.displayName), options.backoff ?? new Backoff()),
    );
    this.store.add(this.connection.onDidChange(status => this.onStatus(status)));
    this.store.add(this.connection.onDidReceive(event => this.onServer(event)));
  }

  get status(): ConnectionStatus {
    return this.connection.status;
  }

  /** It was connected at some time, so that a loss now is a blip and not a join that fails. */
  get hasBeenOnline(): boolean {
    return this.connection.hasBeenOnline;
  }

  /** The channel as it is shown, without its entries. */
  get view(): ChannelView {
    const { state, error } = this.status;
    return {
      name: this.name,
      state,
      ...(error && { detail: error.message }),
      people: peopleView(this.roster, this.displayName),
      anonymous: state === 'online' ? anonymousCount(this.roster) : 0,
    };
  }

  open(): void {
    this.connection.open();
  }

  dispose(): void {
    this.connection.close();
    this.store.dispose();
  }

  /**
   * Takes a message over: it stands in the transcript at once, and goes out now or when there is a connection.
   * @param uid the one to send it to; everyone without it.
   * @throws AppError `input` or `offline` when it cannot be taken over; nothing has changed then.
   */
  send(draft: Draft, uid?: string): void {
    const id = this.nextId();
    const content = this.queue(draft, id, uid);
    this.transcript.append({
      kind: 'message',
      id,
      from: this.ownSender(),
      ...(uid !== undefined && { to: this.senderOf(uid) }),
      date: Date.now(),
      body: bodyOf(content),
      state: 'sending',
    });
    this.flush();
  }

  /** Sends a failed entry once more, as a new message in the failed one's place. */
  retry(entryId: string): void {
    const entry = this.transcript.get(entryId);
    if (entry?.kind !== 'message' || entry.state !== 'failed') return;
    this.queue(draftOf(entry.body), entryId, entry.to?.uid);
    const again: MessageEntry = { ...entry, state: 'sending' };
    delete again.reason;
    this.transcript.replace(again);
    this.flush();
  }

  /** Closes and opens again, because the server, the name or a key has changed. */
  reconnect(displayName = this.displayName): void {
    this.displayName = displayName;
    this.connection.restart();
  }

  private queue(draft: Draft, entryId: string, uid: string | undefined): Content {
    const direct = uid === undefined ? {} : { direct: true as const };
    const content: Content = {
      ...draft,
      id: randomId(12),
      session: this.session,
      seq: this.seq + 1,
      at: Date.now(),
      ...direct,
    };
    this.outbox.add({ entryId, content, flushed: false, ...(uid !== undefined && { uid }) });
    this.seq++;
    return content;
  }

  private onStatus(status: ConnectionStatus): void {
    if (status.state === 'online') {
      this.roster = emptyRoster;
      this.flush();
    } else {
      this.outbox.disconnected();
    }
    this.changed.fire();
  }

  private onServer(event: ServerEvent): void {
    if (event.kind === 'message') this.onMessage(event.event);
    else if (event.kind === 'error') this.onError(event.event.message);
    else this.onPresence(event.kind, event.event);
  }

  private onPresence(kind: 'join' | 'leave', event: (JoinEvent | LeaveEvent) & PresenceEvent): void {
    const before = this.roster;
    this.roster = kind === 'join' ? joined(before, event) : left(before, event);
    if (kind === 'leave' || !isOwnJoin(before, event)) {
      const name = event.alias ?? nameIn(before, event.uid);
      const who: Sender = { self: false, ...(name !== undefined && { name }), ...(event.uid && { uid: event.uid }) };
      this.transcript.append({ kind, id: this.nextId(), who, date: event.date });
    }
    this.changed.fire();
  }

  private onMessage(event: MessageEvent<unknown>): void {
    const incoming = readPayload(event.message);
    if (incoming.kind === 'passing') return;
    const content = incoming.kind === 'content' ? incoming.content : undefined;
    if (content?.session === this.session) {
      this.onEcho(content, event);
      return;
    }
    if (content && !this.seen.add(`${content.session} ${content.id}`)) return;
    if (event.uid !== undefined) this.setRoster(spoke(this.roster, event.uid, event.alias));
    this.transcript.append({
      kind: 'message',
      id: this.nextId(),
      from: {
        self: false,
        ...(event.uid !== undefined && { uid: event.uid }),
        ...(event.alias !== undefined && { name: event.alias }),
      },
      ...(content?.direct && { to: this.ownSender() }),
      date: event.date,
      body: incoming.kind === 'content' ? bodyOf(incoming.content) : { type: 'text', text: incoming.text },
      state: 'sent',
    });
  }

  /** One's own message came back: the server has it. A peer cannot say so, as the frame's uid is the server's word. */
  private onEcho(content: Content, event: MessageEvent<unknown>): void {
    const { self } = this.roster;
    if (self !== undefined && event.uid !== self) return;
    const outgoing = this.outbox.confirm(content.id);
    if (!outgoing) return;
    if (self === undefined && event.uid !== undefined) this.roster = identified(this.roster, event.uid);
    this.update(outgoing, { state: 'sent', date: event.date });
  }

  private onError(text: string): void {
    const outgoing = this.outbox.failedBy(text);
    const to = outgoing?.uid;
    const error =
      to !== undefined
        ? new AppError(
            'server',
            `${this.nameOf(to) ?? 'This person'} is no longer in ${this.name}: your message did not arrive.`,
          )
        : new AppError('server', `The server reports for ${this.name}: ${text}`);
    if (outgoing) this.update(outgoing, { state: 'failed', reason: to === undefined ? text : 'No longer here' });
    this.failed.fire({ channel: this.name, error, ...(outgoing && { entry: outgoing.entryId }) });
  }

  private setRoster(roster: Roster): void {
    if (roster === this.roster) return;
    this.roster = roster;
    this.changed.fire();
  }

  private flush(): void {
    const done = this.outbox.flush(({ content, uid }) => this.connection.send(content, uid));
    for (const outgoing of done) this.update(outgoing, { state: 'sent' });
  }

  private update({ entryId }: Outgoing, change: Partial<Pick<MessageEntry, 'state' | 'reason' | 'date'>>): void {
    const entry = this.transcript.get(entryId);
    if (entry?.kind === 'message') this.transcript.replace({ ...entry, ...change });
  }

  private nextId(): string {
    return `e${++this.entries}`;
  }

  private ownSender(): Sender {
    const { self } = this.roster;
    return { self: true, name: this.displayName, ...(self !== undefined && { uid: self }) };
  }

  private senderOf(uid: string): Sender {
    const name = this.nameOf(uid);
    return { uid, self: uid === this.roster.self, ...(name !== undefined && { name }) };
  }

  /** The name of someone who is here, or of someone who has left by what they said or what was sent to them. */
  private nameOf(uid: string): string | undefined {
    const present = nameIn(this.roster, uid);
    if (present !== undefined) return present;
    for (const entry of this.transcript.entries.toReversed()) {
      const known = entry.kind === 'message' ? [entry.to, entry.from] : [entry.who];
      const name = known.find(sender => sender?.uid === uid)?.name;
      if (name !== undefined) return name;
    }
    return undefined;
  }
}

function nameIn(roster: Roster, uid: string | undefined): string | undefined {
  return uid === undefined ? undefined : roster.people.get(uid)?.name;
}
