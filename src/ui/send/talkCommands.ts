import * as vscode from 'vscode';
import type { SendGuard } from '../guard/sendGuard';
import type { CommandRegistry } from '../commandRegistry';
import { plain } from '../plain';
import { asTargetHint, shortUid, targetLabel, type Target, type TargetPicker } from '../targets';
import { askText } from '../textInput';
import { SENT_SHOWN } from './sender';

type Guard = Pick<SendGuard, 'reviewTyped'>;

async function sendText(guard: Guard, title: string, target: Target, text?: string): Promise<void> {
  const send = async (typed: string) => {
    await guard.reviewTyped(typed, targetLabel(target));
    target.channel.send({ type: 'chat', text: typed }, target.person?.uid);
  };
  const question = { title, prompt: vscode.l10n.t('Enter to send.'), placeholder: vscode.l10n.t('Message') };
  if (text === undefined) await askText(question, send);
  else await send(text);
}

/** Commands that send a line of text, and what belongs to a person in the list. */
export function registerTalkCommands(registry: CommandRegistry, targets: TargetPicker, guard: Guard): void {
  registry.register('liveChannels.sendMessage', async given => {
    const hint = asTargetHint(given);
    const channel = await targets.pickChannel(vscode.l10n.t('Send Message'), hint);
    if (channel)
      await sendText(guard, vscode.l10n.t('Message to everyone in {0}', channel.name), { channel }, hint?.text);
  });

  registry.register('liveChannels.sendDirectMessage', async given => {
    const hint = asTargetHint(given);
    const target = await targets.pickPerson(vscode.l10n.t('Send Direct Message'), hint);
    if (target) await sendText(guard, vscode.l10n.t('Message to {0}', targetLabel(target)), target, hint?.text);
  });

  registry.register('liveChannels.copyUid', async hint => {
    const target = await targets.pickPerson(vscode.l10n.t('Copy User ID'), asTargetHint(hint));
    if (!target?.person) return;
    await vscode.env.clipboard.writeText(target.person.uid);
    const { name, uid } = target.person;
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('$(check) Copied {0} of {1}', shortUid(uid), plain(name)),
      SENT_SHOWN,
    );
  });
}
