import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Backplane } from './backplane';
import type { Counters } from './counters';
import type { DoorOptions } from './door';
import type { User } from './frames';
import type { Visitor } from './gate';
import type { Ping } from './heartbeat';
import type { Limits } from './limits';
import type { Log } from './log';
import type { Refusal } from './refusal';

/** What a relay can be told. */
export interface RelayOptions extends DoorOptions {
  /** The address to bind to; `127.0.0.1` unless told, so that nobody else on the network gets in by chance. */
  readonly host?: string;
  /** 0, the default: any that is free. */
  readonly port?: number;
  /** The path of a Unix socket or a Windows pipe to bind to, instead of host and port. */
  readonly socket?: string;
  /** A server made with `HANDSHAKE` of server.ts, over TLS for example; one of `node:http` unless told. */
  readonly server?: Server;
  readonly limits?: Partial<Limits>;
  /** The other relays that serve the same channels; there are none unless told. */
  readonly backplane?: Backplane;
  /** How sockets are found that are only half open; every 30 s, within 10 s unless told. */
  readonly ping?: Ping;
  readonly log?: Log;
  readonly counters?: Counters;
  /** Answers plain HTTP requests; `false` for those that the relay itself shall answer. */
  readonly http?: (request: IncomingMessage, response: ServerResponse, relay: Relay) => boolean;
}

/** A relay that serves. */
export interface Relay {
  /** `ws://127.0.0.1:PORT`, without a path; an IPv6 address stands in brackets. On a socket `ws+unix:PATH:`. */
  readonly url: string;
  /** 0 on a socket. */
  readonly port: number;
  /** How many sockets are open. */
  readonly connections: number;
  /** How many channels somebody is in. */
  readonly channels: number;
  /** How many bytes wait for slow readers. */
  readonly waiting: number;
  /** It lets nobody in any more. */
  readonly stopping: boolean;
  /** The other relays that serve the same channels are in reach, or there are none. */
  readonly together: boolean;
  /** Whether whoever makes this request may ask for anything: by origin, by address, and not while it stops. */
  receive(request: IncomingMessage): Visitor | Refusal;
  /**
   * Sends a message, JSON as text, to all in a channel. Whether that may be is the caller's to decide. `false`: the other
   * relays are not in reach, and nothing was sent.
   */
  push(channel: string, sender: User, payload: string): boolean;
  /**
   * Lets nobody in any more, tells everybody with close 1012, and waits `within` so many milliseconds for them to go.
   * Plain HTTP is still answered, until `close`.
   */
  drain(within: number): Promise<void>;
  /** Closes every socket with the code and stops; done when nothing is left. Asking again changes nothing. */
  close(code?: number): Promise<void>;
}
