import * as vscode from 'vscode';
import { stateText } from '../stateText';
import { targetLabel, type Target } from '../targets';

/** What a dialog shows without being cut by the edge of the screen. */
const SHOWN = { lines: 25, units: 1_500 } as const;

const SCHEME = 'live-channels-outgoing';

/** What is about to go, exactly as it goes. */
export interface Outgoing {
  /** What it is, on one line: a place, or that it is a message. */
  what: string;
  text: string;
  language?: string;
}

function startOf(text: string): { start: string; more: number } {
  const lines = text.split('\n');
  const few = lines.slice(0, SHOWN.lines).join('\n');
  return few.length > SHOWN.units
    ? { start: few.slice(0, SHOWN.units), more: text.length - SHOWN.units }
    : { start: few, more: text.length - few.length };
}

/** Shows all of it in an editor that cannot be changed, and asks above it. */
async function askBeside({ text, language }: Outgoing, question: string): Promise<boolean> {
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: () => text,
  });
  try {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${Date.now()}/${vscode.l10n.t('To Be Sent')}` });
    const document = await vscode.workspace.openTextDocument(uri);
    if (language !== undefined && (await vscode.languages.getLanguages()).includes(language)) {
      await vscode.languages.setTextDocumentLanguage(document, language);
    }
    await vscode.window.showTextDocument(document, { preview: true });
    const send = vscode.l10n.t('Send');
    const chosen = await vscode.window.showQuickPick([vscode.l10n.t('Do Not Send'), send], {
      title: question,
      placeHolder: vscode.l10n.t('All of it is in the editor'),
      ignoreFocusOut: true,
    });
    return chosen === send;
  } finally {
    provider.dispose();
  }
}

/**
 * Shows what goes where, and asks. It is our own question, asked each time and nowhere to be switched off: VS Code's can be
 * answered for good, for a tool or for all of them. Enter presses the first button and Escape none: neither sends, as the
 * question may come while the person types elsewhere.
 */
export async function mayAgentSend(outgoing: Outgoing, target: Target): Promise<boolean> {
  const where = target.person
    ? targetLabel(target)
    : vscode.l10n.t('everyone in {0} ({1})', targetLabel(target), stateText(target.channel.view));
  const question = vscode.l10n.t('An agent wants to send this to {0}. Send it?', where);
  const { start, more } = startOf(outgoing.text);
  const rest = more > 0 ? `\n… ${vscode.l10n.t('and {0} more characters', more)}` : '';
  const stay = more > 0 ? vscode.l10n.t('Show All') : vscode.l10n.t('Do Not Send');
  // What was not shown cannot be sent from here.
  const buttons = more > 0 ? [stay] : [stay, vscode.l10n.t('Send')];
  const detail = `${outgoing.what}\n\n${start}${rest}`;
  const chosen = await vscode.window.showInformationMessage(question, { modal: true, detail }, ...buttons);
  if (chosen === undefined) return false;
  return more > 0 ? askBeside(outgoing, question) : chosen !== stay;
}
