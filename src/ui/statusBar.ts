import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { CommandId } from './contributions';
import type { JoinedChannels } from './joinedChannels';
import type { OwnStatus } from './people/ownStatus';
import { statusIcon, statusText } from './people/statusText';
import { plain } from './plain';
import { peopleCount, privacyText, stateIcon, stateText } from './stateText';
import type { Unread } from './chat/unread';

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
    private readonly status: OwnStatus,
  ) {
    this.item.name = 'Live Channels';
    this.item.command = CLICK;
    const update = () => this.update();
    this.store.add(channels.onDidChange(update));
    this.store.add(channels.onDidActivate(update));
    this.store.add(channels.onDidLeave(update));
    this.store.add(unread.onDidChange(update));
    this.store.add(status.onDidChange(update));
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
    const { manual } = this.status;
    const state = stateText(view);
    const short = view.state === 'online' ? `${peopleCount(view)}` : state;
    const marks = [total > 0 ? `$(mail) ${total}` : '', manual ? `$(${statusIcon(manual)})` : ''];
    const lock = view.privacy === 'private' ? '$(lock) ' : '';
    const text = `$(${stateIcon(view.state)}) ${lock}${plain(active.name)}: ${short}`;
    this.item.text = [text, ...marks.filter(mark => mark !== '')].join('  ');
    const about = view.detail ?? vscode.l10n.t('Live Channels: {0}, {1}', active.name, state);
    const own = manual && vscode.l10n.t('You: {0}', statusText(manual));
    const privacy = privacyText(view);
    this.item.tooltip = [about, privacy, ...(own ? [own] : [])].join('\n');
    const words = [
      active.name,
      state,
      privacy,
      ...(total > 0 ? [vscode.l10n.t('{0} unread', total)] : []),
      ...(own ? [own] : []),
    ];
    this.item.accessibilityInformation = { label: `Live Channels: ${words.join(', ')}`, role: 'button' };
    this.item.backgroundColor =
      view.state === 'refused' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }
}
