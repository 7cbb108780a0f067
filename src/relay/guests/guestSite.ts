import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Counters } from '../counters';
import { decodedName, hostOf, isOwnOrigin, mayComeFrom } from '../handshake';
import type { Relay } from '../relay';
import { Refusal } from '../refusal';
import type { GuestFiles } from './guestFiles';
import { guestHtml, guestPolicy } from './guestHtml';

/** Where the page of a channel is: its name follows. */
const JOIN = '/join/';
/** Where the page's files are: their version and their name follow. */
const FILES = '/guest/';
/** Tells that there is a page for guests here. Every page may read it: it says nothing else. */
const SIGN = '/guest.json';

/** A year, which is as long as anything is kept. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const NO_CHANNEL = new Refusal(404, 'this is the name of no channel.');
const NO_PAGE = new Refusal(403, 'this is a page to be opened by itself.');
const NO_HOST = new Refusal(400, 'the request names no host.');

export interface GuestOptions {
  readonly files: GuestFiles;
  /** As in `DoorOptions`. */
  readonly allowOrigins: readonly string[];
  /** Where a limit counts that kept somebody from the page. */
  readonly counters?: Pick<Counters, 'hit'>;
}

/** Serves the page for guests, who have a browser and no VS Code. Neither it nor a log has any word of the channel. */
export class GuestSite {
  constructor(private readonly options: GuestOptions) {}

  /** `false`: it is not for the guests. */
  handle(request: IncomingMessage, response: ServerResponse, relay: Pick<Relay, 'receive'>): boolean {
    const { url = '', method = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const [path = ''] = url.split('?', 1);
    if (path === SIGN) sign(response);
    else if (path.startsWith(JOIN)) this.page(path.slice(JOIN.length), request, response, relay);
    else if (path.startsWith(FILES)) return this.file(path.slice(FILES.length), request, response);
    else return false;
    return true;
  }

  private page(rest: string, request: IncomingMessage, response: ServerResponse, relay: Pick<Relay, 'receive'>): void {
    const host = hostOf(request);
    // A picture or a frame of a page elsewhere: it would use up what its reader may join.
    const { 'sec-fetch-dest': wanted = 'document' } = request.headers;
    if (wanted !== 'document') {
      refuse(response, NO_PAGE);
      return;
    }
    const visitor = relay.receive(request);
    if (visitor instanceof Refusal) {
      if (visitor.limit) this.options.counters?.hit(visitor.limit);
      refuse(response, visitor);
    } else if (decodedName(rest) === undefined) refuse(response, NO_CHANNEL);
    else if (host === '') refuse(response, NO_HOST);
    else this.welcome(rest, host, response);
  }

  private welcome(rest: string, host: string, response: ServerResponse): void {
    const { files, allowOrigins } = this.options;
    const nonce = randomBytes(18).toString('base64url');
    const plain = `http://${host}`;
    const html = guestHtml({
      nonce,
      // What a proxy in front puts before the path is not known here: so it goes up, one step for each part of the name.
      root: '../'.repeat(rest.split('/').length),
      version: files.version,
      mayJoinPlainly: isOwnOrigin(plain, host) || mayComeFrom(plain, allowOrigins),
    });
    response.writeHead(200, {
      ...HEADERS,
      'Cache-Control': 'no-store',
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': guestPolicy(nonce, host),
      // No page that opened this one can reach into it.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=()',
    });
    response.end(html);
  }

  private file(rest: string, request: IncomingMessage, response: ServerResponse): boolean {
    const [version, name = '', ...more] = rest.split('/');
    if (version !== this.options.files.version || more.length > 0) return false;
    const accepted = request.headers['accept-encoding'];
    const file = this.options.files.get(name, typeof accepted === 'string' ? accepted : undefined);
    if (!file) return false;
    response.writeHead(200, {
      ...HEADERS,
      'Cache-Control': FOR_EVER,
      Vary: 'Accept-Encoding',
      'Content-Type': file.type,
      'Content-Length': file.body.length,
      ...(file.encoding && { 'Content-Encoding': file.encoding }),
    });
    response.end(file.body);
    return true;
  }
}

const HEADERS = {
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

function sign(response: ServerResponse): void {
  response.writeHead(200, {
    ...HEADERS,
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  response.end('{"guests":1}\n');
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, {
    ...HEADERS,
    ...refusal.headers,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
  });
  response.end(refusal.text);
}
