import * as vscode from 'vscode';
import type { Histories } from './histories';

/** Asks, and takes away what was kept of all channels on this computer. */
export async function clearHistory(histories: Histories): Promise<void> {
  const yes = vscode.l10n.t('Clear');
  const detail = vscode.l10n.t(
    'What was kept of all channels on this computer goes. What is in open windows stays until they are closed.',
  );
  const message = vscode.l10n.t('Clear the history of all channels?');
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
  await histories.clear();
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) History cleared'), 3_000);
}
