import { WebSocket } from 'ws';

/** Clients that come and go at a relay, well-behaved and not, and two that watch whether all arrives. */

const CHANNELS = 20;
const MEMBERS = 150;
/** Messages a second of the crowd, and how many members are replaced a second. */
const MESSAGES = 500;
const REPLACED = 20;
/** Milliseconds. */
const TICK = 20;
const PAYLOAD = JSON.stringify({ type: 'chat', text: 'x'.repeat(270) });

/** How members leave, or worse. */
const ENDS: readonly ((socket: WebSocket) => void)[] = [
  socket => socket.close(),
  socket => socket.terminate(),
  // Reads nothing until the relay has had enough.
  socket => socket.pause(),
  // Warned until it is closed.
  socket => {
    for (let i = 0; i < 5; i += 1) socket.send('no json');
  },
  socket => socket.send(Buffer.from([1, 2, 3]), { binary: true }, () => socket.close()),
];

function pick<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(Math.random() * all.length)];
}

/** The crowd, from its making until it is sent home. */
export class Crowd {
  joined = 0;
  /** What the watching pair has seen. */
  readonly watched = { sent: 0, received: 0, outOfOrder: 0, slowest: 0 };
  private readonly members = new Set<WebSocket>();
  private readonly all = new Set<WebSocket>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly base: string) {}

  start(): void {
    for (let i = 0; i < MEMBERS; i += 1) this.join();
    this.every(TICK, () => {
      for (let i = 0; i < (MESSAGES * TICK) / 1_000; i += 1) {
        const speaker = pick([...this.members]);
        if (speaker?.readyState === WebSocket.OPEN) speaker.send(PAYLOAD);
      }
    });
    this.every(1_000 / REPLACED, () => this.replace());
    this.watch();
  }

  /** Everybody goes. */
  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const socket of this.all) socket.terminate();
  }

  private every(ms: number, act: () => void): void {
    this.timers.push(setInterval(act, ms));
  }

  private open(channel: string, query = ''): WebSocket {
    const socket = new WebSocket(`${this.base}${channel}${query}`, { perMessageDeflate: false });
    this.all.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.all.delete(socket));
    return socket;
  }

  private join(): void {
    const query = pick([
      '',
      '?announce=true&as=Ada',
      '?list=true&announce=true',
      '?joinKey=now-and-then',
      '?echo=true',
    ]);
    const socket = this.open(`channel-${Math.floor(Math.random() * CHANNELS)}`, query);
    this.joined += 1;
    socket.on('open', () => this.members.add(socket));
    socket.on('close', () => this.members.delete(socket));
  }

  private replace(): void {
    const leaving = pick([...this.members]);
    if (leaving) {
      this.members.delete(leaving);
      pick(ENDS)?.(leaving);
    }
    if (this.members.size < MEMBERS) this.join();
    // And somebody who is in a channel of their own for a moment.
    const visitor = this.open(`visited-${Math.random()}`);
    visitor.on('open', () => visitor.close());
  }

  private watch(): void {
    const reader = this.open('watched');
    reader.on('message', data => {
      const { message } = JSON.parse((data as Buffer).toString()) as { message?: { n: number; at: number } };
      if (message === undefined) return;
      if (message.n !== this.watched.received) this.watched.outOfOrder += 1;
      this.watched.received = message.n + 1;
      this.watched.slowest = Math.max(this.watched.slowest, performance.now() - message.at);
    });
    reader.on('open', () => {
      const sender = this.open('watched');
      sender.on('open', () => {
        this.every(TICK, () => sender.send(JSON.stringify({ n: this.watched.sent++, at: performance.now() })));
      });
    });
  }
}
