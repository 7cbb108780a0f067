import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type Server as SocketServer } from 'ws';
import { CHANNEL_PATH } from '../protocol/itty';
import { ALONE, type Backplane } from './backplane';
import { Channels } from './channels';
import { Connection, Writes, type Shared } from './connection';
import { NO_COUNTERS } from './counters';
import { Door, type Entry } from './door';
import type { User } from './frames';
import type { Visitor } from './gate';
import { channelOf, readRequest, type Request } from './handshake';
import { DEFAULT_LIMITS } from './limits';
import { Heartbeat } from './heartbeat';
import { LogEntry, type Log } from './log';
import { MemberSocket } from './memberSocket';
import { isTls, PendingSockets } from './pendingSockets';
import type { Relay, RelayOptions } from './relay';
import { Refusal, refuse, turnAway } from './refusal';
import { SendBuffers } from './sendBuffers';

export type { Relay, RelayOptions } from './relay';

/** A frame up to this many times the limit is read, to answer it with an error event; `ws` ends a larger one (1009). */
const HARD_SIZE = 4;

/** How a message may be cut up on its way: far more than any client does, and not enough to fill the memory. */
const FRAGMENTS = { maxFragments: 1_024, maxBufferedChunks: 8_192 };

/**
 * How long a handshake may take to arrive, and how often that is looked at; and how long a plain connection may idle,
 * which is longer than proxies use one again (60 s, at nginx). Milliseconds.
 */
export const HANDSHAKE = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
};

/** Starts a relay. Rejects with the system's error and its `code`, such as `EADDRINUSE`. */
export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
  const server = new RelayServer(options);
  await server.listen();
  return server;
}

class RelayServer implements Relay {
  url = '';
  port = 0;
  private readonly http: Server;
  private readonly sockets: SocketServer<typeof MemberSocket>;
  private readonly rooms: Channels;
  private readonly backplane: Backplane;
  private readonly door: Door;
  private readonly open = new Set<Connection>();
  private readonly shared: Shared;
  private readonly log: Log;
  private heartbeat: Heartbeat | undefined;
  private draining = false;
  private closed: Promise<void> | undefined;

  constructor(private readonly options: RelayOptions) {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const counters = options.counters ?? NO_COUNTERS;
    this.shared = {
      limits,
      counters,
      buffers: new SendBuffers(limits.buffer),
      writes: new Writes(),
      received: (connection, text) => this.rooms.receive(connection.channel, connection, text),
      failed: ({ message }) => this.log(new LogEntry('warning', 'socket-error', { message })),
      closed: (connection, code) => this.closedOne(connection, code),
    };
    this.backplane = options.backplane ?? ALONE;
    this.rooms = new Channels(limits, counters, this.backplane);
    this.log = options.log ?? (() => undefined);
    this.door = new Door(options, this.rooms, () => this.stopping);
    this.sockets = new WebSocketServer<typeof MemberSocket>({
      noServer: true,
      WebSocket: MemberSocket,
      clientTracking: false,
      autoPong: false,
      perMessageDeflate: false,
      // 0 switches off the limit here as well.
      maxPayload: limits.size * HARD_SIZE,
      ...FRAGMENTS,
    });
    this.http = options.server ?? createServer(HANDSHAKE);
    const pending = new PendingSockets(this.http);
    this.http.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!options.http?.(request, response, this)) answer(request, response);
    });
    this.http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      pending.done(socket);
      this.upgrade(request, socket, head);
    });
  }

  get connections(): number {
    return this.open.size;
  }

  get channels(): number {
    return this.rooms.size;
  }

  get waiting(): number {
    return this.shared.buffers.total;
  }

  get stopping(): boolean {
    return this.draining || this.closed !== undefined;
  }

  get together(): boolean {
    return this.backplane.ready;
  }

  async listen(): Promise<void> {
    const { host = '127.0.0.1', port = 0, socket } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.http.once('error', reject);
      this.http.listen(socket === undefined ? { host, port } : { path: socket }, () => {
        this.http.off('error', reject);
        resolve();
      });
    });
    this.http.on('error', error => this.log(new LogEntry('warning', 'server-error', { message: error.message })));
    this.named(this.http.address());
    this.heartbeat = new Heartbeat(this.open, this.options.ping);
  }

  receive(request: IncomingMessage): Visitor | Refusal {
    return this.door.receive(request);
  }

  push(channel: string, sender: User, payload: string): boolean {
    return this.rooms.push(channel, sender, payload);
  }

  async drain(within: number): Promise<void> {
    this.draining = true;
    // Those elsewhere hear at once that all here have left, and see them come back by another relay.
    const closed = [...this.open].map(connection => connection.close(1012, 'The relay restarts', within));
    await Promise.all([this.backplane.close(), ...closed]);
  }

  close(code = 1001): Promise<void> {
    this.closed ??= this.stop(code);
    return this.closed;
  }

  private named(address: AddressInfo | string | null): void {
    if (address === null) return;
    const scheme = isTls(this.http) ? 'wss' : 'ws';
    if (typeof address === 'string') {
      this.url = `${scheme}+unix:${address}:`;
      return;
    }
    this.port = address.port;
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    this.url = `${scheme}://${host}:${address.port}`;
  }

  private async stop(code: number): Promise<void> {
    this.heartbeat?.dispose();
    const stopped = new Promise(resolve => this.http.close(resolve));
    this.http.closeAllConnections();
    const closed = [...this.open].map(connection => connection.close(code, 'The relay stops'));
    await Promise.all([stopped, this.backplane.close(), ...closed]);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener an error of a socket that nobody has taken over yet would end the process.
    socket.on('error', destroyIt);
    const wanted = readRequest(request.url ?? '');
    if (!wanted) {
      this.refuse(NO_CHANNEL, request, socket, head);
      return;
    }
    this.door.ask(request, wanted, answer => {
      if (answer instanceof Refusal) this.refuse(answer, request, socket, head);
      else {
        socket.off('error', destroyIt);
        // Without verifyClient the callback runs within this call, so nobody can join between question and answer.
        this.sockets.handleUpgrade(request, socket, head, client => this.welcome(client, socket, wanted, answer));
      }
    });
  }

  private welcome(socket: MemberSocket, stream: Duplex, wanted: Request, { visitor, admission }: Entry): void {
    const place = { channel: wanted.channel, canSend: admission.canSend, visitor };
    const connection = new Connection(socket, stream, wanted, place, this.shared);
    this.open.add(connection);
    visitor.entered();
    this.rooms.join(wanted.channel, connection);
    this.log(new LogEntry('info', 'joined', { connections: this.open.size }));
  }

  private closedOne(connection: Connection, code: number): void {
    this.open.delete(connection);
    // While the relay stops everybody leaves: nobody needs to hear of the others.
    if (!this.stopping) this.rooms.leave(connection.channel, connection);
    this.log(new LogEntry('info', 'left', { code, connections: this.open.size }));
  }

  private refuse(refusal: Refusal, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.shared.counters.refused(refusal.status);
    if (refusal.limit) this.shared.counters.hit(refusal.limit);
    this.log(new LogEntry('warning', 'refused', { status: refusal.status }));
    if (!this.door.isGuest(request)) {
      refuse(socket, refusal);
      return;
    }
    // A page is not told what HTTP answers to its sockets: it gets one that closes at once and says why.
    socket.off('error', destroyIt);
    this.sockets.handleUpgrade(request, socket, head, client => turnAway(client, refusal));
  }
}

const NO_CHANNEL = new Refusal(404, `channels are at ${CHANNEL_PATH}<name>, by WebSocket.`);
const NO_SOCKET = new Refusal(426, 'this is a channel, to be joined by WebSocket.');

/** A listener that holds on to nothing, as some stay for as long as their socket. */
function destroyIt(this: Duplex): void {
  this.destroy();
}

/** Answers a request that is no WebSocket. */
function answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const { status, text } = channelOf(url) === undefined ? NO_CHANNEL : NO_SOCKET;
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}
