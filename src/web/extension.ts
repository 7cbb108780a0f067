import type { ExtensionContext } from 'vscode';
import { start } from '../extension';

/** VS Code in a browser, and the web extension host elsewhere: the global WebSocket, and no relay of one's own. */
export function activate(context: ExtensionContext): void {
  start(context, {
    loadSocket: () => Promise.resolve(WebSocket),
    network: () => (navigator.onLine ? 'online' : 'offline'),
    userName: () => undefined,
  });
}
