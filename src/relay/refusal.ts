import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
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
