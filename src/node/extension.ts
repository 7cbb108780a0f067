import { userInfo } from 'node:os';
import type { ExtensionContext } from 'vscode';
import { start } from '../extension';
import { networkFingerprint } from './network';

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's user list, as in some containers.
    return undefined;
  }
}

/** Desktop and remote hosts: sockets of `ws`, and a relay of one's own. Both are loaded on first use. */
export function activate(context: ExtensionContext): void {
  start(context, {
    loadSocket: async () => (await import('./sockets')).socketClass,
    startRelay: async (host, port, log) => (await import('./embeddedRelay')).startEmbeddedRelay(host, port, log),
    network: networkFingerprint,
    userName,
  });
}
