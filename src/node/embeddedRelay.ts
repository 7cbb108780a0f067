import { networkInterfaces } from 'node:os';
import { AppError, wordsOf } from '../base/errors';
import { startRelay, type Relay, type RelayOptions } from '../relay/server';
import type { LocalRelay, RelayWishes } from '../ui/relayControl';

/** How a relay answers a request for a path that is no channel; see relay/server.ts. */
const GREETING = 'Live Channels relay';
/** Longest wait for that answer. Milliseconds. */
const PROBE_TIMEOUT = 2_000;

function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** This machine's own addresses in its networks. */
function remoteUrls(host: string, port: number): string[] {
  if (!isEverywhere(host)) return [];
  return Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `ws://${address}:${port}`);
}

function localUrl(host: string, port: number): string {
  if (isEverywhere(host)) return `ws://127.0.0.1:${port}`;
  return `ws://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function isRelay(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url.replace(/^ws/, 'http'), { signal: AbortSignal.timeout(PROBE_TIMEOUT) });
    return (await answer.text()).startsWith(GREETING);
  } catch {
    return false;
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

function owned(relay: Relay, host: string): LocalRelay {
  return {
    url: localUrl(host, relay.port),
    remoteUrls: remoteUrls(host, relay.port),
    owned: true,
    close: () => relay.close(),
  };
}

/** What the settings ask for, and where the extension's own files are, for the page of guests. */
export interface EmbeddedOptions extends RelayWishes {
  readonly files: URL;
}

/** The page for guests is loaded only where it is wanted. */
async function guestsOf({ guests, files }: EmbeddedOptions): Promise<Pick<RelayOptions, 'guests' | 'http'>> {
  if (!guests) return {};
  const { loadGuestSite } = await import('../relay/guests/load');
  const site = await loadGuestSite(files, { allowOrigins: [] });
  return { guests, http: (request, response, relay) => site.handle(request, response, relay) };
}

/**
 * Starts a relay in this process. When the port is set and another window's relay has it, that one is used: whoever
 * comes first serves, and the next one takes over when it goes.
 * @throws AppError `relay` when the port belongs to something else or cannot be used.
 */
export async function startEmbeddedRelay(options: EmbeddedOptions, log: (line: string) => void): Promise<LocalRelay> {
  const { host, port } = options;
  try {
    const guests = await guestsOf(options);
    return owned(await startRelay({ host, port, ...guests, log: entry => log(entry.toString()) }), host);
  } catch (thrown) {
    const url = localUrl(host, port);
    if (codeOf(thrown) !== 'EADDRINUSE') {
      throw new AppError('relay', 'The relay cannot start on {0}: {1}.', [url, wordsOf(thrown)], { cause: thrown });
    }
    if (await isRelay(url))
      return { url, remoteUrls: remoteUrls(host, port), owned: false, close: () => Promise.resolve() };
    throw new AppError(
      'relay',
      'Port {0} is used by another program: set "liveChannels.relayPort" to another one, or to 0 for any that is free.',
      [port],
      { cause: thrown },
    );
  }
}
