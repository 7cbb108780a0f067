import { Cluster, type Redis } from 'ioredis';
import { DEFAULT_PORT, type Address } from './address';
import { UpAndDown, type Link, type LinkListener } from './link';
import { ignore, STRICT } from './strict';

/** Between two attempts to reach a cluster that lost a server: as long as it is about to replace it. Milliseconds. */
const CLUSTER_RETRY = 250;

/**
 * A cluster: what is published goes through the one server that has the channel. As soon as a server is lost, everything
 * begins anew with another client: the old one may have lost subscriptions for good, and does not say so.
 */
export class ClusterLink implements Link {
  readonly verb = 'SPUBLISH';
  private readonly state: UpAndDown;
  private closed = false;
  private cluster: Cluster;
  private readonly access: Omit<Address, 'host' | 'port'>;
  /** Where servers were: the one that was named may be the one that is gone. */
  private readonly known = new Map<string, { host: string; port: number }>();

  constructor(
    { host, port, ...access }: Address,
    private readonly listener: LinkListener,
  ) {
    this.access = access;
    this.state = new UpAndDown(listener);
    this.learn({ host, port });
    this.cluster = this.start();
  }

  get isUp(): boolean {
    return this.cluster.status === 'ready';
  }

  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.cluster.eval(script, keys.length, ...keys, ...args);
  }

  call(command: string, key: string, ...args: string[]): Promise<unknown> {
    return this.cluster.call(command, key, ...args);
  }

  publish(topic: string, text: string): void {
    this.cluster.spublish(topic, text).catch(ignore);
  }

  async subscribe(topic: string): Promise<void> {
    const { cluster } = this;
    try {
      await cluster.ssubscribe(topic);
    } catch (thrown) {
      this.giveUp(cluster);
      throw thrown;
    }
  }

  unsubscribe(topic: string): void {
    this.cluster.sunsubscribe(topic).catch(ignore);
  }

  async probe(): Promise<void> {
    await Promise.all(this.cluster.nodes('master').map(node => node.ping()));
  }

  reset(): void {
    this.giveUp(this.cluster);
  }

  close(): void {
    this.closed = true;
    this.cluster.disconnect();
  }

  private start(): Cluster {
    const cluster = startCluster([...this.known.values()], this.access);
    cluster.on('error', ignore).on('node error', ignore);
    cluster.on('smessage', (topic: string, text: string) => {
      if (cluster === this.cluster) this.listener.message(topic, text);
    });
    cluster.on('+node', ({ options: { host = '', port = DEFAULT_PORT } }: Redis) => this.learn({ host, port }));
    cluster.on('-node', () => {
      if (cluster.status === 'ready') this.giveUp(cluster);
    });
    for (const event of ['ready', 'close']) cluster.on(event, () => this.state.is(this.isUp));
    cluster.once('end', () => {
      this.state.is(this.isUp);
      setTimeout(() => {
        if (this.closed || cluster !== this.cluster) return;
        this.cluster = this.start();
      }, CLUSTER_RETRY).unref();
    });
    return cluster;
  }

  private learn({ host, port }: { host: string; port: number }): void {
    this.known.set(`${host} ${port}`, { host, port });
  }

  /** It ends, which makes way for the next one. */
  private giveUp(cluster: Cluster): void {
    if (cluster === this.cluster) cluster.disconnect();
  }
}

function startCluster(
  known: readonly { host: string; port: number }[],
  access: Omit<Address, 'host' | 'port'>,
): Cluster {
  const { enableOfflineQueue, ...strict } = STRICT;
  return new Cluster([...known], {
    shardedSubscribers: true,
    enableOfflineQueue,
    // Another one is made instead.
    clusterRetryStrategy: () => null,
    // A command that broke off may have been carried out: it is not sent again.
    retryDelayOnFailover: 0,
    redisOptions: { ...strict, ...access, autoResubscribe: true },
    // Certificates are for names.
    ...(access.tls && { dnsLookup: (address, callback) => callback(null, address) }),
  });
}
