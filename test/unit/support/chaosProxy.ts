import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `up`: from the clients to the relay. */
export type Direction = 'up' | 'down';

/** What waits in one direction before the sender is held back, as the buffers of a network would. Bytes. */
const HIGH_WATER = 64 * 1024;
/** How finely a slow link hands out its bytes. Milliseconds. */
const TICK = 10;

/** What the network is like at the moment; all connections look at the same. */
interface Weather {
  stalled: boolean;
  /** Milliseconds that each byte takes. */
  latency: number;
  /** Bytes per second; `undefined`: as fast as can be. */
  speed: number | undefined;
}

/** One direction of one connection: bytes come out as they went in, and then the end, whenever the weather lets them. */
class Lane {
  private readonly waiting: { data: Buffer; due: number }[] = [];
  private size = 0;
  private ended = false;
  /** Swallows everything from now on, the end as well. */
  lost = false;
  private timer: NodeJS.Timeout | undefined;
  /** When the latest slice of a slow link went out. */
  private sentAt = 0;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly weather: Weather,
  ) {
    from.on('data', data => {
      if (this.lost) return;
      this.waiting.push({ data, due: Date.now() + weather.latency });
      this.size += data.length;
      if (this.size > HIGH_WATER) from.pause();
      this.run();
    });
    const end = () => {
      this.ended = true;
      this.run();
    };
    from.on('end', end).on('close', end).on('error', end);
    to.on('drain', () => this.run()).on('close', () => this.stop());
  }

  run(): void {
    clearTimeout(this.timer);
    if (this.weather.stalled || this.lost || this.to.destroyed) return;
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      const wait = Math.max(first.due - Date.now(), this.to.writableNeedDrain ? TICK : 0, this.slowness());
      if (wait > 0) {
        this.timer = setTimeout(() => this.run(), wait);
        return;
      }
      this.pass(first.data);
    }
    if (this.ended) this.to.end();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting.length = 0;
  }

  /** How long until a slow link takes another slice. */
  private slowness(): number {
    return this.weather.speed === undefined ? 0 : this.sentAt + TICK - Date.now();
  }

  private pass(data: Buffer): void {
    const { speed } = this.weather;
    const count = speed === undefined ? data.length : Math.max(1, Math.ceil((speed * TICK) / 1000));
    this.sentAt = Date.now();
    this.to.write(data.subarray(0, count));
    const first = this.waiting[0];
    if (first && data.length > count) first.data = data.subarray(count);
    else this.waiting.shift();
    this.size -= Math.min(count, data.length);
    if (this.size <= HIGH_WATER && this.from.isPaused()) this.from.resume();
  }
}

interface Pair {
  readonly sockets: readonly [Socket, Socket];
  readonly lanes: Readonly<Record<Direction, Lane>>;
}

/** A TCP proxy that does to its connections what networks do. */
export class ChaosProxy {
  private readonly pairs = new Set<Pair>();
  private readonly weather: Weather = { stalled: false, latency: 0, speed: undefined };
  private refusing = false;
  /** New connections lose these directions from the start. */
  private lost: readonly Direction[] = [];
  private flaps: NodeJS.Timeout | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: () => number,
  ) {
    server.on('connection', socket => this.accept(socket));
  }

  /** @param target the port on this machine to connect to, asked for each connection. */
  static start(target: () => number): Promise<ChaosProxy> {
    const server = createServer({ allowHalfOpen: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', () => resolve(new ChaosProxy(server, target)));
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How many connections there are. */
  get connections(): number {
    return this.pairs.size;
  }

  /** Resets all connections. */
  cut(): void {
    for (const { sockets } of [...this.pairs]) for (const socket of sockets) socket.resetAndDestroy();
  }

  /** Resets every new connection from now on, or lets them in again. */
  refuse(on = true): void {
    this.refusing = on;
  }

  /**
   * Swallows what goes in these directions, of the connections there are, for good, and of new ones until `heal()`.
   * Nobody is told: the sockets stay open.
   */
  halfOpen(...directions: Direction[]): void {
    this.lost = directions.length > 0 ? directions : ['up', 'down'];
    for (const { lanes } of this.pairs) for (const direction of this.lost) lanes[direction].lost = true;
  }

  /** Holds everything back; `release()` lets it come all at once. */
  stall(): void {
    this.weather.stalled = true;
  }

  release(): void {
    this.weather.stalled = false;
    this.runAll();
  }

  /** What the link takes, in each direction of each connection. Bytes per second; without it as much as there is. */
  slow(speed?: number): void {
    this.weather.speed = speed;
    this.runAll();
  }

  /** How long each byte takes from now on. Milliseconds. */
  latency(ms: number): void {
    this.weather.latency = ms;
  }

  /** Cuts all connections over and over, and refuses new ones in every second of these periods. Milliseconds. */
  flap(period: number): void {
    clearInterval(this.flaps);
    this.flaps = setInterval(() => {
      this.refusing = !this.refusing;
      this.cut();
    }, period);
  }

  /** Good weather. Connections that are half open stay so. */
  heal(): void {
    clearInterval(this.flaps);
    this.refusing = false;
    this.lost = [];
    this.weather.latency = 0;
    this.weather.speed = undefined;
    this.release();
  }

  async close(): Promise<void> {
    clearInterval(this.flaps);
    const closed = new Promise(resolve => this.server.close(resolve));
    this.cut();
    await closed;
  }

  private runAll(): void {
    for (const { lanes } of this.pairs) for (const lane of Object.values(lanes)) lane.run();
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const relay = connect({ port: this.target(), host: '127.0.0.1', allowHalfOpen: true });
    relay.on('error', () => client.destroy());
    const lanes = { up: new Lane(client, relay, this.weather), down: new Lane(relay, client, this.weather) };
    for (const direction of this.lost) lanes[direction].lost = true;
    const pair: Pair = { sockets: [client, relay], lanes };
    this.pairs.add(pair);
    const gone = () => {
      if (client.destroyed && relay.destroyed) this.pairs.delete(pair);
    };
    client.on('close', gone);
    relay.on('close', gone);
  }
}
