import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { CommandRegistry } from '../commandRegistry';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import { asTargetHint, type TargetPicker } from '../targets';
import type { Favourites } from './favourites';
import type { LocationChoices } from './locationChoices';
import { MANUAL, type Manual, type OwnStatus } from './ownStatus';
import { statusIcon, statusText } from './statusText';

/** A short word in the status bar. Milliseconds. */
const STATUS_SHOWN = 4_000;

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, STATUS_SHOWN);
}

/** How one is, as others see it. */
export function registerStatusCommand(registry: CommandRegistry, status: OwnStatus): void {
  registry.register('liveChannels.setStatus', async given => {
    const chosen =
      typeof given === 'string' ? { manual: MANUAL.find(each => each === given) } : await askStatus(status);
    if (chosen) await status.set(chosen.manual);
  });
}

function askStatus(status: OwnStatus): Thenable<{ manual: Manual | undefined } | undefined> {
  const current = (manual: Manual | undefined) =>
    status.manual === manual ? { description: vscode.l10n.t('current') } : {};
  const details: Record<Manual, string> = {
    call: vscode.l10n.t('Others see that you are talking. It stays until you change it.'),
    busy: vscode.l10n.t('Live Channels does not notify you. It stays until you change it.'),
  };
  const items = [
    {
      label: vscode.l10n.t('$(sync) Automatic'),
      detail: vscode.l10n.t('Active, idle after 5 minutes without input, away with the window in the background.'),
      ...current(undefined),
      manual: undefined,
    },
    ...MANUAL.map(manual => ({
      label: `$(${statusIcon(manual)}) ${capitalised(statusText(manual))}`,
      detail: details[manual],
      ...current(manual),
      manual,
    })),
  ];
  return vscode.window.showQuickPick(items, { title: vscode.l10n.t('Set Status') });
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** Showing others where one is. */
export function registerLocationCommands(
  registry: CommandRegistry,
  channels: JoinedChannels,
  targets: TargetPicker,
  choices: LocationChoices,
): void {
  registry.register('liveChannels.shareLocation', async hint => {
    const title = vscode.l10n.t('Share My Location');
    const channel = await targets.pickChannel(title, asTargetHint(hint));
    if (!channel) return;
    await choices.set([channel.name], true);
    say(vscode.l10n.t('$(location) {0} sees where you are', plain(channel.name)));
  });

  registry.register('liveChannels.stopSharingLocation', async hint => {
    const given = asTargetHint(hint)?.channel;
    const sharing = channels.all.map(({ name }) => name).filter(name => choices.has(name));
    if (sharing.length === 0) throw new AppError('input', 'You do not show anybody where you are.');
    const stopped = given === undefined ? sharing : [given];
    await choices.set(stopped, false);
    say(vscode.l10n.t('$(location) Your location is no longer shared'));
  });
}

/** Which channels stand first. */
export function registerFavouriteCommands(
  registry: CommandRegistry,
  targets: TargetPicker,
  favourites: Favourites,
): void {
  registry.register('liveChannels.addFavourite', async hint => {
    const channel = await targets.pickChannel(vscode.l10n.t('Add to Favourites'), asTargetHint(hint));
    if (channel) await favourites.set(channel.name, true);
  });

  registry.register('liveChannels.removeFavourite', async hint => {
    const channel = await targets.pickChannel(vscode.l10n.t('Remove from Favourites'), asTargetHint(hint));
    if (channel) await favourites.set(channel.name, false);
  });
}
