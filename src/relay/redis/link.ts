import { isIP } from 'node:net';
import { Cluster, Redis } from 'ioredis';

/** What the backplane needs of a Redis server, or of a cluster of them. What cannot be done at once is not done later. */
export interface Link {
  /** How to publish, within scripts: sharded on a cluster. */
  readonly verb: 'PUBLISH' | 'SPUBLISH';
  /** All connections are there. */
  readonly isUp: boolean;
  /** Runs a script, in the order of the calls. Rejects when it is not up, or not any more. */
  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Any other command, of one key that comes first; as `run`. */
  call(command: string, key: string, ...args: string[]): Promise<unknown>;
  /** Fire and forget: nobody hears whether it arrived, and it is never sent again. */
  publish(topic: string, text: string): void;
  /** Done when all that is published from then on will come. */
  subscribe(topic: string): Promise<void>;
  unsubscribe(topic: string): void;
  /** Asks whether the connections are alive. */
  probe(): Promise<void>;
  /** They seem not to be: makes new ones. */
  reset(): void;
  close(): void;
}

/** Hears what a link has to say. */
export interface LinkListener {
  up(): void;
  down(): void;
  message(topic: string, text: string): void;
}

/** The longest time between two attempts to reach the server again. Milliseconds. */
const MAX_RETRY = 1_000;
const FIRST_RETRY = 50;
/** How long a connection may take to be made. Milliseconds. */
const CONNECT_TIMEOUT = 5_000;
/** When the system begins to ask whether the other side is there. Milliseconds. */
const KEEP_ALIVE = 5_000;
const DEFAULT_PORT = 6_379;

function retryAfter(times: number): number {
  return Math.min(FIRST_RETRY * 2 ** Math.min(times, 10), MAX_RETRY);
}

/** Where a server is, and what it asks for. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly tls?: { readonly servername: string };
}

/** Where a URL leads. @throws TypeError when it is none of a Redis server. */
export function readRedisUrl(text: string): Address {
  const url = new URL(text);
  if (!/^rediss?:$/.test(url.protocol) || url.hostname === '') throw new TypeError('Not the URL of a Redis server');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const db = /^\/(\d+)$/.exec(url.pathname)?.[1];
  return {
    host,
    port: Number(url.port || DEFAULT_PORT),
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    ...(db !== undefined && { db: Number(db) }),
    // What is no name cannot be asked for by name: an address is looked for in the certificate all the same.
    ...(url.protocol === 'rediss:' && { tls: { servername: isIP(host) === 0 ? host : '' } }),
  };
}

/** Nothing is kept back for later, sent twice or subscribed behind our back: the backplane sees to that, and knows. */
const STRICT = {
  protocol: 2 as const,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT,
  keepAlive: KEEP_ALIVE,
  disableClientInfo: true,
};

function ignore(): void {
  // What fails shows in the connection's state, or in the answer to somebody who waits for it.
}

/** One server: a connection for commands, and one for what is published. */
class SingleLink implements Link {
  readonly verb = 'PUBLISH';
  private wasUp = false;

  constructor(
    private readonly commands: Redis,
    private readonly subscriber: Redis,
    private readonly listener: LinkListener,
  ) {
    subscriber.on('message', (topic: string, text: string) => listener.message(topic, text));
    for (const client of [commands, subscriber]) {
      client.on('error', ignore).on('ready', () => this.look());
      client.on('close', () => this.look());
    }
    this.look();
  }

  get isUp(): boolean {
    return this.commands.status === 'ready' && this.subscriber.status === 'ready';
  }

  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.commands.eval(script, keys.length, ...keys, ...args);
  }

  call(command: string, key: string, ...args: string[]): Promise<unknown> {
    return this.commands.call(command, key, ...args);
  }

  publish(topic: string, text: string): void {
    this.commands.publish(topic, text).catch(ignore);
  }

  async subscribe(topic: string): Promise<void> {
    await this.subscriber.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.subscriber.unsubscribe(topic).catch(ignore);
  }

  async probe(): Promise<void> {
    await Promise.all([this.commands.ping(), this.subscriber.ping()]);
  }

  reset(): void {
    // At once: a farewell would wait for an answer.
    for (const client of [this.commands, this.subscriber]) client.stream.destroy();
  }

  close(): void {
    for (const client of [this.commands, this.subscriber]) client.disconnect();
  }

  private look(): void {
    if (this.isUp === this.wasUp) return;
    this.wasUp = this.isUp;
    if (this.isUp) this.listener.up();
    else this.listener.down();
  }
}

/** Between two attempts to reach a cluster that lost a server: as long as it is about to replace it. Milliseconds. */
const CLUSTER_RETRY = 250;

/**
 * A cluster: what is published goes through the one server that has the channel. As soon as a server is lost, everything
 * begins anew with another client: the old one may have lost subscriptions for good, and does not say so.
 */
class ClusterLink implements Link {
  readonly verb = 'SPUBLISH';
  private wasUp = false;
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
    for (const event of ['ready', 'close']) cluster.on(event, () => this.look());
    cluster.once('end', () => {
      this.look();
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

  private look(): void {
    if (this.isUp === this.wasUp) return;
    this.wasUp = this.isUp;
    if (this.isUp) this.listener.up();
    else this.listener.down();
  }
}

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
  const options = { ...STRICT, ...address, retryStrategy: retryAfter };
  return new SingleLink(new Redis(options), new Redis(options), listener);
}
