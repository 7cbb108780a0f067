import * as vscode from 'vscode';
import { sentence } from '../../base/sentence';
import type { CommandRegistry } from '../commandRegistry';
import type { JoinedChannels } from '../joinedChannels';
import { asTargetHint } from '../targets';
import type { Following } from './following';
import { pickPerson } from './personPicker';
import type { SilencedPeople } from './silencedPeople';

/** Commands about where others are. */
export function registerFollowCommands(
  registry: CommandRegistry,
  channels: JoinedChannels,
  silenced: SilencedPeople,
  following: Following,
): void {
  const ask = (title: string, given: unknown) =>
    pickPerson(
      channels,
      {
        title,
        suits: person => person.place !== undefined && !silenced.isBlocked(person),
        nobody: sentence('Nobody shows where they are: they can, by the command “Share My Location…”.'),
      },
      asTargetHint(given),
    );

  registry.register('liveChannels.goToPerson', async given => {
    const met = await ask(vscode.l10n.t('Go to Person'), given);
    if (!met?.person.place) return;
    const { goToPlace } = await import('./goToPlace');
    await goToPlace(met.person.place);
  });

  registry.register('liveChannels.followPerson', async given => {
    const met = await ask(vscode.l10n.t('Follow Person'), given);
    if (met) following.start(met.channel, met.person);
  });

  registry.register('liveChannels.stopFollowing', () => following.stop());
}
