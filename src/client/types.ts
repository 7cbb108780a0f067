/* eslint-disable @typescript-eslint/no-explicit-any -- the type reference itself has `any` in these places */

/**
 * The types of itty-sockets under the names of its type reference, and beside them what this client adds.
 * They are imported from `./connect`, where they are exported again.
 */

/** The server's clock, in milliseconds since 1970. */
export interface Timestamp {
  date: number;
}

/** Who sent something: `uid` names the connection, `alias` is what that user chose to be called. */
export interface UserDetails {
  uid: string;
  alias?: string;
}

/** The base of all events of a channel. */
export type IttyProtocol = UserDetails & Timestamp;

/** Options of a channel; they travel in the URL's query, so a URL with keys must never reach a log. */
export interface IttySocketOptions {
  /** Display name. */
  as?: string;
  /** The same as `as`. */
  alias?: string;
  /** Receive one's own messages too. */
  echo?: true;
  /** Show one's uid and alias to others in join and leave events. */
  announce?: true;
  /** Needed to join a channel that has one; a wrong one is refused with HTTP 403 on the handshake. */
  joinKey?: string;
  /** Needed to send to a channel that has one; without it a send is answered with an error event. */
  sendKey?: string;
  /** Newer servers: `users` of join and leave events is the list of announced users instead of their number. */
  list?: true;
}

/** What `message` listeners, and those of a message's own type, receive. */
export interface MessageEvent<T = any> {
  message: T;
  uid?: string;
  alias?: string;
  date: number;
}

/** Somebody joined; `uid` and `alias` are there if that user connected with `announce`. */
export interface JoinEvent {
  type: 'join';
  users: number;
  uid?: string;
  alias?: string;
  date: number;
}

/** Somebody left; the shape of `JoinEvent`. */
export interface LeaveEvent {
  type: 'leave';
  users: number;
  uid?: string;
  alias?: string;
  date: number;
}

/** The server reports an error. */
export interface ErrorEvent {
  type: 'error';
  message: string;
  date: number;
}

/** What `close` listeners receive. */
export interface SocketCloseEvent {
  /** Of RFC 6455; 1006 where there was no closing handshake, or never a connection. */
  code: number;
  reason: string;
  wasClean: boolean;
  /** What the socket reported before it closed, such as the `Error` of a refused handshake. */
  error?: unknown;
}

type Frame<P> = IttyProtocol & MessageEvent<P>;

/** Only objects are spread into an event, and without the keys that belong to the frame. */
type Spread<P> = P extends readonly unknown[] ? unknown : P extends object ? Omit<P, keyof Frame<P>> : unknown;

type IsItty<Base> = Base extends IttyProtocol ? true : false;

type IsMapped<Events> = string extends keyof Events ? false : true;

type IsAny<T> = 0 extends 1 & T ? true : false;

/** The event of a message with the payload `P`: an itty frame around it, or the frame itself on a raw WebSocket. */
type PayloadEvent<Base, P, Tag> =
  IsAny<P> extends true ? any : IsItty<Base> extends true ? Spread<P> & Frame<P> & Tag : P & Tag;

/** Events of the channel itself, which a map cannot redefine. */
interface ChannelEvents {
  join: JoinEvent;
  leave: LeaveEvent;
  error: ErrorEvent;
}

type NamedEvent<Base, Events, K extends string> = K extends keyof Events
  ? PayloadEvent<Base, Events[K], { type: K }>
  : any;

/** `message` may be a member of the map as well: it types payloads that have no type of their own. */
type MessageOf<Base, Events> =
  IsMapped<Events> extends true ? PayloadEvent<Base, SendMessage<Events>, unknown> : RawOr<Base, MessageEvent>;

type RawOr<Base, T> = IsItty<Base> extends true ? T : any;

/** The event that a listener of the name `K` receives. */
export type EventOf<Base, Events, K extends string> = K extends 'open'
  ? undefined
  : K extends 'close'
    ? SocketCloseEvent
    : K extends 'message'
      ? MessageOf<Base, Events>
      : K extends '*'
        ? RawOr<Base, MessageOf<Base, Events> | ChannelEvents[keyof ChannelEvents]>
        : IsItty<Base> extends true
          ? K extends keyof ChannelEvents
            ? ChannelEvents[K]
            : NamedEvent<Base, Events, K>
          : NamedEvent<Base, Events, K>;

/** What may be sent: with a map its members, each with its key as `type`; without a map anything. */
export type SendMessage<Events> =
  IsMapped<Events> extends true
    ? { [K in keyof Events & string]: K extends 'message' ? Events[K] : Events[K] & { type: K } }[keyof Events & string]
    : any;

/** On a raw WebSocket there are no users, so no recipient either. */
type SendArguments<Base, Events> =
  IsItty<Base> extends true ? [message: SendMessage<Events>, uid?: string] : [message: SendMessage<Events>];

/**
 * A channel's socket. Every method returns the socket and can be handed around by itself (`setInterval(s.open, 1000)`).
 * `Base` is `IttyProtocol` for a channel and `object` for a raw WebSocket; `Events` maps types to payloads.
 */
export interface IttySocket<Base = IttyProtocol, Events = any> {
  /** Connects unless connected; safe at any time, also while closing. Listeners and what is queued stay. */
  open: () => IttySocket<Base, Events>;
  /** Closes at once, also while connecting; what is queued then waits for the next `open()`. */
  close: () => IttySocket<Base, Events>;
  /**
   * Sends to the channel or, with `uid`, to that user alone; before the socket is open it is queued.
   * @throws RangeError when the queue is full; @throws TypeError when the message cannot be written as JSON
   */
  send: (...args: SendArguments<Base, Events>) => IttySocket<Base, Events>;
  /** Sends as `send` does, then closes as soon as everything has been handed to the socket. */
  push: (...args: SendArguments<Base, Events>) => IttySocket<Base, Events>;
  /** Stops one listener, given as it was given to `on`. */
  remove: (type: string | ((event: any) => unknown), listener: (event: any) => unknown) => IttySocket<Base, Events>;
  /** Listens, and connects unless connected. See `connect` about what reaches which listener. */
  on: SocketOn<Base, Events>;
}

/** The forms of `on`: by a function that says which events it wants (a type guard types them), and by name. */
export interface SocketOn<Base, Events> {
  <E = any>(
    route: ((event: any) => event is E) | ((event: any) => unknown),
    listener: (event: E) => unknown,
  ): IttySocket<Base, Events>;
  <K extends string>(type: K, listener: (event: EventOf<Base, Events, K>) => unknown): IttySocket<Base, Events>;
}

/** The type of `connect`: a raw WebSocket for a URL, a channel for every other string. */
export interface IttySocketConnect {
  <Events = any>(url: `ws://${string}` | `wss://${string}`, queryParams?: any): IttySocket<object, Events>;
  <Events = any>(channel: string, options?: IttySocketOptions): IttySocket<IttyProtocol, Events>;
}

/** The events of a socket, as far as they are read here; `ws` and browsers agree on these. */
export interface SocketEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly code?: number;
  readonly reason?: string;
  readonly wasClean?: boolean;
  readonly error?: unknown;
}

/** What the client needs of a socket; `ws`, Node's and a browser's `WebSocket` all have it. */
export interface SocketLike {
  readonly readyState: number;
  addEventListener(type: 'open' | 'message' | 'error' | 'close', listener: (event: SocketEvent) => void): void;
  send(data: string): void;
  close(): void;
  /** Bytes that were handed over and not to the network yet. It says nothing about whether anybody is there. */
  readonly bufferedAmount?: number;
  /**
   * There on a socket that finds out by itself when nobody answers any more: asks now, and ends the socket when nothing
   * came within so many milliseconds.
   */
  probe?(within: number): void;
}

/** A class of such sockets. One that pings, or sets a time limit on the handshake, is a subclass given here. */
export type SocketClass = new (url: string) => SocketLike;
