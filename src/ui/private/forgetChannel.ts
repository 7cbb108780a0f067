import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { plain } from '../plain';
import { serverLabel } from '../server';
import { isSame, type Known } from './remembered';
import type { PrivateTools } from './tools';

type KnownItem = vscode.QuickPickItem & { known: Known };

/** All channels that this computer knows of from here: joined ones first. */
function knownChannels({ channels }: PrivateTools): KnownItem[] {
  const joined = channels.all.flatMap(({ name }) => channels.known(name) ?? []);
  const item = (known: Known, state: string): KnownItem => ({
    label: `$(${known.id === undefined ? 'broadcast' : 'lock'}) ${plain(known.name)}`,
    description: [state, ...(known.server === undefined ? [] : [serverLabel(known.server)])].join(' · '),
    known,
  });
  return [
    ...joined.map(known => item(known, vscode.l10n.t('joined'))),
    ...channels.recent.map(known => item(known, vscode.l10n.t('recent'))),
  ];
}

async function choose(tools: PrivateTools, name: string | undefined): Promise<Known | undefined> {
  const given = name === undefined ? undefined : tools.channels.known(name);
  if (given) return given;
  const items = knownChannels(tools);
  if (items.length === 0) throw new AppError('input', 'There is no channel to forget.');
  const title = vscode.l10n.t('Forget Channel');
  return (await vscode.window.showQuickPick(items, { title }))?.known;
}

/** Takes away all that is kept of a channel: it is left, and its keys, its lists and what waits to be sent are gone. */
export async function forget(known: Known, { channels, targets }: PrivateTools): Promise<void> {
  const joined = channels.all.find(({ name }) => {
    const other = channels.known(name);
    return other !== undefined && isSame(other, known);
  });
  const name = joined?.name ?? known.name;
  await channels.forget(known);
  // Another channel of that name may be joined: this goes by the name alone.
  if (channels.get(name)) return;
  await targets.forget(name);
}

/** Asks which, and whether that is meant. @param name of a joined one, where it is known. */
export async function forgetChannel(tools: PrivateTools, name: string | undefined): Promise<void> {
  const known = await choose(tools, name);
  if (!known) return;
  const yes = vscode.l10n.t('Forget');
  const message = vscode.l10n.t('Forget {0}?', plain(known.name));
  const detail =
    known.id === undefined
      ? vscode.l10n.t('You leave it. Its keys, what waits to be sent and its place in your lists go.')
      : vscode.l10n.t(
          'You leave it. Its key goes as well: without another invitation you cannot come back. What waits to be sent and its place in your lists go too.',
        );
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes)
    await forget(known, tools);
}
