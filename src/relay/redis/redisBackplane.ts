import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomId } from '../../base/encoding';
import type { Backplane, Entering, Inbound, Outbound } from '../backplane';
import { LogEntry, type Log } from '../log';
import type { Refusal } from '../refusal';
import { writeEnvelope } from './envelope';
import { channelId, topicOf } from './keyspace';
import { connectRedis } from './connectRedis';
import type { Link, LinkListener } from './link';
import { Registry, type Signs } from './registry';
import { OUT_OF_REACH, SharedChannel, type Node } from './sharedChannel';

/** When things are given up. Milliseconds. */
export interface Times {
  /** From one sign of life to the next. */
  readonly beat: number;
  /** How long the server may take to answer one. */
  readonly answer: number;
  /** Without a sign of life for so long a node is dead; and so are all others for one that cannot reach the server. */
  readonly dead: number;
  /** When the server has lost everything, how long until all nodes have said anew which channels there are. */
  readonly settle: number;
  /** How often each channel is compared with what the server has. */
  readonly audit: number;
}

/** A node that was killed has left after `dead` and a `beat`: 12 s. */
const DEFAULT_TIMES: Times = { beat: 3_000, answer: 3_000, dead: 9_000, settle: 4_000, audit: 60_000 };

/** What a Redis backplane can be told. */
export interface RedisOptions {
  readonly log?: Log;
  readonly times?: Partial<Times>;
}

/** Random bytes of a node's id. */
const ID_BYTES = 12;
/** How many channels are asked about at a time. */
const AT_ONCE = 500;

/** Connects relays by a Redis server, or a cluster, so that they serve the same channels. */
export class RedisBackplane implements Backplane, Node, LinkListener {
  readonly id = randomId(ID_BYTES);
  dead: ReadonlySet<string> = new Set();
  private reachable = false;
  /** When the last sign of life was given that was answered; as in `performance.now()`. */
  private signedAt = -Infinity;
  private linked: Link | undefined;
  private readonly registry: Registry;
  private readonly channels = new Map<string, SharedChannel>();
  private readonly times: Times;
  private readonly log: Log;
  private highest = 0;
  /** As in `performance.now()`. */
  private settledAt = 0;
  private beats: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private loneliness: NodeJS.Timeout | undefined;
  /** Where the audit goes on. */
  private audited = 0;
  private closing: Promise<void> | undefined;
  private reached: () => void = () => undefined;

  private constructor({ log, times }: RedisOptions) {
    this.times = { ...DEFAULT_TIMES, ...times };
    this.log = log ?? (() => undefined);
    this.registry = new Registry(this, this.times);
  }

  /**
   * Connects to the server of this URL, and waits until it is known which channels there are.
   * @throws the reason when it cannot be reached. The URL, which may hold a password, is not in it.
   */
  static async connect(url: string, options: RedisOptions = {}): Promise<RedisBackplane> {
    const backplane = new RedisBackplane(options);
    await backplane.start(url);
    return backplane;
  }

  get link(): Link {
    if (!this.linked) throw new Error('There is no connection yet.');
    return this.linked;
  }

  get ready(): boolean {
    return this.reachable && this.isAlive;
  }

  /**
   * The others do not take this node for dead. If they do, as after a process was halted, its channels may be others'
   * by now: nothing goes in or out until it has said that it is there.
   */
  private get isAlive(): boolean {
    return performance.now() - this.signedAt < this.times.dead;
  }

  get settled(): boolean {
    return performance.now() >= this.settledAt;
  }

  nextVersion(after = this.highest): number {
    this.highest = Math.max(this.highest, after + 1);
    return after + 1;
  }

  enter(entering: Entering, inbound: Inbound): Outbound | Promise<Outbound | Refusal> {
    if (!this.ready && !entering.isReserved) return Promise.resolve(OUT_OF_REACH);
    const channel = new SharedChannel(this, entering, inbound);
    this.channels.set(topicOf(channel.id), channel);
    if (!this.ready) {
      channel.lost();
      return channel;
    }
    this.registry.serves(channel.id);
    return channel.enter();
  }

  push(name: string, frame: string): boolean {
    if (!this.ready) return false;
    this.link.publish(topicOf(channelId(name)), writeEnvelope({ kind: 'push', node: this.id, frame }));
    return true;
  }

  closed(channel: SharedChannel): void {
    const topic = topicOf(channel.id);
    if (this.channels.get(topic) !== channel) return;
    this.channels.delete(topic);
    this.link.unsubscribe(topic);
    this.registry.servesNot(channel.id);
  }

  close(): Promise<void> {
    this.closing ??= this.stop();
    return this.closing;
  }

  up(): void {
    void this.beat();
  }

  down(): void {
    for (const channel of this.channels.values()) channel.lost();
    if (!this.reachable || this.closing) return;
    this.reachable = false;
    this.log(new LogEntry('warning', 'redis-lost'));
    this.loneliness ??= setTimeout(() => {
      for (const channel of this.channels.values()) channel.alone();
    }, this.times.dead).unref();
  }

  message(topic: string, text: string): void {
    if (this.isAlive) this.channels.get(topic)?.hear(text);
  }

  private async start(url: string): Promise<void> {
    const first = new Promise<void>(resolve => (this.reached = resolve));
    this.linked = await connectRedis(url, this);
    this.beats = setInterval(() => void this.beat(), this.times.beat).unref();
    try {
      await this.registry.within(first);
    } catch (thrown) {
      clearInterval(this.beats);
      this.linked.close();
      throw thrown;
    }
    // A sign of life meanwhile may say that it takes a moment longer.
    while (!this.settled) await sleep(Math.max(1, this.settledAt - performance.now()));
  }

  /** A sign of life, and whatever there is to do on that occasion. One at a time. Never rejects. */
  private beat(): Promise<void> {
    this.beating ??= this.sign().finally(() => (this.beating = undefined));
    return this.beating;
  }

  private async sign(): Promise<void> {
    const link = this.linked;
    if (!link?.isUp || this.closing) return;
    try {
      const now = performance.now();
      const signs = await this.registry.sign();
      this.take(signs);
      await this.repair();
      // Not before: what was others' meanwhile has been given up by now.
      this.signedAt = now;
      this.together();
      for (const node of signs.toTidy) this.registry.tidy(node).catch(() => undefined);
      await this.audit();
    } catch {
      // It broke off, or nothing came in time.
      this.breakOff(link);
    }
  }

  private breakOff(link: Link): void {
    if (link.isUp && !this.closing) link.reset();
  }

  private take({ wasKnown, settlesIn, dead }: Signs): void {
    this.settledAt = performance.now() + settlesIn;
    this.dead = new Set(dead);
    for (const channel of this.channels.values()) {
      for (const node of dead) channel.drop(node);
      if (!wasKnown) channel.renew();
    }
  }

  /** Channels of which not all is known any more. */
  private async repair(): Promise<void> {
    const stale = [...this.channels.values()].filter(channel => channel.stale);
    for (let i = 0; i < stale.length; i += AT_ONCE) {
      const some = stale.slice(i, i + AT_ONCE);
      for (const { id } of some) this.registry.serves(id);
      await this.registry.within(Promise.all(some.map(channel => channel.sync())));
    }
  }

  private together(): void {
    if (this.reachable || !this.link.isUp) return;
    clearTimeout(this.loneliness);
    this.loneliness = undefined;
    this.reachable = true;
    this.reached();
    this.log(new LogEntry('info', 'redis-reached'));
  }

  private async audit(): Promise<void> {
    const all = [...this.channels.values()];
    const count = Math.ceil((all.length * this.times.beat) / this.times.audit);
    const some = all.filter((_, i) => (i + all.length - (this.audited % all.length)) % all.length < count);
    this.audited += count;
    await this.registry.within(Promise.all(some.map(channel => channel.audit())));
  }

  private async stop(): Promise<void> {
    clearInterval(this.beats);
    clearTimeout(this.loneliness);
    this.reachable = false;
    // Of a cluster each server answers for itself: that one has forgotten does not say that the others have.
    const left = Promise.all([...this.channels.values()].map(channel => channel.leave()));
    await this.registry.within(left).catch(() => undefined);
    await this.registry.forget().catch(() => undefined);
    this.link.close();
  }
}
