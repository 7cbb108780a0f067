import type { Link } from './link';
import { keysOf } from './keyspace';
import { BEAT, LEAVE } from './scripts';

/** What a sign of life is answered with. */
export interface Signs {
  /** The others did not take this node for dead meanwhile. */
  readonly wasKnown: boolean;
  /** Milliseconds until it is known which channels there are. */
  readonly settlesIn: number;
  readonly dead: readonly string[];
  /** Those of the dead that are this node's to tidy up after. */
  readonly toTidy: readonly string[];
}

/** When each node was heard of, claims, settled: see scripts.ts. */
const KEYS = ['lc:{nodes}', 'lc:{nodes}:claims', 'lc:{nodes}:settled'] as const;

function channelsOf(node: string): string {
  return `lc:{${node}}:channels`;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];
}

function ignore(): void {
  // The next sign of life shows what is wrong.
}

/** Which nodes there are, and what the dead have left behind. */
export class Registry {
  constructor(
    private readonly node: { readonly id: string; readonly link: Link },
    /** Milliseconds; see `Times`. */
    private readonly times: { readonly answer: number; readonly dead: number; readonly settle: number },
  ) {}

  /** Gives a sign of life. Rejects when it is not answered in time. */
  async sign(): Promise<Signs> {
    const { node, times } = this;
    const [answer] = await this.within(
      Promise.all([node.link.run(BEAT, KEYS, [node.id, times.dead, times.settle]), node.link.probe()]),
    );
    const [known, settlesIn, dead, toTidy] = Array.isArray(answer) ? (answer as unknown[]) : [];
    return { wasKnown: known === 1, settlesIn: Number(settlesIn), dead: texts(dead), toTidy: texts(toTidy) };
  }

  /** This node serves a channel: somebody has to know it if it dies. */
  serves(channel: string): void {
    this.node.link.call('SADD', channelsOf(this.node.id), channel).catch(ignore);
  }

  servesNot(channel: string): void {
    this.node.link.call('SREM', channelsOf(this.node.id), channel).catch(ignore);
  }

  /** Removes what a dead node left behind, unless it is back by then. */
  async tidy(dead: string): Promise<void> {
    const { link } = this.node;
    const channels = texts(await link.call('SMEMBERS', channelsOf(dead)));
    const versions = await Promise.all(channels.map(channel => link.call('HGET', keysOf(channel)[0], dead)));
    // One that is back by now is left alone; one that comes back from here on says all with another version.
    if (!(await this.sign()).dead.includes(dead)) return;
    await Promise.all(
      channels.map(async (channel, i) => {
        const version = versions[i];
        if (typeof version === 'string') await link.run(LEAVE, keysOf(channel), [dead, version]);
      }),
    );
    // In this order: if it is back just now it is told that it was unknown, and says all again.
    await link.call('DEL', channelsOf(dead));
    for (const key of KEYS.slice(0, 2)) await link.call('ZREM', key, dead);
  }

  /** This node is no more. Done when that is known. */
  async forget(): Promise<void> {
    const { id, link } = this.node;
    await this.within(Promise.all([link.call('DEL', channelsOf(id)), link.call('ZREM', KEYS[0], id)]));
  }

  /** Rejects when it takes longer than an answer may. */
  async within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('No answer in time')), this.times.answer);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
