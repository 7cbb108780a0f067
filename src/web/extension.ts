import type { ExtensionContext } from 'vscode';
import type { Platform } from '../extension';
import type { LiveChannelsExports } from '../ui/api/liveChannels';
import { setContext } from '../ui/contextKeys';
import { Front, type Fronts } from '../ui/front';

/** VS Code in a browser, and the web extension host elsewhere: the global WebSocket, and no relay of one's own. */
const platform: Platform = {
  loadSocket: () => Promise.resolve(WebSocket),
  network: () => (navigator.onLine ? 'online' : 'offline'),
  userName: () => undefined,
};

export function activate(context: ExtensionContext): LiveChannelsExports {
  setContext('liveChannels.webHost', true);
  const load = async (fronts: Fronts) => (await import('../extension')).start(context, platform, fronts);
  const front = new Front(context, load);
  context.subscriptions.push(front);
  return front.exports;
}
