import type { IncomingMessage } from 'node:http';
import { CHANNEL_PATH } from '../protocol/itty';
import type { GivenKeys } from './keys';

/** Longest name of a channel, and longest key, in UTF-16 units once decoded. */
const MAX_NAME = 512;

/** Longest display name, in code points. */
const MAX_ALIAS = 64;

/** Begins every answer that is no WebSocket, so that whoever asks a port can tell a relay from another program. */
export const GREETING = 'Live Channels relay';

/** What somebody asks for who wants to join. */
export interface Request {
  readonly channel: string;
  readonly alias: string | undefined;
  readonly echo: boolean;
  readonly announce: boolean;
  readonly list: boolean;
  readonly keys: GivenKeys;
}

/** The channel that a request's target (path and query) names; `undefined` when it is no channel. */
export function channelOf(target: string): string | undefined {
  const [path = ''] = target.split('?', 1);
  return path.startsWith(CHANNEL_PATH) ? decodedName(path.slice(CHANNEL_PATH.length)) : undefined;
}

/** The name of a channel out of a path, percent-encoded there; `undefined` when it is none. */
export function decodedName(encoded: string): string | undefined {
  try {
    const name = decodeURIComponent(encoded);
    return name !== '' && name.length <= MAX_NAME ? name : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A display name made fit to be shown: no control characters, none that turn the direction of what follows, no line
 * breaks, no more than 64 code points. `undefined` when nothing is left.
 */
export function cleanAlias(alias: string): string | undefined {
  const visible = alias.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ');
  const points = Array.from(visible.replace(/\s+/gu, ' ').trim());
  const name = points.slice(0, MAX_ALIAS).join('').trim();
  return name || undefined;
}

/** What the request's target asks for; `undefined` when it names no channel. */
export function readRequest(target: string): Request | undefined {
  const channel = channelOf(target);
  if (channel === undefined) return undefined;
  const start = target.indexOf('?');
  const query = new URLSearchParams(start < 0 ? '' : target.slice(start + 1));
  return {
    channel,
    alias: cleanAlias(query.get('as') ?? query.get('alias') ?? ''),
    echo: query.get('echo') === 'true',
    announce: query.get('announce') === 'true',
    list: query.get('list') === 'true',
    keys: { joinKey: query.get('joinKey') || undefined, sendKey: query.get('sendKey') || undefined },
  };
}

/** A host, with a port or without, that can stand in a URL, in HTML and in a policy. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;

/** The host that a request names; empty where it names none. */
export function hostOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  return HOST.test(headers.host ?? '') ? (headers.host ?? '') : '';
}

/** A host that is an address or this machine: no name that somebody else could let point here. */
const ADDRESS = /^(\[[0-9a-f:.]+\]|\d+\.\d+\.\d+\.\d+|localhost)(:\d+)?$/i;

/**
 * Whether this `Origin` is that of a page which the relay has served itself under the name `host`. A page elsewhere could let
 * its name point here and ask under it (DNS rebinding): it cannot over TLS, as it has no certificate of ours, nor with an
 * address in the place of a name.
 */
export function isOwnOrigin(origin: string, host: string): boolean {
  const [scheme, of] = origin.toLowerCase().split('://', 2);
  if (host === '' || of !== host.toLowerCase()) return false;
  return scheme === 'https' || (scheme === 'http' && ADDRESS.test(host));
}

/** VS Code's own pages: the desktop's windows and webviews, and the pages in which a browser runs its extensions. */
const VSCODE_ORIGIN = /^(vscode-(file|webview):\/\/[a-z0-9-]+|https:\/\/([a-z0-9-]+\.)+vscode-cdn\.net)$/i;

/**
 * Whether a request with this `Origin` may join. Programs send none; a browser sends that of the page and lets no page
 * change it, so that a web page cannot reach a relay on its reader's machine. `null` (a sandboxed page) is refused.
 */
export function mayComeFrom(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined || VSCODE_ORIGIN.test(origin)) return true;
  return allowed.some(one => one === '*' || one.toLowerCase() === origin.toLowerCase());
}
