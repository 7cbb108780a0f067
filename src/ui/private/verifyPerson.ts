import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { PersonView } from '../../protocol/panel';
import { comparisonCode } from '../../seal/deviceKey';
import type { Channel } from '../../session/channel';
import { plain } from '../plain';
import type { TargetHint } from '../targets';
import type { PrivateTools } from './tools';
import type { Verification } from './verified';

type WithDevice = PersonView & { device: string };
type PersonItem = vscode.QuickPickItem & { person: WithDevice; channel: Channel };

function describe(state: Verification): string {
  if (state === 'verified') return vscode.l10n.t('verified');
  return state === 'changed' ? vscode.l10n.t('another device than the one you verified') : '';
}

/** The others of private channels whose devices are known. */
function candidates({ channels, verified }: PrivateTools, hint: TargetHint | undefined): PersonItem[] {
  const wanted = channels.all.filter(({ name }) => hint?.channel === undefined || name === hint.channel);
  return wanted.flatMap(channel =>
    channel.view.people.flatMap<PersonItem>(person => {
      const { device, self, uid, name } = person;
      if (device === undefined || self || (hint?.uid !== undefined && uid !== hint.uid)) return [];
      const state = describe(verified.stateOf(person, channel.view.privacy));
      const description = state === '' ? plain(channel.name) : `${plain(channel.name)} · ${state}`;
      return [{ label: `$(account) ${plain(name)}`, description, person: { ...person, device }, channel }];
    }),
  );
}

async function choose(tools: PrivateTools, hint: TargetHint | undefined): Promise<PersonItem | undefined> {
  const items = candidates(tools, hint);
  if (items.length === 0) {
    throw new AppError(
      'input',
      'There is nobody to verify: only people in a private channel have a device to compare.',
    );
  }
  if (hint?.uid !== undefined) return items[0];
  const title = vscode.l10n.t('Verify Person');
  return vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Whose device?') });
}

/** Both see the same eight words, whoever begins, unless somebody is between them. */
function asLines(words: readonly string[]): string {
  const half = words.length / 2;
  return `${words.slice(0, half).join(' ')}\n${words.slice(half).join(' ')}`;
}

/** Shows the words that two people compare, and marks the other as verified when they say that they are the same. */
export async function verifyPerson(tools: PrivateTools, hint: TargetHint | undefined): Promise<void> {
  const chosen = await choose(tools, hint);
  const self = chosen?.channel.view.people.find(person => person.self)?.device;
  if (!chosen || self === undefined) return;
  const { device, name } = chosen.person;
  const words = await comparisonCode(self, device);
  const same = vscode.l10n.t('They Are the Same');
  const different = vscode.l10n.t('They Differ');
  const message = vscode.l10n.t('Compare these words with {0}', plain(name));
  const detail = vscode.l10n.t(
    '{0}\n\nCall them, or meet: not in this chat. They run “Verify Person…” for you and have to see the same words.',
    asLines(words),
  );
  const answer = await vscode.window.showInformationMessage(message, { modal: true, detail }, same, different);
  if (answer === same) await tools.verified.add({ device, name });
  if (answer !== different) return;
  await tools.verified.remove(device);
  const warning = vscode.l10n.t(
    'Then this is not the device of the person you talked to: whoever it is may only have their name. Renew the key.',
  );
  void vscode.window.showWarningMessage(warning);
}
