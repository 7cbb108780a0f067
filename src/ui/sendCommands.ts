import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { snippetDraft } from '../snippet/snippet';
import type { CommandRegistry } from './commandRegistry';
import { fileCode, selectedCode, type Code } from './editorSource';
import { plain } from './plain';
import { asTargetHint, shortUid, targetLabel, type Target, type TargetPicker } from './targets';
import { askText, type TextQuestion } from './textInput';

/** A short word in the status bar that something went out. Milliseconds. */
const SENT_SHOWN = 4_000;

function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new AppError('input', 'No editor is open: open a file and select the code to send.');
  return editor;
}

/** The files that the Explorer, a tab or a caller hands to a command: the one clicked, and all that are selected. */
function filesOf(clicked: unknown, selected: unknown): vscode.Uri[] {
  if (Array.isArray(selected) && selected.length > 0) return selected.filter(item => item instanceof vscode.Uri);
  return clicked instanceof vscode.Uri ? [clicked] : [];
}

async function sendCode(code: readonly Code[], target: Target, comment?: string): Promise<void> {
  const what = code.length === 1 ? (code[0]?.source.path ?? '') : vscode.l10n.t('{0} files', code.length);
  const send = (text: string) => {
    code.forEach(({ source, ranges }, index) => {
      target.channel.send(snippetDraft(source, ranges, index === 0 ? text : ''), target.person?.uid);
    });
  };
  const question = {
    title: vscode.l10n.t('Send {0} to {1}', what, targetLabel(target)),
    prompt: vscode.l10n.t('Enter to send, with a comment if you like.'),
    placeholder: vscode.l10n.t('Comment (optional)'),
    optional: true,
  };
  if (await askUnlessGiven(comment, question, send)) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Sent to {0}', targetLabel(target)), SENT_SHOWN);
  }
}

async function sendText(title: string, target: Target, text?: string): Promise<void> {
  const question = { title, prompt: vscode.l10n.t('Enter to send.'), placeholder: vscode.l10n.t('Message') };
  await askUnlessGiven(text, question, typed => target.channel.send({ type: 'chat', text: typed }, target.person?.uid));
}

function askUnlessGiven(
  given: string | undefined,
  question: TextQuestion,
  accept: (text: string) => void,
): Promise<boolean> {
  if (given === undefined) return askText(question, accept);
  accept(given);
  return Promise.resolve(true);
}

/** Commands that send: a selection, files, a line of text, to a channel or to one person. */
export function registerSendCommands(registry: CommandRegistry, targets: TargetPicker): void {
  registry.register('liveChannels.sendSelection', async given => {
    const code = selectedCode(activeEditor());
    // What cannot be sent is said before anything is asked.
    snippetDraft(code.source, code.ranges, '');
    const hint = asTargetHint(given);
    const target = await targets.pick(vscode.l10n.t('Send Selection'), hint);
    if (target) await sendCode([code], target, hint?.text);
  });

  registry.register('liveChannels.sendFile', async (clicked, selected) => {
    const given = filesOf(clicked, selected);
    const files = given.length > 0 ? given : [activeEditor().document.uri];
    const code = await Promise.all(files.map(fileCode));
    for (const { source, ranges } of code) snippetDraft(source, ranges, '');
    const hint = asTargetHint(clicked);
    const target = await targets.pick(vscode.l10n.t('Send File'), hint);
    if (target) await sendCode(code, target, hint?.text);
  });

  registry.register('liveChannels.sendMessage', async given => {
    const hint = asTargetHint(given);
    const channel = await targets.pickChannel(vscode.l10n.t('Send Message'), hint);
    if (channel) await sendText(vscode.l10n.t('Message to everyone in {0}', channel.name), { channel }, hint?.text);
  });

  registry.register('liveChannels.sendDirectMessage', async given => {
    const hint = asTargetHint(given);
    const target = await targets.pickPerson(vscode.l10n.t('Send Direct Message'), hint);
    if (target) await sendText(vscode.l10n.t('Message to {0}', targetLabel(target)), target, hint?.text);
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
