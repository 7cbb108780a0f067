import type { ClientRequest, IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { isRecord } from '../base/guards';
import { ProxyFailure } from '../session/proxyFailure';

/** The way that a request took, as far as it is known. */
export interface Passage {
  /** Host and port of the HTTP proxy. */
  proxy?: string;
  /** The proxy could not be reached, or did not let the request through. */
  failure?: ProxyFailure;
}

/** What the proxies of VS Code's lists look like, as `PROXY NAME:PASSWORD@HOST:PORT`. */
const PROXY = /^\w+ +(?:.*@)?([^\s@/]+)/;

/**
 * Follows a request on its way out. VS Code gives each an agent of its own, which tells by an event `proxy` of the request
 * where it went (`@vscode/proxy-agent`, agent.ts); without that agent there is no proxy. A proxy that says no has its answer
 * put in the server's place: over TLS it is known by its socket, which is none of TLS.
 */
export function follow(request: ClientRequest, secure: boolean): Passage {
  const passage: Passage = {};
  request.once('proxy', (told: unknown) => {
    if (!isRecord(told) || typeof told['proxy'] !== 'string' || told['proxy'] === 'DIRECT') return;
    const proxy = PROXY.exec(told['proxy'])?.[1];
    if (proxy === undefined) return;
    passage.proxy = proxy;
    if (told['error'] !== undefined) passage.failure = new ProxyFailure(proxy, undefined, { cause: told['error'] });
  });
  request.prependOnceListener('response', ({ statusCode, socket }: IncomingMessage) => {
    const { proxy } = passage;
    const isItsOwn = statusCode === 407 || (secure && !(socket instanceof TLSSocket));
    if (proxy !== undefined && isItsOwn) passage.failure = new ProxyFailure(proxy, statusCode);
  });
  return passage;
}
