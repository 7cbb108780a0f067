import { isIP } from 'node:net';

/** Where a Redis server listens that is not told otherwise. */
export const DEFAULT_PORT = 6_379;

/** Where a server is, and what it asks for. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly tls?: { readonly servername: string };
}

/** Where a URL leads. @throws TypeError when it is none of a Redis server. */
export function readRedisUrl(text: string): Address {
  const url = new URL(text);
  if (!/^rediss?:$/.test(url.protocol) || url.hostname === '') throw new TypeError('Not the URL of a Redis server');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const db = /^\/(\d+)$/.exec(url.pathname)?.[1];
  return {
    host,
    port: Number(url.port || DEFAULT_PORT),
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    ...(db !== undefined && { db: Number(db) }),
    // What is no name cannot be asked for by name: an address is looked for in the certificate all the same.
    ...(url.protocol === 'rediss:' && { tls: { servername: isIP(host) === 0 ? host : '' } }),
  };
}
