import { byteLength } from '../base/encoding';
import { encodeClientFrame } from '../protocol/itty';
import { channelPath, withQuery } from './address';
import { readFrame } from './frame';
import type { IttySocketConnect, SocketClass, SocketCloseEvent, SocketEvent, SocketLike } from './types';

export type {
  ErrorEvent,
  EventOf,
  IttyProtocol,
  IttySocket,
  IttySocketConnect,
  IttySocketOptions,
  JoinEvent,
  LeaveEvent,
  MessageEvent,
  SendMessage,
  SocketClass,
  SocketCloseEvent,
  SocketEvent,
  SocketLike,
  SocketOn,
  Timestamp,
  UserDetails,
} from './types';

/** How long the server may take to answer a closing handshake before the socket counts as closed. Milliseconds. */
const CLOSE_TIMEOUT = 2000;

/** The `readyState` of an open socket. */
const OPEN = 1;

/** What may wait for the socket to open, together. */
const QUEUE_FRAMES = 1000;
const QUEUE_BYTES = 5_000_000;

type Listener = (event: unknown) => unknown;

/** What is listened to: a name, or whatever the function says yes to. */
type Key = string | Listener;

/** A fault of a listener is its own: it is reported as uncaught, and the other listeners have their turn. */
function attempt(call: Listener, event: unknown): unknown {
  try {
    return call(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
    return undefined;
  }
}

/** A closure in place of a class: its methods can be handed around, and a minifier shortens all its names. */
function createSocket(raw: boolean, makeSocket: () => SocketLike) {
  /** In the order they came. It is one list that knows no special names, so no name can do harm. */
  const subscriptions = new Set<readonly [Key, Listener]>();
  const queue: string[] = [];
  let queuedBytes = 0;
  let socket: SocketLike | undefined;
  /** There is a socket, or its failure is about to be told. */
  let busy = false;
  /** Set from `close()` on until the socket has closed. */
  let closing: ReturnType<typeof setTimeout> | undefined;
  let reopen = false;
  let closeWhenFlushed = false;

  /** Calls those who listen at this moment, unless removed meanwhile. */
  const tell = (event: unknown, wants: (key: Key) => unknown): void => {
    for (const one of [...subscriptions]) if (subscriptions.has(one) && wants(one[0])) attempt(one[1], event);
  };

  const opened = (): void => {
    if (closing) return;
    queuedBytes = 0;
    for (const frame of queue.splice(0)) socket?.send(frame);
    tell(undefined, key => key === 'open');
    if (closeWhenFlushed) self.close();
  };

  const arrived = ({ data }: SocketEvent): void => {
    const arrival = typeof data === 'string' && readFrame(data, raw);
    if (!arrival) return;
    const { name, user, event } = arrival;
    tell(event, key =>
      typeof key === 'function' ? attempt(key, event) : key === name || key === '*' || (user && key === 'message'),
    );
  };

  const ended = (failure: object, { code = 1006, reason = '', wasClean = false }: Partial<SocketCloseEvent>): void => {
    clearTimeout(closing);
    socket = closing = undefined;
    busy = false;
    tell({ code, reason, wasClean, ...failure }, key => key === 'close');
    // A listener may have opened or closed it meanwhile.
    if (reopen) {
      reopen = false;
      self.open();
    }
  };

  /** A socket that was given up on may still speak: only the current one is heard. */
  const follow = (current: SocketLike): void => {
    let failure = {};
    const hear = (type: 'open' | 'message' | 'error' | 'close', act: (event: SocketEvent) => void): void =>
      current.addEventListener(type, event => {
        if (socket === current) act(event);
      });
    hear('open', opened);
    hear('message', arrived);
    hear('error', event => (failure = { error: event.error ?? event }));
    hear('close', event => ended(failure, event));
  };

  const start = (): void => {
    if (busy) return;
    busy = true;
    try {
      follow((socket = makeSocket()));
    } catch (error) {
      // Told later, as a refused connection would be, so that the listeners are there.
      queueMicrotask(() => ended({ error }, {}));
    }
  };

  const self = {
    open() {
      if (closing || (socket && socket.readyState > OPEN)) reopen = true;
      else start();
      return self;
    },

    close() {
      reopen = closeWhenFlushed = false;
      if (socket && !closing) {
        const current = socket;
        // Who is gone never answers. The socket may go on waiting by itself; nobody here does. One that is connecting
        // has nothing to wait for and is not heard any more: Node's own would tell before close() returns.
        if (!current.readyState) socket = undefined;
        closing = setTimeout(() => ended({}, {}), socket && CLOSE_TIMEOUT);
        current.close();
      }
      return self;
    },

    send(message: unknown, uid?: string) {
      const frame = encodeClientFrame(message, uid);
      if (socket?.readyState === OPEN && !closing) socket.send(frame);
      else {
        const bytes = queuedBytes + byteLength(frame);
        if (queue.length >= QUEUE_FRAMES || bytes > QUEUE_BYTES) {
          throw new RangeError('Too much is waiting to be sent: this message was refused.');
        }
        queue.push(frame);
        queuedBytes = bytes;
      }
      return self.open();
    },

    push(message: unknown, uid?: string) {
      self.send(message, uid);
      closeWhenFlushed = true;
      return queue[0] ? self : self.close();
    },

    on(key: Key, listener: Listener) {
      subscriptions.add([key, listener]);
      start();
      return self;
    },

    /** One registration of the listener, the earliest. */
    remove(key: Key, listener: Listener) {
      for (const one of subscriptions) {
        if (one[0] === key && one[1] === listener) {
          subscriptions.delete(one);
          break;
        }
      }
      return self;
    },
  };
  return self;
}

/** What `createConnect` can be given. */
export interface ConnectEnvironment {
  /** The socket class; the global `WebSocket` at the time of connecting unless given. */
  WebSocket?: SocketClass;
  /** What stands before a channel's name in the URL; `wss://itty.ws/c/` unless given. */
  base?: string;
}

/**
 * Makes a `connect` for a socket class and a server.
 *
 * `connect(channel, options)` joins a channel; `connect('ws://…', params)` opens that URL. Nothing is opened before the
 * first `on`, `send`, `push` or `open`. Whatever keeps a socket from opening is told to `close` listeners, as `error`
 * of their event; only a name that cannot stand in a URL makes `connect` itself throw a `TypeError`.
 *
 * What reaches a listener:
 * - `message`: every user's message. The event is the payload's own keys, if it is a plain object, under those of the
 *   frame (`message`, `uid`, `alias`, `date`), which come from the frame or are absent.
 * - a type of one's own: the messages whose payload has that `type`.
 * - `join`, `leave`, `error`: the server's frames of that type, and never a user's message.
 * - `*` and route functions: all of these. A user's message keeps its payload's `type`, so one that says
 *   `{type: 'error'}` is told apart by `message`: it is the payload, an object, where a server's error has text and a
 *   join or leave has none.
 * - `open` (without an event) and `close` (a `SocketCloseEvent`): the socket itself, and nothing that comes over it.
 *
 * What is no JSON text is ignored. At a raw URL a frame without itty's keys is a message as well, its event the frame.
 */
export function createConnect({ WebSocket: Given, base = 'wss://itty.ws/c/' }: ConnectEnvironment = {}) {
  const connect = (target: string, options?: unknown) => {
    const raw = /^wss?:/.test(target);
    const url = raw ? target : base + channelPath(target);
    return createSocket(raw, () => {
      const Socket = Given ?? (globalThis as { WebSocket?: SocketClass }).WebSocket;
      if (!Socket) throw new TypeError('No WebSocket: give one to createConnect().');
      return new Socket(withQuery(url, options));
    });
  };
  return connect as IttySocketConnect;
}

/** Connects to a channel of the public service, or to any WebSocket URL; see `createConnect`. */
export const connect = createConnect();
