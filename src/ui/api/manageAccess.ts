import * as vscode from 'vscode';
import { plain } from '../plain';
import { extensionName, type Access, type Answer } from './access';

function wordsOf(answer: Answer | undefined): string {
  if (answer === undefined) return vscode.l10n.t('not answered yet');
  return answer === 'allowed' ? vscode.l10n.t('may use your channels') : vscode.l10n.t('may not use your channels');
}

/** Shows which extensions may use the channels, and takes another answer for one of them. It holds at once. */
export async function manageAccess(access: Access): Promise<void> {
  const { ids } = access;
  const title = vscode.l10n.t('Manage Access of Extensions');
  if (ids.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No extension has asked for your channels yet.'));
    return;
  }
  const items = ids.map(id => ({
    label: plain(extensionName(id)),
    description: wordsOf(access.answer(id)),
    detail: id,
    id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Which extension?') });
  if (!picked) return;
  const answers = [
    { label: vscode.l10n.t('Allow'), answer: 'allowed' as const },
    { label: vscode.l10n.t('Deny'), answer: 'denied' as const },
    { label: vscode.l10n.t('Ask again'), answer: undefined },
  ];
  const now = access.answer(picked.id);
  const chosen = await vscode.window.showQuickPick(
    answers.filter(({ answer }) => answer !== now),
    { title: `${picked.label}: ${picked.description}` },
  );
  if (chosen) await access.set(picked.id, chosen.answer);
}
