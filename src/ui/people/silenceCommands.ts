import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { sentence, type Sentence } from '../../base/sentence';
import type { PersonView } from '../../protocol/panel';
import type { CommandRegistry } from '../commandRegistry';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import { asTargetHint } from '../targets';
import type { Silence, Silenced } from './blockRules';
import { pickPerson } from './personPicker';
import type { SilencedPeople } from './silencedPeople';

/** A short word in the status bar. Milliseconds. */
const STATUS_SHOWN = 4_000;

interface Choice extends vscode.QuickPickItem {
  readonly entry: Silenced;
}

/** By what somebody can be told again, the surest first. */
function choicesOf(level: Silence, { name, device, session }: PersonView): Choice[] {
  const called = plain(name);
  const choices: Choice[] = [];
  if (device !== undefined) {
    choices.push({
      label: vscode.l10n.t('$(key) {0}, by their device', called),
      detail: vscode.l10n.t('Whatever they call themselves, in private channels: their key is proven there.'),
      entry: { level, name, device },
    });
  }
  if (session !== undefined) {
    choices.push({
      label: vscode.l10n.t('$(account) Only this {0}', called),
      detail: vscode.l10n.t('Until they join anew: reconnecting is no way around it, reloading their window is.'),
      entry: { level, name, session },
    });
  }
  choices.push({
    label: vscode.l10n.t('$(tag) Everybody who is called {0}', called),
    detail: vscode.l10n.t('In every channel. Names are not verified: anyone can take another one.'),
    entry: { level, name },
  });
  return choices;
}

function entryItem(entry: Silenced): Choice {
  const { level, name, device, session } = entry;
  const how = device !== undefined ? vscode.l10n.t('by their device') : vscode.l10n.t('everybody of that name');
  return {
    label: plain(name),
    description: level === 'block' ? vscode.l10n.t('blocked') : vscode.l10n.t('muted'),
    detail: device === undefined && session !== undefined ? vscode.l10n.t('until they join anew') : how,
    entry,
  };
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, STATUS_SHOWN);
}

/** Muting and blocking people, on this machine only: nobody else hears of it. */
export function registerSilenceCommands(
  registry: CommandRegistry,
  channels: JoinedChannels,
  silenced: SilencedPeople,
): void {
  const pick = (title: string, nobody: Sentence, suits: (person: PersonView) => boolean, given: unknown) =>
    pickPerson(channels, { title, suits, nobody }, asTargetHint(given));

  registry.register('liveChannels.mutePerson', async given => {
    const nobody = sentence('There is nobody else with a name here whom you could mute.');
    const isOpen = (person: PersonView) => !silenced.isBlocked(person);
    const met = await pick(vscode.l10n.t('Mute or Unmute Person'), nobody, isOpen, given);
    if (!met) return;
    const { person } = met;
    const { name, device, session } = person;
    if (silenced.of(person) === 'mute') {
      await silenced.clear(person);
      say(vscode.l10n.t('$(bell) {0} is not muted', plain(name)));
      return;
    }
    // The surest there is: to mute is a small thing, which is not asked about.
    const by = device !== undefined ? { device } : session !== undefined ? { session } : {};
    await silenced.add({ level: 'mute', name, ...by });
    say(vscode.l10n.t('$(bell-slash) {0} is muted', plain(name)));
  });

  registry.register('liveChannels.blockPerson', async given => {
    const nobody = sentence('There is nobody else with a name here whom you could block.');
    const isOpen = (person: PersonView) => !silenced.isBlocked(person);
    const met = await pick(vscode.l10n.t('Block Person'), nobody, isOpen, given);
    if (!met) return;
    const title = vscode.l10n.t('Block {0}', plain(met.person.name));
    const placeHolder = vscode.l10n.t('You see nothing of them any more. They are not told.');
    const chosen = await vscode.window.showQuickPick(choicesOf('block', met.person), { title, placeHolder });
    if (!chosen) return;
    await silenced.add(chosen.entry);
    say(vscode.l10n.t('$(circle-slash) {0} is blocked', plain(met.person.name)));
  });

  registry.register('liveChannels.unblockPerson', async given => {
    const hint = asTargetHint(given);
    const channel = hint?.channel === undefined ? undefined : channels.get(hint.channel);
    const person = channel?.view.people.find(({ uid, self }) => uid !== undefined && uid === hint?.uid && !self);
    if (person) {
      await silenced.clear(person);
      say(vscode.l10n.t('$(check) {0} is not blocked', plain(person.name)));
      return;
    }
    const list = silenced.all;
    if (list.length === 0) throw new AppError('input', 'You have blocked or muted nobody on this machine.');
    const title = vscode.l10n.t('Unblock Person');
    const chosen = await vscode.window.showQuickPick(list.map(entryItem), { title, matchOnDescription: true });
    if (!chosen) return;
    await silenced.remove(chosen.entry);
    say(vscode.l10n.t('$(check) {0} is not blocked', plain(chosen.entry.name)));
  });
}
