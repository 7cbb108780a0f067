import { existsSync } from 'node:fs';
import { onPath } from './browser';
import type { Log } from './download';
import { installPackages } from './packages';

const { platform, env } = process;

/** A server that speaks Redis' protocol on this machine, or undefined. */
export function findRedisServer(): string | undefined {
  const told = env['LIVE_CHANNELS_REDIS_SERVER'];
  if (told) {
    if (!existsSync(told)) throw new Error(`LIVE_CHANNELS_REDIS_SERVER names ${told}, which does not exist.`);
    return told;
  }
  return onPath('redis-server') ?? onPath('valkey-server');
}

/**
 * The same, installed first where that can be done without asking anybody. Where there is no such package, on macOS and
 * Windows, it is said what is not run.
 */
export async function needRedisServer(log: Log): Promise<string | undefined> {
  const found = findRedisServer();
  if (found) return found;
  await installPackages(['redis-server'], log);
  const installed = findRedisServer();
  if (installed) return installed;
  const advice = 'install redis-server or valkey-server, or name one in LIVE_CHANNELS_REDIS_SERVER';
  if (platform === 'linux') throw new Error(`A Redis server is needed: ${advice}.`);
  log(`NOT RUN, as there is no Redis on this machine: the tests of several relays on Redis (to run them, ${advice}).`);
  return undefined;
}
