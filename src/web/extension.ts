import type { ExtensionContext } from 'vscode';
import { AppError } from '../base/errors';
import type { Platform } from '../extension';
import type { LiveChannelsExports } from '../ui/api/liveChannels';
import { setContext } from '../ui/contextKeys';
import { Front, type Start } from '../ui/front';

/** VS Code in a browser, and the web extension host elsewhere: the global WebSocket, and no relay of one's own. */
const platform: Platform = {
  loadSocket: () => Promise.resolve(WebSocket),
  network: () => (navigator.onLine ? 'online' : 'offline'),
  userName: () => undefined,
};

/** What a person is told when a part of the extension, which comes over the network here, could not be loaded. */
export function notLoaded(cause: unknown): AppError {
  return new AppError(
    'unreachable',
    'A part of Live Channels could not be loaded: check your network, and try again.',
    [],
    { cause },
  );
}

export function activate(context: ExtensionContext): LiveChannelsExports {
  setContext('liveChannels.webHost', true);
  const load = async (): Promise<Start> => {
    const { start } = await import('../extension');
    return fronts => start(context, platform, fronts);
  };
  const front = new Front(context, load);
  context.subscriptions.push(front);
  return front.exports;
}
