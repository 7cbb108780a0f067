import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client';
import { Group } from './group';
import type { Peer, Running } from './peers';
import { usageOf } from './usage';

/** What one round of a scenario gives for one peer, by the names of its columns. */
export type Figures = Readonly<Record<string, number>>;

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** The columns, the first of which the ratio is of. */
  readonly columns: readonly string[];
  /** Whether more is better. */
  readonly moreIsBetter: boolean;
  /** Peers that have no part in it. */
  readonly without?: readonly string[];
  measure(peer: Peer, server: Running, seconds: number): Promise<Figures>;
}

const RECEIVERS = 100;
const WARM_UP = 700;
const CHANNELS = 1_000;
const MEMBERS = 10;
const IDLE = 5_000;
/** How many join at the same moment. */
const AT_ONCE = 50;
/** Milliseconds between two messages of the steady publisher. */
const STEADY = 10;
/** Milliseconds until an idle server has put away what it did before. */
const SETTLE = 3_000;
const SECOND = 1_000;

const BROADCAST = ['deliveries a second', 'µs of the server for one', 'generator busy, %'] as const;

/** How fast these are served, after a while. */
async function throughput(groups: readonly Group[], server: Running, seconds: number): Promise<Figures> {
  await sleep(WARM_UP);
  const count = (): number => groups.reduce((sum, { delivered }) => sum + delivered, 0);
  const [from, start, used, own] = [count(), performance.now(), usageOf(server.pid), process.cpuUsage()];
  await sleep(seconds * SECOND);
  const elapsed = performance.now() - start;
  const deliveries = count() - from;
  const { user, system } = process.cpuUsage(own);
  return {
    [BROADCAST[0]]: (deliveries / elapsed) * SECOND,
    [BROADCAST[1]]: (usageOf(server.pid).cpu - used.cpu) / deliveries,
    [BROADCAST[2]]: (user + system) / elapsed / 10,
  };
}

function broadcast(window: number): Scenario {
  return {
    name: `window-${window}`,
    title: `1 publisher, ${RECEIVERS} receivers, W=${window}`,
    columns: BROADCAST,
    moreIsBetter: true,
    measure: async ({ wire }, server, seconds) => {
      const group = await Group.join(wire, server.port, 'bench', RECEIVERS);
      group.keepAhead(window);
      return throughput([group], server, seconds);
    },
  };
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(sorted.length * part)] ?? NaN;
}

const steady: Scenario = {
  name: 'steady',
  title: `1 publisher with ${SECOND / STEADY} messages a second, ${RECEIVERS} receivers`,
  columns: ['p99, ms', 'p50, ms'],
  moreIsBetter: false,
  measure: async ({ wire }, server, seconds) => {
    const group = await Group.join(wire, server.port, 'bench', RECEIVERS);
    const timer = setInterval(() => group.publish(1), STEADY);
    await sleep(WARM_UP);
    const latencies: number[] = (group.latencies = []);
    await sleep(seconds * SECOND);
    clearInterval(timer);
    const sorted = latencies.sort((a, b) => a - b);
    return { 'p99, ms': percentile(sorted, 0.99), 'p50, ms': percentile(sorted, 0.5) };
  },
};

/** Runs so many at a time, in order of their number. */
async function inParallel<T>(count: number, act: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) results[n] = await act(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

const channels: Scenario = {
  name: 'channels',
  title: `${CHANNELS} channels of ${MEMBERS}, in each a publisher, W=1`,
  columns: BROADCAST,
  moreIsBetter: true,
  measure: async ({ wire }, server, seconds) => {
    const join = (n: number): Promise<Group> => Group.join(wire, server.port, `bench-${n}`, MEMBERS - 1);
    const groups = await inParallel(CHANNELS, join);
    for (const group of groups) group.keepAhead(1);
    return throughput(groups, server, seconds);
  },
};

const idle: Scenario = {
  name: 'idle',
  title: `${IDLE} idle connections in channels of ${MEMBERS}`,
  columns: ['KB of memory for one', 'joins a second'],
  moreIsBetter: false,
  without: ['Redis'],
  measure: async ({ wire }, server) => {
    const before = usageOf(server.pid).memory;
    const start = performance.now();
    const join = async (n: number): Promise<void> => {
      const publishes = n < IDLE / MEMBERS;
      await new Client(wire, server.port, `bench-${n % (IDLE / MEMBERS)}`, publishes).ready;
    };
    await inParallel(IDLE, join);
    const elapsed = performance.now() - start;
    await sleep(SETTLE);
    return {
      'KB of memory for one': (usageOf(server.pid).memory - before) / IDLE / 1_024,
      'joins a second': (IDLE / elapsed) * SECOND,
    };
  },
};

export const SCENARIOS: readonly Scenario[] = [broadcast(1), broadcast(10), broadcast(100), steady, channels, idle];
