import { AppError, messageOf } from '../base/errors';
import { Emitter } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import type { Backoff } from '../client/backoff';
import type { ErrorEvent, IttyProtocol, IttySocket, JoinEvent, LeaveEvent, MessageEvent } from '../client/connect';
import type { ConnectionState } from '../protocol/panel';
import { describeClose, isFinal } from './failure';

/** What goes over a channel's socket is not known before it was guarded. */
export type ChannelSocket = IttySocket<IttyProtocol, Record<string, unknown>>;

/** Where a channel is, and how to get there: asked anew for every try, as the embedded relay may have moved. */
export interface Dialled {
  socket: ChannelSocket;
  /** The server as a person may see it: no query, no keys. */
  server: string;
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

/**
 * Keeps one socket to one channel alive: opens it, says what state it is in, and opens it again with back-off when it
 * is lost. It does not know what is said over it.
 */
export class Connection implements Disposable {
  private readonly changed = new Emitter<ConnectionStatus>();
  private readonly received = new Emitter<ServerEvent>();
  readonly onDidChange = this.changed.event;
  readonly onDidReceive = this.received.event;

  private current: ConnectionStatus = { state: 'idle' };
  private socket: ChannelSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the tries, so that what a given-up socket still says is not heard. */
  private attempt = 0;
  private wasOnline = false;

  constructor(
    private readonly dial: () => Promise<Dialled>,
    private readonly backoff: Backoff,
  ) {}

  get status(): ConnectionStatus {
    return this.current;
  }

  get hasBeenOnline(): boolean {
    return this.wasOnline;
  }

  /** Opens the connection, or tries at once when it waits for its next try. Safe at any time. */
  open(): void {
    if (this.current.state === 'online' || this.current.state === 'connecting') return;
    void this.try();
  }

  /** Gives up the connection there is and opens another one at once, because where or who one is has changed. */
  restart(): void {
    this.backoff.reset();
    void this.try();
  }

  /** Closes for good: nothing is tried again before `open`. */
  close(): void {
    this.drop();
    this.set({ state: 'closed' });
  }

  dispose(): void {
    this.drop();
    this.changed.dispose();
    this.received.dispose();
  }

  /**
   * Sends over the open connection.
   * @returns false when there is none; the message is then not kept here.
   */
  send(message: unknown, uid?: string): boolean {
    if (this.current.state !== 'online' || !this.socket) return false;
    if (uid === undefined) this.socket.send(message);
    else this.socket.send(message, uid);
    return true;
  }

  private async try(): Promise<void> {
    this.drop();
    const attempt = this.attempt;
    const { error } = this.current;
    const state = this.wasOnline ? 'reconnecting' : 'connecting';
    this.set(error && this.wasOnline ? { state, error } : { state });
    try {
      const { socket, server } = await this.dial();
      if (attempt === this.attempt) this.listen(socket, server, attempt);
    } catch (thrown) {
      if (attempt !== this.attempt) return;
      this.failed(thrown instanceof AppError ? thrown : new AppError('unreachable', messageOf(thrown)));
    }
  }

  private listen(socket: ChannelSocket, server: string, attempt: number): void {
    this.socket = socket;
    const current = () => attempt === this.attempt;
    const hear = (event: ServerEvent) => {
      if (current()) this.received.fire(event);
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
    this.wasOnline = true;
    this.timer = setTimeout(() => this.backoff.reset(), STABLE_AFTER);
    this.set({ state: 'online' });
  }

  private failed(error: AppError): void {
    this.drop();
    if (isFinal(error)) {
      this.set({ state: 'refused', error });
      return;
    }
    const wait = this.backoff.next();
    this.timer = setTimeout(() => void this.try(), wait);
    this.set({ state: 'reconnecting', error, retryAt: Date.now() + wait });
  }

  private drop(): void {
    this.attempt++;
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = undefined;
  }

  private set(status: ConnectionStatus): void {
    this.current = status;
    this.changed.fire(status);
  }
}
