import { AppError, wordsOf } from '../base/errors';
import { Emitter } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import { sentence, type Sentence } from '../base/sentence';
import type { Backoff } from '../client/backoff';
import type { ErrorEvent, IttyProtocol, IttySocket, JoinEvent, LeaveEvent, MessageEvent } from '../client/connect';
import type { ConnectionState } from '../protocol/panel';
import { systemClock, type Clock } from './clock';
import type { DialGate } from './dialGate';
import { describeClose, isFinal } from './failure';
import { Heartbeat, type HeartbeatTimes } from './heartbeat';
import type { Link } from './link';

/** What goes over a channel's socket is not known before it was guarded. */
export type ChannelSocket = IttySocket<IttyProtocol, Record<string, unknown>>;

/** Where a channel is, and how to get there: asked anew for every try, as the embedded relay may have moved. */
export interface Dialled {
  socket: ChannelSocket;
  /** The server as a person may see it: no query, no keys. */
  server: string;
  /** The bare socket below; without it the socket is taken for one that cannot ping. */
  link?: Link;
}
/** @param displayName the alias to give the server. */
export type Dial = (displayName: string) => Promise<Dialled>;

export interface ConnectionStatus {
  state: ConnectionState;
  /** Why, for every state that is not as wished. */
  error?: AppError;
  /** Milliseconds since 1970 of the next try, while reconnecting. */
  retryAt?: number;
}

export type ServerEvent =
  | { kind: 'message'; event: MessageEvent<unknown> }
  | { kind: 'join'; event: JoinEvent }
  | { kind: 'leave'; event: LeaveEvent }
  | { kind: 'error'; event: ErrorEvent };

/** A connection that has held this long starts the next series of tries from the shortest wait. Milliseconds. */
const STABLE_AFTER = 10_000;
/** How long the dialling may take, and then the opening. Milliseconds. */
const TIME_LIMIT = 15_000;
/** Waking up has an effect this often at most, however the focus flaps. Milliseconds. */
const WAKE_EVERY = 5_000;
/** How long an open connection may take to show life after waking up. Milliseconds. */
const WAKE_ANSWER = 5_000;

export interface ConnectionOptions {
  clock?: Clock | undefined;
  /** Shared by all connections of a window. */
  gate?: DialGate | undefined;
  /** Says something to oneself that comes back; false where that cannot be done, as before one's uid is known. */
  ping?: (() => boolean) | undefined;
  heartbeat?: HeartbeatTimes | undefined;
}

/**
 * Keeps one socket to one channel alive: opens it, says what state it is in, finds out when it is dead, and opens it
 * again with back-off when it is lost. It does not know what is said over it. Listeners may call anything from within.
 */
export class Connection implements Disposable {
  private readonly changed = new Emitter<ConnectionStatus>();
  private readonly received = new Emitter<ServerEvent>();
  readonly onDidChange = this.changed.event;
  readonly onDidReceive = this.received.event;

  private readonly clock: Clock;
  private readonly heartbeat: Heartbeat;
  private current: ConnectionStatus = { state: 'idle' };
  /** Changes that listeners have not been told of yet, so that each hears of all in their order. */
  private readonly untold: ConnectionStatus[] = [];
  private telling = false;
  private dialled: Dialled | undefined;
  /** The one thing that is waited for: a time limit, a turn at the gate, the next try, or to be called stable. */
  private wait: Disposable | undefined;
  /** Counts the tries, so that what a given-up socket still says is not heard. */
  private attempt = 0;
  private trying = false;
  private wasOnline = false;
  private wakeAt = 0;
  private disposed = false;

  constructor(
    private readonly dial: () => Promise<Dialled>,
    private readonly backoff: Backoff,
    private readonly options: ConnectionOptions = {},
  ) {
    this.clock = options.clock ?? systemClock;
    const ping = options.ping ?? (() => false);
    this.heartbeat = new Heartbeat({ ping, dead: () => this.fellSilent(), clock: this.clock }, options.heartbeat);
  }

  get status(): ConnectionStatus {
    return this.current;
  }

  get hasBeenOnline(): boolean {
    return this.wasOnline;
  }

  /** Bytes that wait in the socket. */
  get buffered(): number {
    return this.dialled?.link?.buffered() ?? 0;
  }

  /** Opens the connection, or tries at once when it waits for its next try. Safe at any time. */
  open(): void {
    if (this.current.state !== 'online' && !this.trying) this.try();
  }

  /** Gives up the connection there is and opens another one at once, because where or who one is has changed. */
  restart(): void {
    this.backoff.reset();
    this.try();
  }

  /**
   * Something happened after which it is worth to look: the window came to the front, the machine has slept, the network
   * changed. A connection that waits tries at once, an open one is asked whether it is still there. Safe at any time, and
   * as often as one likes: it has an effect every 5 s at most, and none on what is closed or refused.
   */
  wake(): void {
    const now = this.clock.now();
    // Further ahead than it was ever set: the wall clock was set back, which must not put this off for as long.
    const at = this.wakeAt > now + 2 * WAKE_EVERY ? now : Math.max(now, this.wakeAt);
    const { state, retryAt } = this.current;
    if (state === 'online') {
      if (at > now) return;
      this.wakeAt = now + WAKE_EVERY;
      if (this.dialled?.link?.pings) this.dialled.link.probe(WAKE_ANSWER);
      else this.heartbeat.check(WAKE_ANSWER);
    } else if (state === 'reconnecting' && retryAt !== undefined && (at === now || at < retryAt)) {
      this.wakeAt = at + WAKE_EVERY;
      if (at === now) this.try();
      else this.retry(at);
    }
  }

  /** Closes for good: nothing is tried again before `open`. */
  close(): void {
    this.drop();
    this.set({ state: 'closed' });
  }

  dispose(): void {
    this.disposed = true;
    this.drop();
    this.current = { state: 'closed' };
    this.changed.dispose();
    this.received.dispose();
  }

  /**
   * Sends over the open connection.
   * @returns false when there is none; the message is then not kept here.
   * @throws TypeError when the message cannot be written as JSON
   */
  send(message: unknown, uid?: string): boolean {
    if (this.current.state !== 'online' || !this.dialled) return false;
    const { socket } = this.dialled;
    try {
      if (uid === undefined) socket.send(message);
      else socket.send(message, uid);
      return true;
    } catch (thrown) {
      // The socket is closing, which will be told in a moment, and its queue is full.
      if (thrown instanceof RangeError) return false;
      throw thrown;
    }
  }

  private try(): void {
    if (this.disposed) return;
    this.drop();
    this.trying = true;
    const { attempt } = this;
    this.hold(this.clock.after(TIME_LIMIT, () => this.failed(timeOut(sentence('The server')))));
    const { error } = this.current;
    const state = this.wasOnline ? 'reconnecting' : 'connecting';
    this.set(error && this.wasOnline ? { state, error } : { state });
    if (attempt === this.attempt) void this.reach(attempt);
  }

  private async reach(attempt: number): Promise<void> {
    let dialled: Dialled;
    try {
      dialled = await this.dial();
    } catch (thrown) {
      if (attempt === this.attempt) this.failed(asAppError(thrown));
      return;
    }
    if (attempt !== this.attempt) return;
    const { gate } = this.options;
    if (gate) this.hold(gate.enter(() => this.listen(dialled, attempt)));
    else this.listen(dialled, attempt);
  }

  private listen(dialled: Dialled, attempt: number): void {
    const { socket, server } = dialled;
    this.dialled = dialled;
    this.hold(this.clock.after(TIME_LIMIT, () => this.failed(timeOut(server))));
    const current = () => attempt === this.attempt;
    const hear = (event: ServerEvent) => {
      if (!current()) return;
      this.heartbeat.heard();
      this.received.fire(event);
    };
    socket
      .on('join', event => hear({ kind: 'join', event }))
      .on('leave', event => hear({ kind: 'leave', event }))
      .on('error', event => hear({ kind: 'error', event }))
      .on('message', event => hear({ kind: 'message', event }))
      .on('open', () => {
        if (current()) this.opened();
      })
      .on('close', event => {
        if (current()) this.failed(describeClose(server, event));
      });
  }

  private opened(): void {
    this.trying = false;
    this.wasOnline = true;
    this.hold(this.clock.after(STABLE_AFTER, () => this.backoff.reset()));
    if (!this.dialled?.link?.pings) this.heartbeat.start();
    this.set({ state: 'online' });
  }

  private fellSilent(): void {
    this.failed(
      new AppError('unreachable', '{0} does not answer any more.', [this.dialled?.server ?? sentence('The server')]),
    );
  }

  private failed(error: AppError): void {
    this.drop();
    if (isFinal(error)) this.set({ state: 'refused', error });
    else this.retry(this.clock.now() + this.backoff.next(), error);
  }

  private retry(at: number, error = this.current.error): void {
    this.hold(this.clock.after(at - this.clock.now(), () => this.try()));
    this.set({ state: 'reconnecting', ...(error && { error }), retryAt: at });
  }

  private drop(): void {
    this.attempt++;
    this.trying = false;
    this.hold(undefined);
    this.heartbeat.stop();
    const { dialled } = this;
    this.dialled = undefined;
    dialled?.socket.close();
  }

  private hold(wait: Disposable | undefined): void {
    this.wait?.dispose();
    this.wait = wait;
  }

  private set(status: ConnectionStatus): void {
    this.current = status;
    this.untold.push(status);
    if (this.telling) return;
    this.telling = true;
    try {
      for (let next = this.untold.shift(); next; next = this.untold.shift()) this.changed.fire(next);
    } finally {
      this.telling = false;
    }
  }
}

function timeOut(server: string | Sentence): AppError {
  return new AppError('unreachable', '{0} has not answered for {1} s.', [server, TIME_LIMIT / 1000]);
}

function asAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : AppError.of('unreachable', wordsOf(thrown));
}
