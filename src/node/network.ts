import { networkInterfaces } from 'node:os';

/** The machine's addresses as one text, that differs when it has moved to another network. */
export function networkFingerprint(): string {
  return Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ');
}
