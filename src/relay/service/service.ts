import { messageOf } from '../../base/errors';
import type { Backplane } from '../backplane';
import type { Counters } from '../counters';
import type { Log } from '../log';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import type { GuestSite } from '../guests/guestSite';
import type { Relay } from '../relay';
import { startRelay } from '../server';
import { Activity } from './activity';
import { AddressGate } from './addressGate';
import { clientAddress, TrustedProxies } from './addresses';
import { Metrics } from './metrics';
import type { Config } from './options';
import { atStart, ReloadedFiles } from './reloadedFiles';
import { Site, type MetricsAccess } from './site';
import type { TlsFiles } from './tls';
import { removeStaleSocket } from './unixSocket';

/** Milliseconds. */
const SECOND = 1_000;

/** The relay as a service: with all that it needs where strangers come. */
export interface Service {
  readonly relay: Relay;
  /** Reads the certificate and the namespaces again; what is broken is logged, and what was there stays. */
  reload(): void;
  /** Lets nobody in any more, tells everybody, waits for them as long as the configuration says, and ends. */
  stop(): Promise<void>;
}

function limitsOf(config: Config): Limits {
  return {
    ...DEFAULT_LIMITS,
    joins: config['limit-joins'],
    address: config['limit-address'],
    guesses: config['limit-guesses'],
    channel: config['limit-channel'],
    channels: config['limit-channels'],
    rate: config['limit-rate'],
    rateWindow: config['rate-window'],
    size: config['limit-size'],
    warnings: config['limit-warnings'],
    ban: config.ban * SECOND,
    reader: config['limit-reader'],
    buffer: config['limit-buffer'],
  };
}

function tlsFilesOf(config: Config): TlsFiles | undefined {
  const [cert, key] = [config['tls-cert'], config['tls-key']];
  return cert !== undefined && key !== undefined ? { cert, key } : undefined;
}

/** The client of Redis is loaded only where it is wanted. */
async function backplaneOf({ redis }: Config, log: Log): Promise<Backplane | undefined> {
  if (redis === undefined) return undefined;
  const { RedisBackplane } = await import('../redis/redisBackplane');
  try {
    return await RedisBackplane.connect(redis, { log });
  } catch (thrown) {
    throw new Error(`Redis cannot be reached: ${messageOf(thrown)}`, { cause: thrown });
  }
}

/** The page for guests is loaded only where it is wanted. */
async function guestsOf(config: Config, counters: Counters): Promise<GuestSite | undefined> {
  if (!config.guests) return undefined;
  const { loadGuestSite } = await import('../guests/load');
  return loadGuestSite(new URL('../../../', import.meta.url), { allowOrigins: config['allow-origin'], counters });
}

/**
 * Starts the relay with everything that the configuration asks for.
 * @throws UsageError for what the person has to put right; an error when it cannot listen or cannot reach Redis.
 */
export async function startService(config: Config, log: Log, version: string): Promise<Service> {
  const limits = limitsOf(config);
  const trusted = atStart('A trusted proxy', () => new TrustedProxies(config['trust-proxy']));
  const files = new ReloadedFiles(tlsFilesOf(config), config.namespaces, log);
  const metrics = new Metrics();
  const gate = new AddressGate(limits, request => clientAddress(request, trusted));
  const activity = new Activity(() => metrics.seen);
  const guests = await guestsOf(config, metrics);
  const site = new Site({
    metrics,
    metricsAccess: config.metrics as MetricsAccess,
    trusted,
    activity,
    version,
    ...(guests && { guests }),
    push: { namespaces: files.namespaces, limits, counters: metrics },
    log,
  });
  const { host, port, socket } = config;
  if (socket !== undefined) await removeStaleSocket(socket);
  const backplane = await backplaneOf(config, log);
  const starting = startRelay({
    ...(host !== undefined && { host }),
    port,
    ...(socket !== undefined && { socket }),
    ...(files.server && { server: files.server }),
    allowOrigins: config['allow-origin'],
    guests: config.guests,
    limits,
    ...(backplane && { backplane }),
    log,
    counters: metrics,
    gate,
    reservations: files.namespaces,
    http: (request, response, itself) => site.handle(request, response, itself),
  });
  starting.catch(() => void backplane?.close());
  const relay = await starting;
  metrics.observe(relay);
  files.watch();
  return {
    relay,
    reload: () => files.reload(),
    stop: async () => {
      files.dispose();
      await relay.drain(config.drain * SECOND);
      await relay.close();
      activity.dispose();
      gate.dispose();
    },
  };
}
