import * as vscode from 'vscode';
import { AppError } from '../../src/base/errors';
import { bytesOf } from './files';
import { workspaceFile } from './support';

/** Whether something was refused with such a sentence. */
export function refused(message: RegExp) {
  return (thrown: unknown) => thrown instanceof AppError && thrown.code === 'input' && message.test(thrown.message);
}

/** Writes a file of the workspace that a test wants and gives its URI. */
export async function write(path: string, content: Uint8Array | string): Promise<vscode.Uri> {
  const uri = workspaceFile(path);
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? bytesOf(content) : content);
  return uri;
}

/** Opens a file of the workspace in an editor. */
export async function open(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(workspaceFile(path)));
}

/** Presses Enter in whatever asks, until what asks is done: each question gets what it offers first. */
export async function pressEnter<T>(pending: Thenable<T>): Promise<T> {
  const state = { done: false };
  const finish = () => (state.done = true);
  pending.then(finish, finish);
  while (!state.done) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  return pending;
}
