import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { CommandId } from './contributions';
import type { JoinedChannels } from './joinedChannels';
import { plain } from './plain';
import { peopleCount, stateIcon, stateText } from './stateText';
import type { Unread } from './unread';

const CLICK: CommandId = 'liveChannels.showMenu';

/** The status-bar item: the channel in front, its state, how many people; a click opens what can be done now. */
export class StatusBar implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    vscode.window.createStatusBarItem('liveChannels.status', vscode.StatusBarAlignment.Left),
  );

  constructor(
    private readonly channels: JoinedChannels,
    private readonly unread: Unread,
  ) {
    this.item.name = 'Live Channels';
    this.item.command = CLICK;
    const update = () => this.update();
    this.store.add(channels.onDidChange(update));
    this.store.add(channels.onDidActivate(update));
    this.store.add(channels.onDidLeave(update));
    this.store.add(unread.onDidChange(update));
    this.update();
    this.item.show();
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const { active } = this.channels;
    if (!active) {
      this.item.text = '$(comment-discussion) Live Channels';
      this.item.tooltip = vscode.l10n.t('Join a channel');
      this.item.accessibilityInformation = { label: vscode.l10n.t('Live Channels: join a channel') };
      return;
    }
    const { view } = active;
    const { total } = this.unread;
    const state = stateText(view);
    const short = view.state === 'online' ? `${peopleCount(view)}` : state;
    this.item.text = `$(${stateIcon(view.state)}) ${plain(active.name)}: ${short}${total > 0 ? `  $(mail) ${total}` : ''}`;
    this.item.tooltip = view.detail ?? vscode.l10n.t('Live Channels: {0}, {1}', active.name, state);
    const news = total > 0 ? vscode.l10n.t(', {0} unread', total) : '';
    this.item.accessibilityInformation = { label: `Live Channels: ${active.name}, ${state}${news}`, role: 'button' };
    this.item.backgroundColor =
      view.state === 'refused' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }
}
