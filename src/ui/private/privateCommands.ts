import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { CommandRegistry } from '../commandRegistry';
import { asTargetHint } from '../targets';
import type { PrivateTools } from './tools';

/** The form of an invitation that a command's caller may ask for, so as not to be asked. */
function asForm(value: unknown): 'link' | 'text' | undefined {
  return value === 'link' || value === 'text' ? value : undefined;
}

/** Commands about private channels and invitations. What they do is loaded when they are first run. */
export function registerPrivateCommands(registry: CommandRegistry, tools: PrivateTools): void {
  const { channels, targets } = tools;

  registry.register('liveChannels.newPrivateChannel', async () =>
    (await import('./newChannel')).newPrivateChannel(tools),
  );

  registry.register('liveChannels.joinWithPassphrase', async () =>
    (await import('./newChannel')).joinWithPassphrase(tools),
  );

  registry.register('liveChannels.copyInvitation', async (hint, form) => {
    const channel = await targets.pickChannel(vscode.l10n.t('Copy Invitation'), asTargetHint(hint));
    const known = channel && channels.known(channel.name);
    if (known) await (await import('./copyInvitation')).copyInvitation(known, tools, asForm(form));
  });

  registry.register('liveChannels.copyGuestLink', async hint => {
    const channel = await targets.pickChannel(vscode.l10n.t('Copy Guest Link'), asTargetHint(hint));
    const known = channel && channels.known(channel.name);
    if (known) await (await import('./copyGuestLink')).copyGuestLink(known, tools);
  });

  registry.register('liveChannels.renewKey', async hint => {
    const given = asTargetHint(hint);
    const one = channels.all.filter(({ view }) => view.privacy === 'private');
    if (!given && one.length === 0)
      throw new AppError('input', 'You are in no private channel: only those have a key.');
    const only = one.length === 1 && one[0] ? { channel: one[0].name } : undefined;
    const channel = await targets.pickChannel(vscode.l10n.t('Renew Key'), given ?? only);
    if (channel) await (await import('./renewKey')).renewKey(channel, tools);
  });

  registry.register('liveChannels.verifyPerson', async hint =>
    (await import('./verifyPerson')).verifyPerson(tools, asTargetHint(hint)),
  );

  registry.register('liveChannels.forgetChannel', async hint =>
    (await import('./forgetChannel')).forgetChannel(tools, asTargetHint(hint)?.channel),
  );
}
