import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Sentence } from '../../base/sentence';
import type { PersonView } from '../../protocol/panel';
import type { Channel } from '../../session/channel';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import { shortUid, type TargetHint } from '../targets';
import { ambiguous } from './order';
import { placeText, statusIcon, statusText } from './statusText';

/** Somebody, and where one meets them. */
export interface Met {
  readonly channel: Channel;
  readonly person: PersonView;
}

/** What is asked for. */
export interface Wanted {
  readonly title: string;
  /** Who can be chosen. */
  readonly suits: (person: PersonView) => boolean;
  /** The sentence for the case that there is nobody like that. */
  readonly nobody: Sentence;
}

function itemOf({ channel, person }: Met): vscode.QuickPickItem & { met: Met } {
  const { name, uid, status, place } = person;
  const isAmbiguous = ambiguous(channel.view.people).has(person);
  const words = [
    isAmbiguous && uid !== undefined ? shortUid(uid) : undefined,
    status && statusText(status),
    place && placeText(place),
    plain(channel.name),
  ];
  return {
    label: `$(${status ? statusIcon(status) : 'account'}) ${plain(name)}`,
    description: words.filter(word => word !== undefined).join(' · '),
    met: { channel, person },
  };
}

/**
 * Asks for one of the others in the joined channels, unless a hint names one.
 *
 * @returns `undefined`: the person gave up.
 * @throws AppError `input` when the one of the hint is gone or does not suit, and when nobody does.
 */
export async function pickPerson(
  channels: JoinedChannels,
  { title, suits, nobody }: Wanted,
  hint?: TargetHint,
): Promise<Met | undefined> {
  if (hint?.channel !== undefined && hint.uid !== undefined) {
    const channel = channels.get(hint.channel);
    const person = channel?.view.people.find(({ uid, self }) => uid === hint.uid && !self);
    if (!channel || !person) throw new AppError('input', 'This person is no longer in {0}.', [plain(hint.channel)]);
    if (!suits(person)) throw AppError.of('input', nobody);
    return { channel, person };
  }
  const all = channels.all.flatMap(channel =>
    channel.view.people.filter(person => !person.self && suits(person)).map(person => ({ channel, person })),
  );
  if (all.length === 0) throw AppError.of('input', nobody);
  const options = { title, placeHolder: vscode.l10n.t('Whom?'), matchOnDescription: true };
  return (await vscode.window.showQuickPick(all.map(itemOf), options))?.met;
}
