import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxyOptions {
  /** `USER:PASSWORD`: nobody gets through without. */
  readonly credentials?: string;
  /** With which status it refuses whatever it is asked for. */
  readonly refuses?: number;
}

/** What an HTTP proxy was asked for: the target as it was given, and the header with the password. */
export interface Passage {
  readonly method: string;
  readonly target: string;
  readonly authorization: string | undefined;
}

/**
 * A real HTTP proxy, as companies have them: it passes on by CONNECT, and plain requests with a whole URL, upgrades
 * included. It looks no name up: whatever host it is asked for is this machine, so that a host whose name nobody knows
 * is reached through it and in no other way.
 */
export class ConnectProxy {
  readonly seen: Passage[] = [];
  private readonly streams = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly options: ProxyOptions,
  ) {
    server.on('connect', (asked: IncomingMessage, client: Duplex, head: Buffer) => this.tunnel(asked, client, head));
    server.on('upgrade', (asked: IncomingMessage, client: Duplex, head: Buffer) => this.upgrade(asked, client, head));
    server.on('request', (asked: IncomingMessage, response) => {
      const status = this.refusal(asked) ?? 501;
      response.writeHead(status).end();
    });
    server.on('connection', socket => this.keep(socket));
  }

  static async start(options: ProxyOptions = {}): Promise<ConnectProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ConnectProxy(server, options);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:PORT`, as the setting `http.proxy` has it. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private tunnel(asked: IncomingMessage, client: Duplex, head: Buffer): void {
    const status = this.refusal(asked);
    if (status !== undefined) {
      this.refuse(client, status);
      return;
    }
    const onward = connect(portOf(`http://${asked.url ?? ''}`), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    this.keep(onward).on('error', () => this.refuse(client, 502));
  }

  private upgrade(asked: IncomingMessage, client: Duplex, head: Buffer): void {
    const status = this.refusal(asked);
    if (status !== undefined) {
      this.refuse(client, status);
      return;
    }
    const { pathname, search } = new URL(asked.url ?? '');
    const { headers, method } = asked;
    const onward = request({
      host: '127.0.0.1',
      port: portOf(asked.url ?? ''),
      path: pathname + search,
      headers,
      method,
    });
    onward.on('upgrade', (answer, socket) => {
      this.keep(socket).write(head);
      client.write(`HTTP/1.1 101 Switching Protocols\r\n${rawHeaders(answer)}\r\n`);
      socket.pipe(client).pipe(socket);
    });
    onward.on('response', answer => {
      client.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${rawHeaders(answer)}\r\n`);
      answer.pipe(client);
    });
    onward.on('error', () => this.refuse(client, 502)).end();
  }

  /** Notes what is asked for. @returns the status of a no. */
  private refusal({ method = '', url = '', headers }: IncomingMessage): number | undefined {
    const authorization = headers['proxy-authorization'];
    this.seen.push({ method, target: url, authorization });
    const { credentials, refuses } = this.options;
    if (credentials === undefined) return refuses;
    const wanted = `Basic ${Buffer.from(credentials).toString('base64')}`;
    return authorization === wanted ? refuses : 407;
  }

  private refuse(client: Duplex, status: number): void {
    const asks = status === 407 ? 'Proxy-Authenticate: Basic realm="Company"\r\n' : '';
    client.end(`HTTP/1.1 ${status} No\r\n${asks}Content-Length: 0\r\nConnection: close\r\n\r\n`);
  }

  private keep<T extends Duplex>(stream: T): T {
    this.streams.add(stream);
    stream.on('error', () => stream.destroy());
    stream.on('close', () => this.streams.delete(stream));
    return stream;
  }
}

function portOf(target: string): number {
  return Number(new URL(target).port || 80);
}

function rawHeaders({ rawHeaders: raw }: IncomingMessage): string {
  return raw.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
}
