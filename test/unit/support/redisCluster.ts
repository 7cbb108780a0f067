import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedisServer } from './redis';

/** After how long a server of the cluster counts as gone. Milliseconds. */
const NODE_TIMEOUT = 1_000;
/** How often it is looked what has become of the cluster. Milliseconds. */
const LOOK_EVERY = 50;
/** The last slots of all go to the second and the third, who have to have some to vote; all others to the first. */
const SLOTS = [
  [0, 16_381],
  [16_382, 16_382],
  [16_383, 16_383],
] as const;

/** A cluster whose first server has nearly everything, and a replica that takes over from it. */
export class FailingCluster {
  private constructor(
    private readonly folder: string,
    private readonly servers: readonly RedisServer[],
  ) {}

  static async start(): Promise<FailingCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'live-channels-redis-'));
    const names = ['1', '2', '3', 'replica'];
    const servers = await Promise.all(
      names.map(name =>
        RedisServer.start(
          ...['--cluster-enabled', 'yes', '--cluster-config-file', join(folder, name), '--dir', folder],
          ...['--cluster-node-timeout', String(NODE_TIMEOUT), '--cluster-replica-validity-factor', '0'],
          ...['--repl-diskless-sync-delay', '0'],
        ),
      ),
    );
    const cluster = new FailingCluster(folder, servers);
    await cluster.assemble();
    return cluster;
  }

  /** Of a server that stays. */
  get url(): string {
    return this.server(1).url;
  }

  /** The server that has the channels dies; done when its replica has taken its place and all agree on that. */
  async failOver(): Promise<void> {
    await this.server(0).kill();
    await this.when(3, /role:master/, client => client.info('replication'));
    await this.when(1, /cluster_state:ok/, client => client.call('CLUSTER', 'INFO'));
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map(server => server.kill()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async assemble(): Promise<void> {
    for (const [i, [from, to]] of SLOTS.entries()) {
      await this.ask(i, client => client.call('CLUSTER', 'ADDSLOTSRANGE', from, to));
      await this.ask(i, client => client.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1));
    }
    for (const { port } of this.servers.slice(1)) {
      await this.ask(0, client => client.call('CLUSTER', 'MEET', '127.0.0.1', port));
    }
    const info = (client: Redis) => client.call('CLUSTER', 'INFO');
    for (const i of this.servers.keys()) await this.when(i, /cluster_state:ok[^]*cluster_known_nodes:4/, info);
    const first = String(await this.ask(0, client => client.call('CLUSTER', 'MYID')));
    await this.ask(3, client => client.call('CLUSTER', 'REPLICATE', first));
    await this.when(3, /master_link_status:up/, client => client.info('replication'));
    // All have to know of the replica: they vote for it.
    const nodes = (client: Redis) => client.call('CLUSTER', 'NODES');
    for (const i of this.servers.keys()) await this.when(i, new RegExp(`slave ${first} [^\\n]* connected`), nodes);
  }

  private server(i: number): RedisServer {
    const server = this.servers[i];
    if (!server) throw new Error(`There is no server ${i}.`);
    return server;
  }

  private async ask<T>(i: number, question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.server(i).port);
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }

  private async when(i: number, expected: RegExp, question: (client: Redis) => Promise<unknown>): Promise<void> {
    await this.ask(i, async client => {
      while (!expected.test(String(await question(client)))) await sleep(LOOK_EVERY);
    });
  }
}
