import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { HANDSHAKE } from '../server';

/** Where a certificate (with those above it) and its key are, both PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** How long TLS itself may take to agree. Milliseconds. */
const TLS_HANDSHAKE = 10_000;

/** Reads both. @throws the system's error, or one of OpenSSL when they are broken or do not belong together. */
function read({ cert, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  const pair = { cert: readFileSync(cert), key: readFileSync(key) };
  createSecureContext(pair);
  return pair;
}

/** A server that speaks TLS with what these files hold. @throws as `read`. */
export function createTlsServer(files: TlsFiles): Server {
  return createServer({ ...HANDSHAKE, ...read(files), minVersion: 'TLSv1.2', handshakeTimeout: TLS_HANDSHAKE });
}

/** From the next handshake on the server uses what the files hold now. @throws as `read`; then nothing has changed. */
export function reloadTls(server: Server, files: TlsFiles): void {
  server.setSecureContext({ ...read(files), minVersion: 'TLSv1.2' });
}
