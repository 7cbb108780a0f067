import { userInfo } from 'node:os';
import type { ExtensionContext } from 'vscode';
import type { Platform } from '../extension';
import type { LiveChannelsExports } from '../ui/api/liveChannels';
import { Front, type Fronts } from '../ui/front';
import { networkFingerprint } from './network';

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's user list, as in some containers.
    return undefined;
  }
}

/** Desktop and remote hosts: sockets of `ws`, and a relay of one's own. */
const platform: Platform = {
  loadSocket: async () => (await import('./sockets')).socketClass,
  startRelay: async (host, port, log) => (await import('./embeddedRelay')).startEmbeddedRelay(host, port, log),
  network: networkFingerprint,
  userName,
};

export function activate(context: ExtensionContext): LiveChannelsExports {
  const load = async (fronts: Fronts) => (await import('../extension')).start(context, platform, fronts);
  const front = new Front(context, load);
  context.subscriptions.push(front);
  return front.exports;
}
