import type { Disposable } from '../base/lifecycle';
import type { Presence, Said, Typing } from '../protocol/passing';
import type { Place, Status } from '../protocol/presence';
import type { Clock } from './clock';
import { aged, HEARTBEAT, isSilent, nextChange, noPresences, said, shown, typed, type Shown } from './presence';

/** How one is, as one says it oneself. */
export interface OwnPresence {
  status: Status;
  /** Where one is, if it is to be shared. */
  place?: Place;
}

/** What talk of presence needs of the conversation around it. */
export interface PresenceHost {
  /** Sends to all, or to one connection, what may be dropped; a later one of the same key takes its place. */
  pass(key: string, message: Presence | Typing, uid?: string): void;
  /** How many people are here. */
  count(): number;
  /** Somebody is to be shown differently. */
  changed(): void;
}

/** Changes of one's own are said no faster than that. Milliseconds. */
const PAUSE = 1_000;
/** And slower with more than 20 people, so that all together say no more than 20 in a second. Milliseconds for each. */
const PAUSE_EACH = 50;
/** Whoever goes on writing says so that often, so that it never seems to end. Milliseconds. */
const TYPING_EVERY = 3_000;
/** Changes of others are told together. Milliseconds. */
const TOGETHER = 100;
/** Connections at which one is known to be writing; to all is one more. */
const MAX_TYPING = 20;

/** Says how one is, and knows how the others are. Nothing of it is kept, numbered or confirmed. */
export class PresenceTalk {
  private presences = noPresences;
  private own: OwnPresence | undefined;
  private n = 0;
  private isOnline = false;
  /** The server lets through what one says. */
  private maySpeak = true;
  /** When one's own was last said to all. */
  private saidAt = -Infinity;
  /** Until it is said to all again. */
  private next: Disposable | undefined;
  /** Until somebody is to be shown differently by themselves. */
  private ageing: Disposable | undefined;
  private telling: Disposable | undefined;
  /** Whom one has told that one writes, and when; all is the empty one. */
  private readonly typing = new Map<string, number>();

  constructor(
    private readonly session: string,
    private readonly host: PresenceHost,
    private readonly clock: Clock,
  ) {}

  /** What one says of oneself now, if anything. */
  get current(): Said | undefined {
    return this.own && { n: this.n, ...this.own };
  }

  /** There is a connection, and all are about to hear `current`. */
  online(): void {
    this.isOnline = true;
    this.maySpeak = true;
    this.saidAt = this.clock.now();
    this.waitFor(HEARTBEAT);
    this.age();
  }

  /** There is none: nothing waits for a time any more. Nobody is known to write. */
  offline(): void {
    this.isOnline = false;
    for (const timer of [this.next, this.ageing, this.telling]) timer?.dispose();
    this.next = this.ageing = this.telling = undefined;
    this.typing.clear();
    for (const session of this.presences.keys()) this.presences = typed(this.presences, session, false, 0);
  }

  /** The server lets nothing through that one says. */
  silenced(): void {
    this.maySpeak = false;
    this.next?.dispose();
  }

  /** Says how one is, if that is new: soon, and no faster than everybody can bear. */
  set({ status, place }: OwnPresence): void {
    const own: OwnPresence = { status, ...(place && { place }) };
    if (JSON.stringify(own) === JSON.stringify(this.own)) return;
    // Who no longer shows where they are is not to be shown a moment longer.
    const isTakenBack = this.own?.place !== undefined && !place;
    this.own = own;
    this.n++;
    if (!this.isOnline || !this.maySpeak) return;
    const pause = isTakenBack ? 0 : Math.max(PAUSE, this.host.count() * PAUSE_EACH);
    this.waitFor(Math.max(0, this.saidAt + pause - this.clock.now()));
  }

  /** One writes, or has stopped. @param uid the one it is for; all without it. */
  write(on: boolean, uid = ''): void {
    const since = this.typing.get(uid);
    const now = this.clock.now();
    const isNews = on ? since === undefined || now >= since + TYPING_EVERY : since !== undefined;
    if (!this.isOnline || !this.maySpeak || !isNews) return;
    this.wrote(uid);
    if (on) this.typing.set(uid, now);
    const [oldest] = this.typing.keys();
    if (this.typing.size > MAX_TYPING && oldest !== undefined) this.typing.delete(oldest);
    this.host.pass(`typing ${uid}`, { type: 'typing', session: this.session, on }, uid === '' ? undefined : uid);
  }

  /** What one wrote is said: who has it knows that one has stopped. */
  wrote(uid = ''): void {
    this.typing.delete(uid);
  }

  /** A session has said how it is. */
  heard(session: string, { n, status, place }: Said): void {
    const news: Said = { n, status, ...(place && { place }) };
    this.changeTo(said(this.presences, session, news, this.clock.now()));
  }

  /** A session writes, or has stopped, as when it has said something. */
  heardTyping(session: string, on: boolean): void {
    this.changeTo(typed(this.presences, session, on, this.clock.now()));
  }

  /** How somebody is, as far as they have said. */
  of(session: string): Shown {
    if (session === this.session) return { ...this.own };
    return shown(this.presences, session, this.clock.now());
  }

  /** Whether somebody said that they are here, and has not for long. */
  isSilent(session: string): boolean {
    return isSilent(this.presences, session, this.clock.now());
  }

  private changeTo(presences: typeof this.presences): void {
    if (presences === this.presences) return;
    this.presences = presences;
    if (!this.isOnline) return;
    this.age();
    this.tell();
  }

  private tell(): void {
    this.telling ??= this.clock.after(TOGETHER, () => {
      this.telling = undefined;
      this.host.changed();
    });
  }

  private age(): void {
    this.ageing?.dispose();
    const now = this.clock.now();
    const next = nextChange(this.presences, now);
    this.ageing =
      next === undefined
        ? undefined
        : this.clock.after(next - now, () => {
            this.presences = aged(this.presences, this.clock.now());
            this.age();
            this.tell();
          });
  }

  private waitFor(ms: number): void {
    this.next?.dispose();
    this.next = ms > 0 ? this.clock.after(ms, () => this.say()) : undefined;
    if (ms === 0) this.say();
  }

  private say(): void {
    this.saidAt = this.clock.now();
    this.waitFor(HEARTBEAT);
    if (!this.own) return;
    this.host.pass('presence', { type: 'presence', session: this.session, n: this.n, ...this.own });
  }
}
