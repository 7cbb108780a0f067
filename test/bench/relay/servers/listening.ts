import type { AddressInfo } from 'node:net';

/** Says where a server of the benchmark listens, as the relay does. */
export function listening(address: AddressInfo | string | null): void {
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  process.stdout.write(`listening on ws://127.0.0.1:${address.port}/\n`);
}
