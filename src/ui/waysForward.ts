import * as vscode from 'vscode';
import type { ChannelKeys, KeyStore } from './keyStore';
import type { Action } from './notifier';

/** Opens the setting of the server. */
export function changeServer(): Action {
  return { title: vscode.l10n.t('Change Server…'), run: () => openSettings('liveChannels.server') };
}

/** Opens VS Code's settings of the proxy. */
export function proxySettings(): Action {
  return { title: vscode.l10n.t('Proxy Settings…'), run: () => openSettings('http.proxy') };
}

/** Asks for the key of a channel, and goes on once it is kept. */
export function enterKey(keys: KeyStore, channel: string, kind: keyof ChannelKeys, then: () => unknown): Action {
  return {
    title: vscode.l10n.t('Enter Key…'),
    run: async () => {
      const key = await vscode.window.showInputBox({
        title:
          kind === 'joinKey' ? vscode.l10n.t('Join key of {0}', channel) : vscode.l10n.t('Send key of {0}', channel),
        prompt: vscode.l10n.t('Kept in this computer’s key store.'),
        password: true,
        ignoreFocusOut: true,
      });
      if (!key) return;
      await keys.write(channel, { [kind]: key });
      then();
    },
  };
}

function openSettings(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', id);
}
