import type { AddressInfo } from 'node:net';
import { WebSocket as WsSocket, WebSocketServer, type WebSocket } from 'ws';
import type { SocketClass, SocketCloseEvent } from '../../../src/client/connect';

/** The socket classes that every test of the client runs with: `ws`, and the platform's own where there is one. */
export const socketClasses: readonly (readonly [name: string, Socket: SocketClass])[] = [
  ['ws', WsSocket],
  ...('WebSocket' in globalThis
    ? [['the global WebSocket', (globalThis as unknown as { WebSocket: SocketClass }).WebSocket] as const]
    : []),
];

/** Any event at a listener. */
export type AnyEvent = Record<string, unknown>;

/** Any socket of the client, whatever its map of events: its overloads do not fit a common type. */
interface AnySocket {
  on: unknown;
  remove: unknown;
}

interface Listening {
  on: (type: string, listener: (event: never) => unknown) => unknown;
  remove: (type: string, listener: (event: never) => unknown) => unknown;
}

/** The next event of a type that fits. */
export function next<T = AnyEvent>(
  socket: AnySocket,
  type: string,
  fits: (event: T) => boolean = () => true,
): Promise<T> {
  const { on, remove } = socket as Listening;
  return new Promise(resolve => {
    const listener = (event: T): void => {
      if (!fits(event)) return;
      remove(type, listener);
      resolve(event);
    };
    on(type, listener);
  });
}

export function closed(socket: AnySocket): Promise<SocketCloseEvent> {
  return next<SocketCloseEvent>(socket, 'close');
}

/** A server that says what a test tells it to, in place of a relay that behaves. */
export interface Script {
  /** `ws://127.0.0.1:PORT/` */
  readonly base: string;
  /** The paths and queries that were asked for. */
  readonly targets: string[];
  /** Resolves with the next socket that connects. */
  accepted: () => Promise<WebSocket>;
}

/** Runs such a server for each test of the suite. */
export function useScript(): Script {
  let server: WebSocketServer;
  let base = '';
  const targets: string[] = [];
  const ready: WebSocket[] = [];
  const wanted: ((socket: WebSocket) => void)[] = [];
  beforeEach(async () => {
    targets.length = ready.length = wanted.length = 0;
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket, request) => {
      targets.push(request.url ?? '');
      const waiting = wanted.shift();
      if (waiting) waiting(socket);
      else ready.push(socket);
    });
    await new Promise(resolve => server.once('listening', resolve));
    base = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise(resolve => server.close(resolve));
  });
  return {
    get base() {
      return base;
    },
    targets,
    accepted: () =>
      new Promise(resolve => {
        const socket = ready.shift();
        if (socket) resolve(socket);
        else wanted.push(resolve);
      }),
  };
}

/** Collects what would have been uncaught exceptions while `act` runs; mocha's own listeners wait meanwhile. */
export async function uncaughtWhile(act: () => Promise<unknown>): Promise<unknown[]> {
  const caught: unknown[] = [];
  const keep = (error: unknown): unknown => caught.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', keep);
  try {
    await act();
    await new Promise(resolve => setImmediate(resolve));
  } finally {
    process.off('uncaughtException', keep);
    for (const other of others) process.on('uncaughtException', other);
  }
  return caught;
}
