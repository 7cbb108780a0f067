import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { JoinedChannels } from './joinedChannels';
import type { OwnStatus } from './people/ownStatus';
import { statusIcon, statusText } from './people/statusText';
import { plain } from './plain';
import { showNoChannel } from './statusItem';
import { peopleCount, privacyText, stateIcon, stateText } from './stateText';
import type { Unread } from '../session/unread';

/** What the status-bar item says: the channel in front, its state, how many people. */
export class StatusBar implements Disposable {
  private readonly store = new DisposableStore();

  constructor(
    private readonly item: vscode.StatusBarItem,
    private readonly channels: JoinedChannels,
    private readonly unread: Unread,
    private readonly status: OwnStatus,
  ) {
    const update = () => this.update();
    this.store.add(channels.onDidChange(update));
    this.store.add(channels.onDidActivate(update));
    this.store.add(channels.onDidLeave(update));
    this.store.add(unread.onDidChange(update));
    this.store.add(status.onDidChange(update));
    this.update();
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const { active } = this.channels;
    if (!active) {
      showNoChannel(this.item);
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
