import * as vscode from 'vscode';
import type { CommandRegistry } from '../commandRegistry';
import type { Histories } from '../history/histories';
import type { JoinedChannels } from '../joinedChannels';
import { asTargetHint, type TargetPicker } from '../targets';
import type { ChatViews } from './chatViews';

/** What one does with the chat as a whole. Each can be given the channel it is about. */
export function registerChatCommands(
  registry: CommandRegistry,
  channels: JoinedChannels,
  targets: TargetPicker,
  chat: ChatViews,
  histories: Histories,
): void {
  const activate = (hint: unknown) => {
    const channel = asTargetHint(hint)?.channel;
    if (channel !== undefined) channels.activate(channel);
  };
  registry.register('liveChannels.openChat', async hint => {
    activate(hint);
    await chat.open();
  });
  registry.register('liveChannels.openChatInEditor', hint => {
    activate(hint);
    chat.openInEditor();
  });
  registry.register('liveChannels.searchChat', async hint => {
    activate(hint);
    await chat.open({ type: 'find' });
  });
  registry.register('liveChannels.exportChannel', async hint => {
    const channel = await targets.pickChannel(vscode.l10n.t('Export Channel'), asTargetHint(hint));
    if (!channel) return;
    const { exportChannel } = await import('./exportChannel');
    await exportChannel(channel);
  });
  registry.register('liveChannels.clearHistory', async () => {
    const { clearHistory } = await import('../history/clearHistory');
    await clearHistory(histories);
  });
}
