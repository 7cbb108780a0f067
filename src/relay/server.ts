import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { CHANNEL_PATH } from '../protocol/itty';
import { Channels, type Admission } from './channels';
import { Connection } from './connection';
import { channelOf, GREETING, mayComeFrom, readRequest, type Request } from './handshake';
import { DEFAULT_LIMITS, type Limits } from './limits';
import { LogEntry, type Log } from './log';

/** What a relay can be told. */
export interface RelayOptions {
  /** The address to bind to; `127.0.0.1` unless told, so that nobody else on the network gets in by chance. */
  readonly host?: string;
  /** 0, the default: any that is free. */
  readonly port?: number;
  /** Origins of web pages that may join, beside VS Code's own; `*` stands for all. */
  readonly allowOrigins?: readonly string[];
  readonly limits?: Partial<Limits>;
  /**
   * How often sockets are pinged, and how long they may take to answer, in milliseconds; 30 s and 10 s unless told. The
   * answer's time has to be the shorter one.
   */
  readonly ping?: { readonly every: number; readonly timeout: number };
  readonly log?: Log;
}

/** A relay that serves. */
export interface Relay {
  /** `ws://127.0.0.1:PORT`, without a path; an IPv6 address stands in brackets. */
  readonly url: string;
  readonly port: number;
  /** How many sockets are open. */
  readonly connections: number;
  /** Closes every socket with the code and stops; done when nothing is left. Asking again changes nothing. */
  close(code?: number): Promise<void>;
}

/** A frame up to this many times the limit is read, to answer it with an error event; `ws` ends a larger one (1009). */
const HARD_SIZE = 4;

/** How long a handshake may take to arrive, and how often that is looked at. Milliseconds. */
const HANDSHAKE = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 5_000 };

const DEFAULT_PING = { every: 30_000, timeout: 10_000 };

/** Starts a relay. Rejects with the system's error and its `code`, such as `EADDRINUSE`. */
export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
  const server = new RelayServer(options);
  await server.listen(options.host ?? '127.0.0.1', options.port ?? 0);
  return server;
}

/** An answer to a handshake that is not a yes. */
interface Refusal {
  readonly status: number;
  readonly text: string;
}

class RelayServer implements Relay {
  url = '';
  port = 0;
  private readonly http: Server;
  private readonly sockets: WebSocketServer;
  private readonly channels = new Channels();
  private readonly open = new Set<Connection>();
  private readonly limits: Limits;
  private readonly log: Log;
  private pings: NodeJS.Timeout | undefined;
  private closed: Promise<void> | undefined;

  constructor(private readonly options: RelayOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.log = options.log ?? (() => undefined);
    this.sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // 0 switches off the limit here as well.
      maxPayload: this.limits.size * HARD_SIZE,
    });
    this.http = createServer(HANDSHAKE, (request, response) => {
      const [status, text] = plainAnswer(request.url ?? '');
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
    });
    this.http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  get connections(): number {
    return this.open.size;
  }

  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.http.once('error', reject);
      this.http.listen(port, host, () => {
        this.http.off('error', reject);
        resolve();
      });
    });
    this.http.on('error', error => this.log(new LogEntry('warning', 'server-error', { message: error.message })));
    const address = this.http.address() as AddressInfo;
    this.port = address.port;
    this.url = `ws://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
    const { every, timeout } = this.options.ping ?? DEFAULT_PING;
    this.pings = setInterval(() => this.pingAll(timeout), every).unref();
  }

  close(code = 1001): Promise<void> {
    this.closed ??= this.stop(code);
    return this.closed;
  }

  private async stop(code: number): Promise<void> {
    clearInterval(this.pings);
    const stopped = new Promise(resolve => this.http.close(resolve));
    this.http.closeAllConnections();
    const closed = [...this.open].map(connection => connection.close(code, 'The relay stops'));
    await Promise.all([stopped, ...closed]);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener an error of a socket that nobody has taken over yet would end the process.
    socket.on('error', () => socket.destroy());
    const wanted = readRequest(request.url ?? '');
    if (!wanted) {
      refuse(socket, 404, NO_CHANNEL);
      return;
    }
    const admission = this.admit(wanted, request.headers.origin);
    if ('status' in admission) {
      this.log(new LogEntry('warning', 'refused', { status: admission.status }));
      refuse(socket, admission.status, admission.text);
      return;
    }
    // Without verifyClient the callback runs within this call, so nobody can join between the question and the answer.
    this.sockets.handleUpgrade(request, socket, head, client => this.welcome(client, wanted, admission));
  }

  private admit({ channel, keys }: Request, origin: string | undefined): Admission | Refusal {
    if (this.closed) return { status: 503, text: `${GREETING}: it stops.` };
    if (!mayComeFrom(origin, this.options.allowOrigins ?? [])) {
      return { status: 403, text: `${GREETING}: pages of this origin may not join.` };
    }
    const refusal = { status: 403, text: `${GREETING}: this channel needs a joinKey, and yours is missing or wrong.` };
    return this.channels.admit(channel, keys) ?? refusal;
  }

  private welcome(socket: WebSocket, wanted: Request, { canSend }: Admission): void {
    const connection = new Connection(socket, wanted, canSend, this.limits);
    this.open.add(connection);
    socket.on('pong', () => (connection.alive = true));
    socket.on('message', (data, isBinary) => {
      connection.alive = true;
      // `ws` gives a Buffer unless its binaryType is changed.
      const text = connection.accept(data as Buffer, isBinary);
      if (text !== undefined) this.channels.receive(wanted.channel, connection, text);
    });
    // A broken frame or one far too large; `ws` closes the socket with the fitting code by itself.
    socket.on('error', error => this.log(new LogEntry('warning', 'socket-error', { message: error.message })));
    socket.on('close', code => {
      this.open.delete(connection);
      // While the relay stops everybody leaves: nobody needs to hear of the others.
      if (!this.closed) this.channels.leave(wanted.channel, connection);
      this.log(new LogEntry('info', 'left', { code, connections: this.open.size }));
    });
    this.channels.join(wanted.channel, connection, wanted.keys);
    this.log(new LogEntry('info', 'joined', { connections: this.open.size }));
  }

  private pingAll(timeout: number): void {
    const asked = [...this.open];
    for (const connection of asked) connection.ping();
    setTimeout(() => {
      for (const connection of asked) if (!connection.alive) connection.terminate();
    }, timeout).unref();
  }
}

const NO_CHANNEL = `${GREETING}: channels are at ${CHANNEL_PATH}<name>, by WebSocket.`;

/** The answer to a request that is no WebSocket. */
function plainAnswer(target: string): [status: number, text: string] {
  if (channelOf(target) === undefined) return [404, `${NO_CHANNEL}\n`];
  return [426, `${GREETING}: this is a channel, to be joined by WebSocket.\n`];
}

/** Answers a handshake with an error and one line of text. */
function refuse(socket: Duplex, status: number, text: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text) + 1}`,
      '',
      `${text}\n`,
    ].join('\r\n'),
  );
}
