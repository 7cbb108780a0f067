import type { Socket } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import type { SocketClass } from '../client/connect';
import { follow, type Passage } from './passage';

/**
 * The handshake: a server that accepts and then says nothing is given up after 10 s. The closing handshake: one that
 * does not answer it is let go after 2 s; the option is not in the types of `ws` yet. Milliseconds.
 */
export const OPTIONS: ClientOptions & { closeTimeout: number } = {
  handshakeTimeout: 10_000,
  closeTimeout: 2_000,
  perMessageDeflate: false,
};

/** Milliseconds. A dead socket is found within their sum. */
export interface PingTimes {
  /** From one ping to the next. */
  every: number;
  /** From a ping to the latest byte that has to come. */
  timeout: number;
}

/** What a dead route costs: at most 30 s until it is known, of the 35 s that it may. */
const DEFAULT_TIMES: PingTimes = { every: 20_000, timeout: 10_000 };

/** Whether a certificate that nobody trusts keeps a socket from opening: asked for each. */
export type IsStrict = () => boolean;

/**
 * A class of `ws` sockets that notice when nobody is there any more, as TCP does not for minutes: they ping, and close
 * with 1006 when not one byte came in time. Any byte counts, so that a long frame over a slow line is no silence; what
 * waits to be sent delays the ping, so a line has to carry what is in flight within `timeout`.
 *
 * `ws` goes through Node's http, which VS Code makes aware of proxies and of the system's certificates, though not of
 * `http.proxyStrictSSL`. The error of a socket that a proxy has kept from opening has a `ProxyFailure` as its cause.
 */
export function pingingSocket(
  { every, timeout }: PingTimes = DEFAULT_TIMES,
  isStrict: IsStrict = () => true,
): SocketClass {
  return class PingingSocket extends WebSocket {
    private stream: Socket | undefined;
    private pings: NodeJS.Timeout | undefined;
    private readonly checks = new Set<NodeJS.Timeout>();

    constructor(url: string) {
      let passage: Passage = {};
      super(url, {
        ...OPTIONS,
        rejectUnauthorized: isStrict(),
        finishRequest: request => {
          passage = follow(request, url.startsWith('wss:'));
          request.end();
        },
      });
      this.once('error', error => {
        if (passage.failure) error.cause = passage.failure;
      });
      this.once('upgrade', ({ socket }) => (this.stream = socket));
      this.once('open', () => (this.pings = setInterval(() => this.probe(timeout), every).unref()));
      this.once('close', () => {
        clearInterval(this.pings);
        for (const check of this.checks) clearTimeout(check);
        this.checks.clear();
      });
    }

    probe(within: number): void {
      if (this.readyState !== WebSocket.OPEN) return;
      const before = this.stream?.bytesRead;
      this.ping();
      const check = setTimeout(() => {
        this.checks.delete(check);
        // After a sleep, or when this process was held up, the answer may be here and not be read yet.
        setImmediate(() => {
          if (this.stream?.bytesRead === before) this.terminate();
        }).unref();
      }, within).unref();
      this.checks.add(check);
    }
  };
}

export const socketClass: SocketClass = pingingSocket();
