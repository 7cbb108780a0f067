import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { splitClientFrame } from '../../../src/protocol/itty';
import { messageFrame, presenceFrame } from '../../../src/relay/frames';

/** A frame as a relay has it. */
export interface Passed {
  /** Who sent it, by the relay's own word. */
  from: string;
  to: string | undefined;
  /** JSON text. */
  payload: string;
  /** The channel, as its path has it. */
  room: string;
}

/** An itty server that writes everything down, passes on what it likes, and says what it likes. */
export class HostileRelay {
  readonly passed: Passed[] = [];
  /** Path and query of each connection. */
  readonly targets: string[] = [];
  /** What it makes of a frame: the frames that it passes on in its place. */
  meddle: (frame: Passed) => Passed[] = frame => [frame];
  /** How far its clock is ahead. Milliseconds. */
  ahead = 0;
  private readonly sockets = new Map<string, { socket: WebSocket; room: string }>();
  private count = 0;

  private constructor(private readonly server: WebSocketServer) {
    server.on('connection', (socket, request) => {
      const target = request.url ?? '';
      this.targets.push(target);
      this.accept(socket, target.split('?', 1)[0] ?? '');
    });
  }

  static async start(): Promise<HostileRelay> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await new Promise(resolve => server.once('listening', resolve));
    return new HostileRelay(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The uids of those who are here. */
  get uids(): string[] {
    return [...this.sockets.keys()];
  }

  /** All that it has seen, for a search. */
  get seen(): string {
    return [...this.targets, ...this.passed.map(({ payload }) => payload)].join('\n');
  }

  /** Sends a frame to its recipient, or to all. */
  deliver({ from, to, payload, room }: Passed): void {
    const text = messageFrame(payload, { uid: from, alias: 'named by the relay' }, this.now());
    for (const [uid, other] of this.sockets) {
      if (other.room === room && (to === undefined || to === uid)) other.socket.send(text);
    }
  }

  private now(): number {
    return Date.now() + this.ahead;
  }

  /** Cuts a connection. */
  cut(uid: string): void {
    this.sockets.get(uid)?.socket.terminate();
  }

  async close(): Promise<void> {
    for (const socket of this.server.clients) socket.terminate();
    await new Promise(resolve => this.server.close(resolve));
  }

  private accept(socket: WebSocket, room: string): void {
    const uid = `uid-${++this.count}`;
    this.sockets.set(uid, { socket, room });
    this.tell('join', uid, room);
    socket.on('message', data => {
      const { uid: to, payload } = splitClientFrame((data as Buffer).toString()) ?? { payload: 'null' };
      const frame = { from: uid, to, payload, room };
      this.passed.push(frame);
      for (const next of this.meddle(frame)) this.deliver(next);
    });
    socket.on('close', () => {
      this.sockets.delete(uid);
      this.tell('leave', uid, room);
    });
  }

  private tell(type: 'join' | 'leave', who: string, room: string): void {
    const here = [...this.sockets].filter(([, other]) => other.room === room);
    const total = here.length;
    for (const [uid, { socket }] of here) {
      const named = { uid: who, alias: 'named by the relay' };
      socket.send(presenceFrame({ type, total, who: named, date: this.now() }, total, uid === who));
    }
  }
}
