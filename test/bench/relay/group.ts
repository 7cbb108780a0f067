import { Client, type Audience } from './client';
import { Publications } from './message';
import type { Wire } from './wires';

/** More messages than are ever on their way. A power of two. */
const RING = 4_096;

/** One channel with a publisher and those who listen. */
export class Group implements Audience {
  /** Messages that came, one for each who got it. */
  delivered = 0;
  /** Milliseconds from each message's sending to each receiver, if they are wanted. */
  latencies: number[] | undefined;
  private published = 0;
  /** All have these. */
  private complete = 0;
  private window = 0;
  private readonly arrived = new Uint32Array(RING);
  private readonly sentAt = new Float64Array(RING);

  private constructor(
    private readonly publisher: Client,
    private readonly publications: Publications,
    private readonly receivers: number,
  ) {}

  /** Everybody joins, the publisher first. */
  static async join(wire: Wire, port: number, channel: string, receivers: number): Promise<Group> {
    const publisher = new Client(wire, port, channel, true);
    await publisher.ready;
    const group = new Group(publisher, new Publications(message => wire.publication(message, channel)), receivers);
    const all = Array.from({ length: receivers }, () => new Client(wire, port, channel, false, group));
    await Promise.all(all.map(client => client.ready));
    return group;
  }

  /** From now on the publisher is so many messages ahead of the slowest receiver. */
  keepAhead(window: number): void {
    this.window = window;
    this.publish(window);
  }

  publish(count: number): void {
    const now = performance.now();
    for (let i = 0; i < count; i += 1) this.sentAt[(this.published + i) % RING] = now;
    this.published += count;
    this.publisher.write(this.publications.take(count));
  }

  got(n: number): void {
    this.delivered += 1;
    const slot = n % RING;
    this.latencies?.push(performance.now() - (this.sentAt[slot] ?? NaN));
    const arrived = (this.arrived[slot] ?? 0) + 1;
    this.arrived[slot] = arrived;
    if (arrived < this.receivers) return;
    this.arrived[slot] = 0;
    this.complete += 1;
  }

  done(): void {
    const free = this.complete + this.window - this.published;
    if (free > 0) this.publish(free);
  }
}
