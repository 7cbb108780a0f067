import * as vscode from 'vscode';
import type { Sentence } from '../base/sentence';

/** A sentence, or what an error says, in the language that VS Code shows. */
export function localized({ template, args }: Sentence): string {
  return vscode.l10n.t(template, ...args.map(word => (typeof word === 'object' ? localized(word) : word)));
}
