import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { ChannelKey } from '../../seal/channelKey';
import type { Channel } from '../../session/channel';
import { run } from '../commandRegistry';
import { plain } from '../plain';
import { reachable, shortUid } from '../targets';
import type { PrivateTools } from './tools';
import type { Verification } from './verified';

type MemberItem = vscode.QuickPickItem & { uid: string };

function mark(state: Verification): string {
  if (state === 'verified') return vscode.l10n.t('verified');
  return state === 'changed' ? vscode.l10n.t('another device than the one you verified') : '';
}

/** Who stays, all of them to begin with; `undefined` when the person gave up. */
async function askWhoStays(channel: Channel, { verified }: PrivateTools): Promise<readonly MemberItem[] | undefined> {
  const { people, privacy } = channel.view;
  const items = reachable(channel).map<MemberItem>(({ uid, name }) => {
    const person = people.find(other => other.uid === uid);
    const state = person ? mark(verified.stateOf(person, privacy)) : '';
    return { label: plain(name), description: [shortUid(uid), state].filter(Boolean).join(' · '), picked: true, uid };
  });
  if (items.length === 0) return [];
  return vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Renew Key of {0}', plain(channel.name)),
    placeHolder: vscode.l10n.t('Who stays? Those you take out are left behind.'),
    ignoreFocusOut: true,
  });
}

async function confirmed(name: string, staying: number): Promise<boolean> {
  const renew = vscode.l10n.t('Renew');
  const who =
    staying === 0
      ? vscode.l10n.t('Nobody is given the new key.')
      : vscode.l10n.t('{0} of those who are there now are given the new key and asked to move.', staying);
  const rest = vscode.l10n.t(
    'Everybody else, also members who are not there now, needs a new invitation. The old invitation leads to where nobody is. What was said before stays readable to those who had it.',
  );
  const detail = `${who}\n\n${rest}`;
  const message = vscode.l10n.t('Renew the key of {0}?', plain(name));
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, renew)) === renew;
}

/** Gives a private channel a new key, for oneself and the members who stay. @throws AppError as `Channel.renewKey`. */
export async function renewKey(channel: Channel, tools: PrivateTools): Promise<void> {
  const { name } = channel;
  if (channel.view.privacy !== 'private') throw new AppError('input', '{0} is open: it has no key to renew.', [name]);
  if (channel.view.state !== 'online') {
    throw new AppError('offline', '{0} is not connected: renew its key when it is.', [name]);
  }
  const staying = await askWhoStays(channel, tools);
  if (!staying || !(await confirmed(name, staying.length))) return;
  const key = await ChannelKey.random();
  const have = new Set(
    await channel.renewKey(
      key,
      staying.map(({ uid }) => uid),
    ),
  );
  await tools.channels.renew(name, key);
  const missed = staying.filter(({ uid }) => !have.has(uid)).map(({ label }) => label);
  const copy = vscode.l10n.t('Copy Invitation…');
  const text =
    missed.length === 0
      ? vscode.l10n.t('{0} has a new key.', plain(name))
      : vscode.l10n.t('{0} has a new key. It has not reached {1}: invite them.', plain(name), missed.join(', '));
  void vscode.window.showInformationMessage(text, copy).then(async picked => {
    if (picked === copy) await run('liveChannels.copyInvitation', { channel: name });
  });
}
