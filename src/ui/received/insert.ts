import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { fitIndent, type IndentStyle } from '../../snippet/indent';
import { indentStyle } from './edits';
import { RECEIVED_SCHEME } from '../contributions';
import type { Code } from './received';

/** All pieces as one text that follows what stands before the cursor. */
function fitted({ ranges }: Code, lead: string, style: IndentStyle): string {
  const pieces = ranges.map(({ code, startColumn }) => fitIndent(code, startColumn, lead, style));
  return pieces.join(`\n\n${lead}`);
}

/** Puts code in the place of every selection of the active editor, in one step to undo. */
export async function insertCode(body: Code): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new AppError('input', 'No editor is open: open the file to insert the code into.');
  const { document, selections } = editor;
  // VS Code lets extensions write into what it shows as read-only.
  const { scheme } = document.uri;
  if (scheme === RECEIVED_SCHEME || vscode.workspace.fs.isWritableFileSystem(scheme) === false) {
    throw new AppError('input', 'The active editor is read-only: click into the file to insert the code into.');
  }
  const style = indentStyle(document);
  const done = await editor.edit(
    edit => {
      for (const selection of selections) {
        const { character } = selection.start;
        const { text } = document.lineAt(selection.start.line);
        // Who selects a line from its very start means the code on it: its indentation stays.
        const lead = /^[ \t]*/.exec(selection.isEmpty ? text.slice(0, character) : text)?.[0] ?? '';
        edit.replace(selection, lead.slice(character) + fitted(body, lead, style));
      }
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  if (!done) throw new AppError('input', 'This editor cannot be changed: click into another one first.');
  editor.revealRange(editor.selection);
}
