import * as vscode from 'vscode';
import type { IndentStyle } from '../../snippet/indent';
import type { Position, TextChange } from '../../snippet/lines';

export function positionOf({ line, column }: Position): vscode.Position {
  return new vscode.Position(line, column);
}

export function rangeOf({ start, end }: Pick<TextChange, 'start' | 'end'>): vscode.Range {
  return new vscode.Range(positionOf(start), positionOf(end));
}

/** How a file is indented: as its editor says, where it has one, else as its settings and its own tabs do. */
export function indentStyle(document: vscode.TextDocument): IndentStyle {
  const options = vscode.window.visibleTextEditors.find(editor => editor.document === document)?.options;
  if (typeof options?.tabSize === 'number' && typeof options.insertSpaces === 'boolean') {
    return { spaces: options.insertSpaces, size: options.tabSize };
  }
  const configuration = vscode.workspace.getConfiguration('editor', document);
  const hasTabs = /^\t/m.test(document.getText());
  const hasSpaces = /^ {2}/m.test(document.getText());
  const spaces = hasTabs === hasSpaces ? configuration.get('insertSpaces', true) : hasSpaces;
  return { spaces, size: configuration.get('tabSize', 4) };
}
