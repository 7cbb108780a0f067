import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { channelOf, hostOf } from '../handshake';
import { LogEntry, type Log } from '../log';
import { Refusal } from '../refusal';
import type { GuestSite } from '../guests/guestSite';
import type { Relay } from '../relay';
import type { Activity } from './activity';
import { isLoopback, readAddress, wasForwarded, type TrustedProxies } from './addresses';
import type { Metrics } from './metrics';
import { answerPush, type PushOptions } from './push';
import { STATUS_PAGE_POLICY, statusPage } from './statusPage';

/** Who may read the metrics. */
export type MetricsAccess = 'local' | 'all' | 'off';

/** What the site is made of. */
export interface SiteOptions {
  readonly metrics: Metrics;
  readonly metricsAccess: MetricsAccess;
  readonly trusted: TrustedProxies;
  readonly activity: Activity;
  readonly version: string;
  /** Absent where there is no page for guests. */
  readonly guests?: GuestSite;
  readonly push: Omit<PushOptions, 'relay'>;
  readonly log: Log;
}

/** No page of another origin may read or embed an answer, and none is kept. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
const TEXT = 'text/plain; charset=utf-8';

/** Whether the request names this machine: no name that somebody else could let point here. */
function namesLocally(request: IncomingMessage): boolean {
  const name = hostOf(request).replace(/:\d+$/, '');
  return name === 'localhost' || readAddress(name) !== undefined;
}

/** Answers the plain HTTP requests to a relay: health, metrics, the page for a person, and pushes. */
export class Site {
  private readonly started = process.uptime();

  constructor(private readonly options: SiteOptions) {}

  /** `false`: it is not for the site. */
  handle(request: IncomingMessage, response: ServerResponse, relay: Relay): boolean {
    const { url = '', method = '' } = request;
    const channel = channelOf(url);
    if (this.options.guests?.handle(request, response, relay)) return true;
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (channel !== undefined && method === 'POST') {
      void this.push(request, response, channel, relay);
      return true;
    }
    if (method !== 'GET' && method !== 'HEAD') return false;
    switch (url.split('?', 1)[0]) {
      case '/healthz':
        response.writeHead(200, { 'Content-Type': TEXT }).end('ok\n');
        return true;
      case '/readyz':
        return this.readiness(response, relay);
      case '/metrics':
        return this.metrics(request, response);
      case '/':
        return this.page(request, response, relay);
      default:
        return false;
    }
  }

  private readiness(response: ServerResponse, { stopping, together }: Relay): boolean {
    const why = stopping ? 'stopping' : together ? undefined : 'alone: Redis is not in reach';
    response.writeHead(why === undefined ? 200 : 503, { 'Content-Type': TEXT }).end(`${why ?? 'ready'}\n`);
    return true;
  }

  private async push(request: IncomingMessage, response: ServerResponse, channel: string, relay: Relay): Promise<void> {
    const { push, log } = this.options;
    const refusal = await answerPush(request, response, channel, { ...push, relay });
    if (!refusal) return;
    push.counters.refused(refusal.status);
    if (refusal.limit) push.counters.hit(refusal.limit);
    log(new LogEntry('warning', 'push-refused', { status: refusal.status }));
  }

  private metrics(request: IncomingMessage, response: ServerResponse): boolean {
    const { metrics, metricsAccess } = this.options;
    if (metricsAccess === 'off') return false;
    if (metricsAccess === 'local' && !this.isLocal(request)) {
      const refusal = new Refusal(403, 'its metrics are for programs on its own machine (see --metrics).');
      response.writeHead(refusal.status, { 'Content-Type': TEXT }).end(refusal.text);
      return true;
    }
    void metrics.text().then(
      text => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
    return true;
  }

  /** A program on this machine, not one elsewhere through a proxy here, nor a page whose name was made to point here. */
  private isLocal(request: IncomingMessage): boolean {
    const address = readAddress(request.socket.remoteAddress ?? '');
    const isHere = address === undefined || isLoopback(address);
    return isHere && !wasForwarded(request) && namesLocally(request);
  }

  private page(request: IncomingMessage, response: ServerResponse, relay: Relay): boolean {
    // Programs that look whether this is a relay are told in one line of text.
    if (!/\btext\/html\b/.test(request.headers.accept ?? '')) return false;
    const { activity, version } = this.options;
    const html = statusPage({
      url: this.publicUrl(request, relay),
      version,
      connections: relay.connections,
      channels: relay.channels,
      uptime: process.uptime() - this.started,
      stopping: relay.stopping,
      samples: activity.samples,
    });
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': STATUS_PAGE_POLICY,
    });
    response.end(html);
    return true;
  }

  /** The address as whoever asks has it: what they typed, and TLS if it was there, be it a trusted proxy's. */
  private publicUrl(request: IncomingMessage, { url }: Relay): string {
    const host = hostOf(request);
    if (host === '') return url;
    const byProxy = this.options.trusted.trusts(readAddress(request.socket.remoteAddress ?? ''));
    const isSecure =
      request.socket instanceof TLSSocket || (byProxy && request.headers['x-forwarded-proto'] === 'https');
    return `${isSecure ? 'wss' : 'ws'}://${host}`;
  }
}
