import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { REFUSED_CODE } from '../protocol/itty';
import { GREETING } from './handshake';
import type { LimitName } from './limits';

/** An answer to a handshake or a push that is not a yes: an HTTP status and one sentence. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly reason: string,
    /** The limit that is behind it. */
    readonly limit?: LimitName,
    /** When it is worth to ask again, in seconds. */
    readonly retryAfter?: number,
  ) {}

  get headers(): Record<string, string> {
    return this.retryAfter === undefined ? {} : { 'Retry-After': String(this.retryAfter) };
  }

  get text(): string {
    return `${GREETING}: ${this.reason}\n`;
  }
}

/** Answers a handshake with no. */
export function refuse(socket: Duplex, { status, text, headers }: Refusal): void {
  socket.once('finish', () => socket.destroy());
  const lines = Object.entries({
    ...headers,
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', text].join('\r\n'));
}

/** How long who was turned away may take to answer the goodbye. Milliseconds. */
const GOODBYE = 2_000;

/** The same to a page, over the socket that it cannot be refused: it closes with `REFUSED_CODE` and the HTTP status. */
export function turnAway(socket: WebSocket, { status, text }: Refusal): void {
  const end = setTimeout(() => socket.terminate(), GOODBYE).unref();
  socket.on('error', () => socket.terminate());
  socket.on('close', () => clearTimeout(end));
  socket.close(REFUSED_CODE + status, text.trim());
}
