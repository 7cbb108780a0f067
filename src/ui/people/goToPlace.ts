import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Place } from '../../protocol/presence';
import { plain } from '../plain';
import { openText, WorkspaceFiles } from '../received/workspaceFiles';
import { rangeIn } from './placeOf';

/**
 * Opens where somebody is, at the person's own command. Reached by `import()` only.
 *
 * @throws AppError `input` when this workspace does not have the file, or it is no text.
 */
export async function goToPlace({ path, top, selections: [selection] }: Place): Promise<void> {
  const { uri, exists } = await new WorkspaceFiles().find(path);
  if (!exists) throw new AppError('input', '{0} is not in this workspace.', [plain(path)]);
  const document = await openText(uri);
  const first = document.validatePosition(new vscode.Position(top - 1, 0));
  const range = selection ? rangeIn(document, selection) : new vscode.Range(first, first);
  await vscode.window.showTextDocument(document, { selection: range });
}
