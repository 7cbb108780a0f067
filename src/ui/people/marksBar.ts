import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { setContext } from '../contextKeys';
import type { CommandId } from '../contributions';
import type { JoinedChannels } from '../joinedChannels';
import { localized } from '../localized';
import { plain } from '../plain';
import type { Followed, Following, Trouble } from './following';
import type { LocationChoices } from './locationChoices';
import type { OwnPlace } from './ownPlace';
import { placeText } from './statusText';

const STOP_FOLLOWING: CommandId = 'liveChannels.stopFollowing';
const STOP_SHARING: CommandId = 'liveChannels.stopSharingLocation';

function troubleText(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'gone':
      return vscode.l10n.t('not here at the moment');
    case 'nowhere':
      return vscode.l10n.t('does not show where they are');
    case 'missing':
      return vscode.l10n.t('{0} is not in this workspace', plain(trouble.path));
  }
}

/** The mark in the status bar while somebody is followed; a click ends it. */
export class FollowingMark implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    vscode.window.createStatusBarItem('liveChannels.following', vscode.StatusBarAlignment.Left),
  );

  constructor(private readonly following: Following) {
    this.item.name = vscode.l10n.t('Live Channels: Following');
    this.item.command = STOP_FOLLOWING;
    // Of what a status bar item may have, the one that is seen at once.
    this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.store.add(following.onDidChange(() => this.update()));
  }

  dispose(): void {
    setContext('liveChannels.following', false);
    this.store.dispose();
  }

  private update(): void {
    const { current } = this.following;
    setContext('liveChannels.following', current !== undefined);
    if (current) this.show(current);
    else this.item.hide();
  }

  private show({ who: { name, channel }, trouble }: Followed): void {
    const following = vscode.l10n.t('Following {0}', plain(name));
    const text = trouble ? `${following}: ${troubleText(trouble)}` : following;
    const how = vscode.l10n.t('Click, press Escape or move the cursor to stop.');
    const detail =
      trouble?.kind === 'missing' && trouble.detail !== undefined ? `\n${plain(localized(trouble.detail))}` : '';
    this.item.text = `$(eye) ${text}`;
    this.item.tooltip = `${text} (${plain(channel)})${detail}\n${how}`;
    this.item.accessibilityInformation = { label: `${text}. ${vscode.l10n.t('Stop following')}`, role: 'button' };
    this.item.show();
  }
}

/** The mark in the status bar while others see where one is; a click ends it. */
export class SharingMark implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    vscode.window.createStatusBarItem('liveChannels.location', vscode.StatusBarAlignment.Left),
  );

  constructor(
    private readonly channels: JoinedChannels,
    private readonly choices: LocationChoices,
    private readonly place: OwnPlace,
  ) {
    this.item.name = vscode.l10n.t('Live Channels: Location');
    this.item.command = STOP_SHARING;
    this.item.text = `$(location) ${vscode.l10n.t('Sharing location')}`;
    const update = () => this.update();
    this.store.add(channels.onDidJoin(update));
    this.store.add(channels.onDidLeave(update));
    this.store.add(choices.onDidChange(update));
    this.store.add(place.onDidChange(update));
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const names = this.channels.all.map(({ name }) => name).filter(name => this.choices.has(name));
    if (names.length === 0) {
      this.item.hide();
      return;
    }
    const where = names.map(plain).join(', ');
    const { current } = this.place;
    const seen = current
      ? vscode.l10n.t('{0} sees that you are at {1}.', where, placeText(current))
      : vscode.l10n.t('{0} would see where you are; this place is not shown.', where);
    this.item.tooltip = `${seen}\n${vscode.l10n.t('Click to stop.')}`;
    this.item.accessibilityInformation = {
      label: vscode.l10n.t('Sharing your location with {0}. Stop sharing', where),
      role: 'button',
    };
    this.item.show();
  }
}
