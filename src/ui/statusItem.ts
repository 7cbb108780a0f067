import * as vscode from 'vscode';
import type { CommandId } from './contributions';

const CLICK: CommandId = 'liveChannels.showMenu';

/** The status-bar item, as it is before the first channel; a click opens what can be done now. */
export function createStatusItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('liveChannels.status', vscode.StatusBarAlignment.Left);
  item.name = 'Live Channels';
  item.command = CLICK;
  showNoChannel(item);
  item.show();
  return item;
}

export function showNoChannel(item: vscode.StatusBarItem): void {
  item.text = '$(comment-discussion) Live Channels';
  item.tooltip = vscode.l10n.t('Join a channel');
  item.accessibilityInformation = { label: vscode.l10n.t('Live Channels: join a channel') };
  item.backgroundColor = undefined;
}
