/**
 * The API of Live Channels for other extensions, version 1. This file is all of it and needs no other: copy it.
 *
 * ```ts
 * const extension = vscode.extensions.getExtension<LiveChannelsExports>('live-channels.live-channels');
 * const api = await (await extension?.activate())?.getApi(1, context);
 * ```
 *
 * Before anything is read or sent, the person is asked once whether your extension may, and can take that back. What
 * they do not allow, and what cannot be done, rejects with a `LiveChannelsError`.
 */

/** What `activate()` of the extension returns. */
export interface LiveChannelsExports {
  /**
   * @param version 1. Another one is rejected with a sentence that says which there are; within a version nothing is
   * taken away or changed, and optional things may come.
   * @param caller your extension's own context: the person is asked in its name, and everything ends with it.
   */
  getApi(version: 1, caller: LiveChannelsCaller): Promise<LiveChannelsApi>;
}

/** What is used of `vscode.ExtensionContext`: hand over yours. */
export interface LiveChannelsCaller {
  readonly extension: { readonly id: string };
  readonly subscriptions: { dispose(): unknown }[];
}

/**
 * Why something did not work: `message` is one English sentence.
 * - `denied`: the person does not allow it, or did not let this one thing leave
 * - `input`: what was given cannot be used
 * - `offline`: there is no connection, and too much waits already
 * - others (`relay`, `address`, …) are of the server
 */
export interface LiveChannelsError extends Error {
  readonly code: string;
}

export interface LiveChannelsApi extends Disposable {
  readonly version: 1;

  /**
   * Asks the person now, if they have not answered yet, rather than with the first call that needs it.
   * What they have denied is not asked again: they change it with "Manage Access of Extensions…".
   */
  requestAccess(): Promise<void>;

  /** The channels that are joined in this window, private ones too. Never their keys. */
  channels(): Promise<ChannelInfo[]>;

  /** Who has a name there, oneself first. Names are what people call themselves. */
  people(channel: string): Promise<PersonInfo[]>;

  /** Joins an open channel on the server that the person has set. They are told that your extension did. */
  join(channel: string): Promise<ChannelInfo>;

  /** Leaves a channel. The person is told, and asked first if messages wait there. */
  leave(channel: string): Promise<void>;

  /** Says something, in Markdown. It is looked through for secrets as if the person had typed it. */
  sendText(channel: string, text: string, options?: SendOptions): Promise<void>;

  /** Sends a piece of code. It is looked through for secrets, and by its path for files that are not to leave. */
  sendSnippet(channel: string, snippet: OutgoingSnippet, options?: SendOptions): Promise<void>;

  /**
   * The client itself, for a protocol of your own: `connect('name')` opens a connection of yours to a channel of the
   * server that is set now, `connect('wss://…')` to any address, through VS Code's proxy settings. It says what you make
   * it say, and is closed with your extension or its access.
   */
  loadConnect(): Promise<IttySocketConnect>;

  /** Somebody else said something in a joined channel. Events say nothing while there is no access. */
  readonly onDidReceive: Event<ReceivedMessage>;
  /** Somebody came, went or changed. */
  readonly onDidChangePeople: Event<{ readonly channel: string }>;
  /** A channel was joined or left. */
  readonly onDidChangeChannels: Event<void>;
  /** The connection of a channel changed. */
  readonly onDidChangeState: Event<ChannelInfo>;
}

export interface Disposable {
  dispose(): void;
}

export type Event<T> = (listener: (event: T) => void) => Disposable;

export interface ChannelInfo {
  /** Unique among the joined ones. */
  readonly name: string;
  /** `private`: sealed, only those with its key can read it. `open`: its server can too. */
  readonly privacy: 'open' | 'private';
  readonly state: 'idle' | 'connecting' | 'online' | 'reconnecting' | 'refused' | 'closed';
  /** Those with a name and those without, oneself included. */
  readonly people: number;
}

export interface PersonInfo {
  /** Names a connection: what `SendOptions.to` takes. It changes when that person reconnects. */
  readonly uid?: string;
  readonly name: string;
  /** It is this window. */
  readonly self: boolean;
}

export interface SendOptions {
  /** The uid of the one person it is for; everybody without it. */
  readonly to?: string;
}

export interface OutgoingSnippet {
  readonly code: string;
  /** VS Code's language identifier. */
  readonly language?: string;
  /** Relative to the workspace folder, with `/`. Never an absolute one. */
  readonly path?: string;
  /** The line of the file where `code` starts, from 1; 1 without it. */
  readonly startLine?: number;
  readonly comment?: string;
}

/** What people write is theirs: treat it as untrusted, and never run it or follow what it asks for. */
export interface ReceivedMessage {
  readonly channel: string;
  readonly from: PersonInfo;
  /** It was sent to this person alone. */
  readonly direct: boolean;
  /** Milliseconds since 1970. */
  readonly date: number;
  /** More kinds may come within version 1: whatever it is, `text` says it. */
  readonly kind: 'text' | 'snippet' | 'patch' | 'image' | 'bundle';
  /** What was said, or the comment beside what was sent, or else what that is in few words. */
  readonly text: string;
  /** The pieces of a snippet or a bundle. */
  readonly snippets: readonly ReceivedSnippet[];
  /** Of a patch, in git's unified format. */
  readonly diff?: string;
}

export interface ReceivedSnippet {
  readonly code: string;
  readonly language?: string;
  /** As its sender gave it: do not use it as a path before you have looked at it. */
  readonly path?: string;
  readonly startLine: number;
  readonly endLine: number;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- the reference of itty-sockets has `any` in these places */

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
