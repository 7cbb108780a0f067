import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Counters } from '../counters';
import type { LimitName } from '../limits';
import type { Relay } from '../relay';
import type { Seen } from './activity';

const PREFIX = 'live_channels_';

/** All limits, so that each is in the metrics from the start, with 0. */
const LIMITS: Record<LimitName, true> = {
  joins: true,
  address: true,
  guesses: true,
  channel: true,
  channels: true,
  rate: true,
  size: true,
  warnings: true,
  ban: true,
  reader: true,
  buffer: true,
};

/** What a relay counts and is like, for Prometheus. No label names a channel, a user or an address. */
export class Metrics implements Counters {
  private messages = 0;
  private relay: Relay | undefined;
  private readonly registry = new Registry();
  private readonly receivedMessages = this.counter(
    'messages_received_total',
    'Messages that came in within the limits.',
  );
  private readonly receivedBytes = this.counter('received_bytes_total', 'Bytes of these messages.');
  private readonly deliveredFrames = this.counter('frames_sent_total', 'Frames handed to receivers, each counted.');
  private readonly deliveredBytes = this.counter('sent_bytes_total', 'Bytes of these frames.');
  private readonly limitsHit = this.counter('limit_hits_total', 'Times that a limit was applied, by limit.', 'limit');
  private readonly refusals = this.counter('refused_total', 'Joins and pushes refused, by HTTP status.', 'status');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const limit of Object.keys(LIMITS)) this.limitsHit.inc({ limit }, 0);
  }

  /** What `/metrics` answers with. */
  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** From now on this relay is asked for what it is like when somebody reads the metrics. */
  observe(relay: Relay): void {
    this.relay = relay;
    this.gauge('connections', 'Open sockets.', () => relay.connections);
    this.gauge('channels', 'Channels that somebody is in.', () => relay.channels);
    this.gauge('together', '1, or 0 while the other relays are not in reach.', () => Number(relay.together));
    this.gauge('send_buffer_bytes', 'Bytes that wait for slow readers.', () => relay.waiting);
  }

  /** For the status page. */
  get seen(): Seen {
    return { messages: this.messages, connections: this.relay?.connections ?? 0 };
  }

  received(bytes: number): void {
    this.messages += 1;
    this.receivedMessages.inc();
    this.receivedBytes.inc(bytes);
  }

  delivered(receivers: number, bytes: number): void {
    this.deliveredFrames.inc(receivers);
    this.deliveredBytes.inc(receivers * bytes);
  }

  hit(limit: LimitName): void {
    this.limitsHit.inc({ limit });
  }

  refused(status: number): void {
    this.refusals.inc({ status: String(status) });
  }

  private counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: PREFIX + name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
