import { isRecord } from '../base/guards';
import type { Content } from '../protocol/content';
import { listedUsers } from '../protocol/itty';
import { writeBody } from '../seal/body';
import type { Hail } from '../seal/hail';
import type { ChannelKey } from '../seal/channelKey';
import { asRenewal, isRenewal, type Renewal } from '../seal/renewal';
import type { Opened, Seal, Unopened } from '../seal/seal';
import { Voices, type Refusal, type Said, type Voice } from '../seal/voices';
import type { Clock } from './clock';
import type { ServerEvent } from './connection';

/**
 * Why something is not taken that has come over a private channel's connection. `unanswered`: whoever said it did not show
 * that they are here. `flood`: more came than can be opened.
 */
export type Ignored = Unopened | Refusal | 'unanswered' | 'flood';

/** What a passage needs of the line around it. */
export interface PassageHost {
  readonly clock: Clock;
  /** Hands a frame to the socket. */
  transmit(frame: unknown, uid?: string): void;
  /** Puts what is not the conversation's into the queue of the connection. */
  enqueue(message: Hail | Renewal, uid?: string): void;
  /** What has come, opened and in order. */
  hear(event: ServerEvent): void;
  /** Somebody is here, by their own word. */
  met(voice: Voice): void;
  ignored(why: Ignored, count: number): void;
  /** A member gives us a new key. */
  offered(key: ChannelKey, voice: Voice): void;
  /** A member has the new key of that channel. */
  accepted(channel: string, voice: Voice): void;
  /** One's own uid, once known. */
  ownUid(): string | undefined;
  /** The message as it may be believed of this voice. */
  screened(message: unknown, voice: Voice): unknown;
}

type ServerMessage = Extract<ServerEvent, { kind: 'message' }>['event'];

/** Base 64 that may wait to be opened; what comes on top is dropped, and asked for again. UTF-16 units. */
const MAX_OPENING = 64_000_000;

/**
 * One connection of a private channel. Sealing and opening take a moment each and are done at once for all that waits;
 * what comes out keeps its order, in either direction.
 */
export class Passage {
  private readonly own;
  private readonly voices: Voices;
  private outgoing: Promise<void> = Promise.resolve();
  private incoming: Promise<void> = Promise.resolve();
  private opening = 0;
  private closed = false;

  /** @param name what one is called on this connection. */
  constructor(
    private readonly seal: Seal,
    private readonly name: string,
    private readonly host: PassageHost,
  ) {
    this.own = seal.speak();
    const { session, device, box } = seal;
    this.voices = new Voices(
      { voice: this.own.id, session, name, device, box },
      {
        say: (hail, uid) => host.enqueue(hail, uid),
        deliver: (said, voice) => this.deliver(said, voice),
        met: voice => host.met(voice),
        gone: count => host.ignored('unanswered', count),
        now: () => host.clock.now(),
        after: (ms, act) => host.clock.after(ms, act),
      },
    );
  }

  greet(): void {
    this.voices.greet();
  }

  deviceAt(uid: string): string | undefined {
    return this.voices.at(uid)?.device;
  }

  /** Nothing more goes out or comes in. */
  close(): void {
    this.closed = true;
    this.voices.dispose();
  }

  send(message: unknown, uid?: string): void {
    const to = uid === undefined ? undefined : this.sessionAt(uid);
    if (uid !== undefined && to === undefined) {
      // As a server says it of somebody who is not there.
      const error = { type: 'error' as const, message: `Nobody is known at ${uid}.`, date: this.host.clock.now() };
      this.receive({ kind: 'error', event: error });
      return;
    }
    const sealing = this.sealed(this.own.next(), message, to);
    // Reported in its turn, which may be later than it fails.
    sealing.catch(() => undefined);
    this.outgoing = this.outgoing
      .then(() => sealing)
      .then(frame => {
        if (!this.closed) this.host.transmit(frame, uid);
      })
      .catch(report);
  }

  receive(event: ServerEvent): void {
    const weight = event.kind === 'message' ? weightOf(event.event.message) : 0;
    if (this.opening + weight > MAX_OPENING) {
      this.host.ignored('flood', 1);
      return;
    }
    this.opening += weight;
    const opening = event.kind === 'message' ? this.seal.open(event.event.message) : undefined;
    this.incoming = this.incoming
      .then(() => opening)
      .then(opened => {
        this.opening -= weight;
        if (this.closed) return;
        if (event.kind !== 'message') this.host.hear(withoutNames(event));
        else if (opened) this.take(opened, event.event);
      })
      .catch(report);
  }

  private take(opened: Opened | Unopened, { uid, date }: ServerMessage): void {
    if (typeof opened === 'string') this.host.ignored(opened, 1);
    else {
      // Without a uid it was not said over a connection, as all that members say is.
      const refusal = uid === undefined ? 'moved' : this.voices.take(opened, uid, date);
      if (refusal) this.host.ignored(refusal, 1);
    }
  }

  /** Gives a member a new key. @returns their session; `undefined` when nobody is known there. */
  async renew(key: ChannelKey, uid: string): Promise<string | undefined> {
    const { session, box } = this.voices.at(uid) ?? {};
    if (session === undefined || box === undefined) return undefined;
    const message = await this.seal.renew(key, { session, box });
    if (!message || this.closed) return undefined;
    this.host.enqueue(message, uid);
    return session;
  }

  private async hearRenewal(message: unknown, voice: Voice): Promise<void> {
    const renewal = asRenewal(message);
    if (renewal?.type === 'renewed') this.host.accepted(renewal.channel, voice);
    const key = renewal?.type === 'renew' ? await this.seal.renewed(renewal) : undefined;
    if (!key || this.closed) return;
    this.host.enqueue({ type: 'renewed', session: this.seal.session, channel: key.channel }, voice.uid);
    this.host.offered(key, voice);
  }

  private deliver({ message, date }: Said, voice: Voice): void {
    const { uid, name } = voice;
    if (isRenewal(message)) {
      this.hearRenewal(message, voice).catch(report);
      return;
    }
    const screened = this.host.screened(message, voice);
    this.host.hear({
      kind: 'message',
      event: { message: screened, uid, date, ...(name !== undefined && { alias: name }) },
    });
  }

  private sessionAt(uid: string): string | undefined {
    return uid === this.host.ownUid() ? this.seal.session : this.voices.at(uid)?.session;
  }

  private async sealed(n: number, message: unknown, to: string | undefined): Promise<unknown> {
    return this.own.seal(n, writeBody(await this.proven(message), to));
  }

  /** Own content is signed for all who may have it passed on to them later. */
  private async proven(message: unknown): Promise<unknown> {
    if (!isRecord(message)) return message;
    if (message['seq'] !== undefined) return this.seal.prove(message as unknown as Content, this.name);
    if (message['type'] !== 'resent') return message;
    return { ...message, content: await this.seal.prove(message['content'] as Content, this.name) };
  }
}

function weightOf(message: unknown): number {
  return isRecord(message) && typeof message['c'] === 'string' ? message['c'].length : 0;
}

/** What a server says people are called is not theirs: they say it themselves, sealed. */
function withoutNames(event: Exclude<ServerEvent, { kind: 'message' }>): ServerEvent {
  if (event.kind === 'error') return event;
  const bare: Record<string, unknown> = { ...event.event };
  delete bare['alias'];
  if (Array.isArray(bare['users'])) {
    bare['users'] = listedUsers(bare['users']).map(({ uid, self }) => ({ uid, ...(self && { self }) }));
  }
  return { kind: event.kind, event: bare } as unknown as ServerEvent;
}

/** A fault of a listener, or of the platform, is reported as uncaught; what comes after it has its turn. */
function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
