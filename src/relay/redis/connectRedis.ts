import { Redis } from 'ioredis';
import { readRedisUrl, type Address } from './address';
import { ClusterLink } from './clusterLink';
import { SingleLink } from './singleLink';
import type { Link, LinkListener } from './link';
import { STRICT } from './strict';

/** Connects for the first time. @throws the reason why it cannot be done, without the URL. */
async function connected(address: Address): Promise<Redis> {
  const client = new Redis({ ...STRICT, ...address, lazyConnect: true, retryStrategy: () => null });
  let reason: Error | undefined;
  client.on('error', (error: Error) => (reason = error));
  try {
    await client.connect();
    return client;
  } catch (thrown) {
    client.disconnect();
    throw reason ?? thrown;
  }
}

/**
 * Connects to the server, or to the cluster that it is of. The listener hears of it, now and whenever it is back.
 * @throws the reason when it cannot be reached.
 */
export async function connectRedis(url: string, listener: LinkListener): Promise<Link> {
  const address = readRedisUrl(url);
  const first = await connected(address);
  const isCluster = (await first.info('cluster')).includes('cluster_enabled:1');
  first.disconnect();
  // A cluster has one database only.
  if (isCluster) return new ClusterLink({ ...address, db: 0 }, listener);
  return new SingleLink(address, listener);
}
