import { userInfo } from 'node:os';
import { pathToFileURL } from 'node:url';
import { workspace, type ExtensionContext } from 'vscode';
import type { Platform } from '../extension';
import type { LiveChannelsExports } from '../ui/api/liveChannels';
import { Front, type Start } from '../ui/front';
import { networkFingerprint } from './network';

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's user list, as in some containers.
    return undefined;
  }
}

/** VS Code's own setting: off, it makes do with any certificate, as is asked for where a proxy puts its own in between. */
function isStrict(): boolean {
  return workspace.getConfiguration('http').get('proxyStrictSSL', true);
}

/** Desktop and remote hosts: sockets of `ws`, and a relay of one's own. */
const platformOf = ({ extensionPath }: ExtensionContext): Platform => ({
  loadSocket: async () => (await import('./sockets')).pingingSocket(undefined, isStrict),
  loadCheck: async () => (await import('./check/checkConnection')).connectionCheck(isStrict),
  startRelay: async (wishes, log) => {
    const files = pathToFileURL(`${extensionPath}/`);
    return (await import('./embeddedRelay')).startEmbeddedRelay({ ...wishes, files }, log);
  },
  network: networkFingerprint,
  userName,
});

export function activate(context: ExtensionContext): LiveChannelsExports {
  const load = async (): Promise<Start> => {
    const { start } = await import('../extension');
    return fronts => start(context, platformOf(context), fronts);
  };
  const front = new Front(context, load);
  context.subscriptions.push(front);
  return front.exports;
}
