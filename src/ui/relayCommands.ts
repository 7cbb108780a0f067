import * as vscode from 'vscode';
import type { CommandRegistry } from './commandRegistry';
import { run } from './commandRegistry';
import { EMBEDDED } from './contributions';
import type { LocalRelay, RelayControl } from './relayControl';
import { readSetting, writeSetting } from './settings';

async function copyAddress(relay: LocalRelay): Promise<void> {
  const addresses = [...relay.remoteUrls, relay.url];
  const address =
    addresses.length === 1
      ? relay.url
      : await vscode.window.showQuickPick(addresses, { title: vscode.l10n.t('Copy Relay Address') });
  if (address === undefined) return;
  await vscode.env.clipboard.writeText(address);
  const reach =
    relay.remoteUrls.length > 0
      ? vscode.l10n.t('Copied {0}: others set it as their server and join the same channel.', address)
      : vscode.l10n.t(
          'Copied {0}: it is for windows on this computer. For others set "liveChannels.relayHost".',
          address,
        );
  void vscode.window.showInformationMessage(reach);
}

async function offerUse(relay: LocalRelay): Promise<void> {
  const copy = vscode.l10n.t('Copy Address');
  const use = vscode.l10n.t('Use It in My Windows');
  const uses = readSetting('liveChannels.server').trim() === EMBEDDED;
  const text = relay.owned
    ? vscode.l10n.t('The relay runs at {0}.', relay.url)
    : vscode.l10n.t('Another window runs the relay already, at {0}.', relay.url);
  const picked = await vscode.window.showInformationMessage(text, ...(uses ? [copy] : [use, copy]));
  if (picked === copy) await copyAddress(relay);
  if (picked === use) await writeSetting('liveChannels.server', EMBEDDED);
}

/** Commands about the embedded relay. */
export function registerRelayCommands(registry: CommandRegistry, relay: RelayControl): void {
  registry.register('liveChannels.startRelay', async () => {
    const running = await relay.ensure();
    // Not awaited: the command is done when the relay runs, the offer may stay open.
    void offerUse(running);
    return running.url;
  });

  registry.register('liveChannels.stopRelay', async () => {
    relay.assertPossible();
    if (!relay.running) {
      const start = vscode.l10n.t('Start Relay');
      const text = vscode.l10n.t('No relay runs in this window.');
      if ((await vscode.window.showInformationMessage(text, start)) === start) await run('liveChannels.startRelay');
      return;
    }
    if (!relay.running.owned) {
      const text = vscode.l10n.t('Another window runs the relay: stop it there.');
      void vscode.window.showInformationMessage(text);
      return;
    }
    await relay.stop();
  });

  registry.register('liveChannels.copyRelayAddress', async () => {
    relay.assertPossible();
    if (relay.running) {
      await copyAddress(relay.running);
      return;
    }
    const start = vscode.l10n.t('Start Relay');
    const text = vscode.l10n.t('No relay runs in this window, so it has no address yet.');
    if ((await vscode.window.showInformationMessage(text, start)) !== start) return;
    await copyAddress(await relay.ensure());
  });
}
