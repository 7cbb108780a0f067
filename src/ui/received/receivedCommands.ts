import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { lazy } from '../../base/lazy';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { ChatViews } from '../chat/chatViews';
import type { CommandRegistry } from '../commandRegistry';
import type { CommandId } from '../contributions';
import type { SendGuard } from '../guard/sendGuard';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import type { ReceivedActions } from './actions';
import { asReceivedHint, ReceivedCode, senderName, type ReceivedHint } from './received';

/** Messages that the list for a reply shows. */
const MAX_LISTED = 200;

type Action = Exclude<keyof ReceivedActions, 'text' | 'dispose'>;

const ACTIONS = {
  'liveChannels.goToCode': 'goTo',
  'liveChannels.openCode': 'open',
  'liveChannels.saveCode': 'save',
  'liveChannels.copyCode': 'copy',
  'liveChannels.insertCode': 'insert',
  'liveChannels.compareCode': 'compare',
  'liveChannels.applyCode': 'apply',
  'liveChannels.suggestChange': 'suggest',
  'liveChannels.sendSuggestion': 'sendSuggestion',
} as const satisfies Partial<Record<CommandId, Action>>;

/** Commands for what was received. What does the work is loaded when one of them is used for the first time. */
export class ReceivedCommands implements vscode.TextDocumentContentProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly load = lazy(async () => {
    const { ReceivedActions: Actions } = await import('./actions');
    return this.store.add(new Actions(this.channels, this.guard));
  });

  constructor(
    registry: CommandRegistry,
    private readonly channels: Pick<JoinedChannels, 'get' | 'all'>,
    private readonly guard: Pick<SendGuard, 'review'>,
    private readonly chat: Pick<ChatViews, 'reply'>,
  ) {
    for (const [id, action] of Object.entries(ACTIONS) as [keyof typeof ACTIONS, Action][]) {
      registry.register(id, async given => (await this.load())[action](given));
    }
    registry.register('liveChannels.reply', given => this.reply(given));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return (await this.load()).text(uri);
  }

  dispose(): void {
    this.store.dispose();
  }

  private async reply(given: unknown): Promise<void> {
    const code = new ReceivedCode(this.channels);
    const hint = asReceivedHint(given) ?? (await this.askMessage(code));
    if (!hint) return;
    const { entry } = code.message(hint);
    if (entry.content === undefined) {
      throw new AppError('input', 'This message has no name that a reply could carry: another client sent it.');
    }
    await this.chat.reply(hint.channel, hint.entry);
  }

  private async askMessage(code: ReceivedCode): Promise<ReceivedHint | undefined> {
    const messages = code.messages().filter(({ entry }) => entry.content !== undefined);
    if (messages.length === 0) throw new AppError('input', 'There is no message yet to reply to.');
    const items = messages.slice(0, MAX_LISTED).map(({ hint, channel, entry }) => {
      const { body } = entry;
      const words = body.type === 'text' ? body.text : (body.comment ?? body.type);
      return { label: plain(words), description: `${plain(senderName(entry))} · ${plain(channel.name)}`, hint };
    });
    const title = vscode.l10n.t('Reply');
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.hint;
  }
}
