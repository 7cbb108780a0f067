import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosProxy } from '../unit/support/chaosProxy';
import { RelayProcess } from '../unit/support/relayProcess';

type Random = () => number;

/** What is done to one connection, or to all at once; `heal()` ends it. */
const NETWORK: Record<string, (proxy: ChaosProxy, random: Random) => void> = {
  cut: proxy => proxy.cut(),
  'no way in': proxy => {
    proxy.refuse();
    proxy.cut();
  },
  'half open up': proxy => proxy.halfOpen('up'),
  'half open down': proxy => proxy.halfOpen('down'),
  'half open': proxy => proxy.halfOpen(),
  stall: proxy => proxy.stall(),
  slow: (proxy, random) => proxy.slow(50_000 + random() * 150_000),
  far: (proxy, random) => proxy.latency(random() * 150),
  flapping: (proxy, random) => proxy.flap(20 + random() * 80),
};

/** What is done to the relay; how long it is gone or frozen is up to the faults that follow. */
const RELAY = ['relay killed', 'relay frozen'] as const;

/** One in so many faults is the relay's. */
const RELAY_SHARE = 0.12;

/** The relay and the networks to it, and all that goes wrong with them. */
export class Faults {
  /** How often each was injected. */
  readonly injected = new Map<string, number>();

  private constructor(
    private relay: RelayProcess,
    private readonly random: Random,
  ) {}

  static async start(random: Random): Promise<Faults> {
    return new Faults(await RelayProcess.start(), random);
  }

  get port(): number {
    return this.relay.port;
  }

  /** Injects one fault, holds on to it for a moment, and ends it. */
  async inject(proxies: readonly ChaosProxy[]): Promise<void> {
    if (this.random() < RELAY_SHARE) await this.harmRelay();
    else await this.harmNetwork(proxies);
    await sleep(this.random() * 250);
  }

  async stop(): Promise<void> {
    await this.relay.kill();
  }

  private async harmNetwork(proxies: readonly ChaosProxy[]): Promise<void> {
    const [name, harm] = this.pick(Object.entries(NETWORK));
    const hit = this.random() < 0.3 ? proxies : [this.pick(proxies)];
    this.count(name);
    for (const proxy of hit) harm(proxy, this.random);
    // Some are over before anybody notices, some last until the connection is given up.
    await sleep(this.random() < 0.5 ? this.random() * 150 : this.random() * 1_800);
    for (const proxy of hit) proxy.heal();
  }

  private async harmRelay(): Promise<void> {
    const kind = this.pick(process.platform === 'win32' ? RELAY.slice(0, 1) : RELAY);
    this.count(kind);
    if (kind === 'relay killed') {
      const { port } = this.relay;
      await this.relay.kill();
      await sleep(this.random() * 500);
      this.relay = await RelayProcess.start(port);
    } else {
      this.relay.freeze();
      await sleep(this.random() * 2_000);
      this.relay.thaw();
    }
  }

  private pick<T>(list: readonly T[]): T {
    const one = list[Math.floor(this.random() * list.length)];
    if (one === undefined) throw new RangeError('Nothing to choose from.');
    return one;
  }

  private count(name: string): void {
    this.injected.set(name, (this.injected.get(name) ?? 0) + 1);
  }
}
