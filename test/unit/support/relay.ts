import { request } from 'node:http';
import { WebSocket, type ClientOptions } from 'ws';
import { startRelay, type Relay, type RelayOptions } from '../../../src/relay/server';

/** A relay that the tests of a suite share. */
export interface RelayUnderTest {
  readonly relay: Relay;
  /** `ws://127.0.0.1:PORT/c/` */
  readonly base: string;
}

/** Starts a real relay before each test of the suite and closes it after. */
export function useRelay(options: RelayOptions = {}): RelayUnderTest {
  let relay: Relay | undefined;
  const current = (): Relay => {
    if (!relay) throw new Error('The relay runs within tests only.');
    return relay;
  };
  beforeEach(async () => {
    relay = await startRelay(options);
  });
  afterEach(async () => {
    await current().close();
    relay = undefined;
  });
  return {
    get relay() {
      return current();
    },
    get base() {
      return `${current().url}/c/`;
    },
  };
}

/** Any frame of a server, as far as tests look into it. */
export interface AnyFrame {
  type?: string;
  message?: unknown;
  uid?: string;
  alias?: string;
  users?: number | { uid: string; alias?: string; self?: true }[];
  total?: number;
  self?: true;
  date?: number;
}

/** A bare socket that keeps all that comes, to see a relay as the wire shows it. */
export class Wire {
  readonly texts: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly waiting = new Set<() => void>();
  private seen = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', data => {
      this.texts.push((data as Buffer).toString());
      for (const check of [...this.waiting]) check();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise(resolve => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Connects to a URL; rejects with `HTTP <status> <body>` when the handshake is refused. */
  static connect(url: string, options: ClientOptions = {}): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const wire = new Wire(new WebSocket(url, { perMessageDeflate: false, ...options }));
      wire.socket.on('open', () => resolve(wire));
      wire.socket.on('error', reject);
      wire.socket.on('unexpected-response', (_, response) => {
        response.setEncoding('utf8').on('data', (body: string) => {
          reject(new Error(`HTTP ${String(response.statusCode)} ${body}`));
        });
      });
    });
  }

  /** Joins a channel and waits for the own join frame. */
  static async join(base: string, channel: string, query = ''): Promise<Wire & { uid: string }> {
    const wire = await Wire.connect(`${base}${channel}${query && '?'}${query}`);
    const own = await wire.next(frame => frame.self === true);
    return Object.assign(wire, { uid: own.uid ?? '' });
  }

  get frames(): AnyFrame[] {
    return this.texts.map(text => JSON.parse(text) as AnyFrame);
  }

  send(text: string | Buffer): this {
    this.socket.send(text);
    return this;
  }

  /** The next frame, after those already returned by this method, that fits. */
  next(fits: (frame: AnyFrame) => boolean): Promise<AnyFrame> {
    return new Promise(resolve => {
      const check = (): void => {
        for (; this.seen < this.texts.length; this.seen += 1) {
          const frame = JSON.parse(this.texts[this.seen] ?? '') as AnyFrame;
          if (!fits(frame)) continue;
          this.seen += 1;
          this.waiting.delete(check);
          resolve(frame);
          return;
        }
      };
      this.waiting.add(check);
      check();
    });
  }

  error(): Promise<AnyFrame> {
    return this.next(frame => frame.type === 'error');
  }

  message(): Promise<AnyFrame> {
    return this.next(frame => frame.type === undefined);
  }

  /**
   * Waits until the relay has dealt with all that was sent so far: it answers in order, so what it says to a user who
   * is not there comes after everything else.
   */
  async settled(): Promise<void> {
    const uid = `nobody-${Math.random()}`;
    this.send(`\u001f${uid}\u001f0`);
    await this.next(frame => frame.type === 'error' && String(frame.message).includes(uid));
  }
}

/** A plain HTTP request: status and body. The target is sent as it is given. */
export function ask(
  relay: Relay,
  target: string,
  headers: Record<string, string | string[]> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: relay.port, path: target, headers }, response => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on('upgrade', (_, socket) => {
      socket.destroy();
      resolve({ status: 101, body: '' });
    });
    asked.on('error', reject).end();
  });
}

/** The headers of a WebSocket handshake. */
export const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
} as const;
