import { existsSync } from 'node:fs';
import { onPath } from './browser';
import type { Log } from './download';
import { run } from './processes';

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
  const apt = platform === 'linux' && process.getuid?.() === 0 ? onPath('apt-get') : undefined;
  if (apt) {
    log("No Redis here: installing Debian's redis-server with apt-get");
    // The package would start a service at once where there is an init to do so; the tests start their own.
    const quietly = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'redis-server']]) {
      if ((await run(apt, ['-qq', ...args], quietly)) !== 0) break;
    }
    const installed = findRedisServer();
    if (installed) return installed;
  }
  const advice = 'install redis-server or valkey-server, or name one in LIVE_CHANNELS_REDIS_SERVER';
  if (platform === 'linux') throw new Error(`A Redis server is needed: ${advice}.`);
  log(`NOT RUN, as there is no Redis on this machine: the tests of several relays on Redis (to run them, ${advice}).`);
  return undefined;
}
