import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Redis } from 'ioredis';
import type { LogEntry } from '../../../src/relay/log';
import { RedisBackplane, type Times } from '../../../src/relay/redis/redisBackplane';
import { startRelay, type Relay, type RelayOptions } from '../../../src/relay/server';
import { freePort } from '../../vscode/ports';
import { findRedisServer } from '../../vscode/redisServer';
import { ChaosProxy } from './chaosProxy';
import type { AnyFrame, Wire } from './relay';

/** Where a Redis server is, if there is one: `npm test` sees to it, and says where it cannot. */
export const redisServer = findRedisServer();

/** Much faster than in earnest. Milliseconds. */
export const FAST: Times = { beat: 100, answer: 1_000, dead: 1_500, settle: 100, audit: 200 };

/** For what is about no failure: a busy machine is not taken for a dead server. */
export const PATIENT: Times = { ...FAST, answer: 10_000, dead: 20_000 };

/** A real Redis server that keeps nothing, on a port of its own. */
export class RedisServer {
  private constructor(
    private child: ChildProcess,
    readonly port: number,
    private readonly options: readonly string[],
  ) {}

  static async start(...options: string[]): Promise<RedisServer> {
    const port = await freePort();
    return new RedisServer(await run(port, options), port, options);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** No farewell, and nothing that it held is left. Done when it is gone. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** On the same port, empty. */
  async again(): Promise<void> {
    this.child = await run(this.port, this.options);
  }
}

async function run(port: number, options: readonly string[]): Promise<ChildProcess> {
  const quiet = ['--save', '', '--appendonly', 'no', '--daemonize', 'no', '--bind', '127.0.0.1'];
  const args = ['--port', String(port), ...quiet, ...options];
  const child = spawn(redisServer ?? 'redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  for await (const line of createInterface(child.stdout)) {
    if (!line.includes('Ready to accept connections')) continue;
    child.stdout.resume();
    return child;
  }
  throw new Error('The Redis server did not start.');
}

/** A relay of several that serve the same channels. */
export interface RelayNode {
  readonly relay: Relay;
  readonly backplane: RedisBackplane;
  /** `ws://127.0.0.1:PORT/c/` */
  readonly base: string;
  /** Done when the next entry of this event is in the log, counted from the one waited for before. */
  logged(event: string): Promise<void>;
}

/** Starts a relay with the Redis of this URL, in this process. */
export async function startNode(
  url: string,
  { times = FAST, ...options }: RelayOptions & { times?: Times } = {},
): Promise<RelayNode> {
  const seen: string[] = [];
  const waiting = new Set<() => void>();
  const log = ({ event }: LogEntry) => {
    seen.push(event);
    for (const check of [...waiting]) check();
  };
  const backplane = await RedisBackplane.connect(url, { times, log });
  const relay = await startRelay({ ...options, backplane });
  seen.length = 0;
  return {
    relay,
    backplane,
    base: `${relay.url}/c/`,
    logged: event =>
      new Promise(resolve => {
        const check = (): void => {
          const at = seen.indexOf(event);
          if (at < 0) return;
          seen.splice(0, at + 1);
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

/** A relay in a process of its own, to be killed without a farewell. */
export async function startNodeProcess(
  url: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ base: string; signal: (name: NodeJS.Signals) => void }> {
  const watch = pathToFileURL(join(import.meta.dirname, '../../vscode/watchParent.mjs')).href;
  const script = join(import.meta.dirname, 'nodeProcess.ts');
  const child = spawn(process.execPath, ['--import', watch, '--import', 'tsx', script, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [base] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { base, signal: name => child.kill(name) };
}

/** Two servers that share the slots of a cluster; the first stands for both. */
export async function startCluster(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'live-channels-redis-'));
  const options = (name: string) => ['--cluster-enabled', 'yes', '--cluster-config-file', join(folder, name)];
  const [first, second] = await Promise.all([RedisServer.start(...options('1')), RedisServer.start(...options('2'))]);
  const clients = [first, second].map(({ port }) => new Redis(port));
  const [one, two] = clients;
  await one?.call('CLUSTER', 'ADDSLOTSRANGE', 0, 8191);
  await two?.call('CLUSTER', 'ADDSLOTSRANGE', 8192, 16383);
  await one?.call('CLUSTER', 'MEET', '127.0.0.1', second.port);
  for (const client of clients) {
    while (!/cluster_state:ok[^]*cluster_known_nodes:2/.test(String(await client.call('CLUSTER', 'INFO'))));
    client.disconnect();
  }
  const kill = first.kill.bind(first);
  first.kill = async () => {
    await Promise.all([kill(), second.kill()]);
    await rm(folder, { recursive: true, force: true });
  };
  return first;
}

/** A Redis for a suite, and relays and a proxy in front of it for each test. */
export interface NodesUnderTest {
  readonly redis: RedisServer;
  readonly proxy: ChaosProxy;
  /** Starts a relay, of the suite's Redis unless told. */
  node(url?: string, options?: RelayOptions & { times?: Times }): Promise<RelayNode>;
}

export function useNodes(start: () => Promise<RedisServer>): NodesUnderTest {
  let redis: RedisServer | undefined;
  let proxy: ChaosProxy | undefined;
  const nodes: RelayNode[] = [];
  const running = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('It runs within tests only.');
    return value;
  };
  before(async () => {
    redis = await start();
  });
  after(() => redis?.kill());
  beforeEach(async () => {
    proxy = await ChaosProxy.start(() => running(redis).port);
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(({ relay }) => relay.close()));
    await proxy?.close();
  });
  return {
    get redis() {
      return running(redis);
    },
    get proxy() {
      return running(proxy);
    },
    node: async (url = running(redis).url, options = {}) => {
      const node = await startNode(url, options);
      nodes.push(node);
      return node;
    },
  };
}

/** Waits for a join or leave that says so many are there. */
export function counts(wire: Wire, total: number): Promise<AnyFrame> {
  return wire.next(frame => (frame.type === 'join' || frame.type === 'leave') && frame.total === total);
}

/** What users said, as this one heard it. */
export function messagesOf(wire: Wire): unknown[] {
  return wire.frames.filter(({ type }) => type === undefined).map(({ message }) => message);
}

/** The joins and leaves that one heard of. */
export function presence(wire: Wire): (string | undefined)[] {
  return wire.frames.map(({ type }) => type).filter(type => type === 'join' || type === 'leave');
}
