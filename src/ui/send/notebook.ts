import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { isRecord } from '../../base/guards';
import { LIMITS } from '../../protocol/bodies';
import { stripAnsi } from '../../snippet/ansi';
import { linesOf, shownPath } from '../editorSource';
import type { Parcel } from './parcel';
import { candidatesOf, snippetParcel, withRepository } from './selection';

/** Characters of a cell's output; the end of a longer one is left out. */
const MAX_OUTPUT = 20_000;

/** What a cell's output can be as text: the first that an output has. */
const TEXT_TYPES = [
  'application/vnd.code.notebook.stdout',
  'application/vnd.code.notebook.stderr',
  'application/vnd.code.notebook.error',
  'text/plain',
];

/** An error is JSON with a name, a message and a stack; the stack starts with the other two, where there is one. */
function errorText(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    if (!isRecord(value)) return json;
    const { name, message, stack } = value;
    return typeof stack === 'string' && stack !== '' ? stack : [name, message].filter(Boolean).map(String).join(': ');
  } catch {
    return json;
  }
}

function textOf({ items }: vscode.NotebookCellOutput): string {
  const item = TEXT_TYPES.flatMap(type => items.find(({ mime }) => mime === type) ?? [])[0];
  if (!item) return '';
  const text = new TextDecoder().decode(item.data);
  return stripAnsi(item.mime.endsWith('.error') ? errorText(text) : text);
}

/** What a cell printed, as text; empty for pictures and the like. */
export function outputText(outputs: readonly vscode.NotebookCellOutput[]): string {
  const text = outputs
    .map(textOf)
    .filter(each => each !== '')
    .map(each => each.replace(/\n+$/, ''))
    .join('\n');
  return text.length > MAX_OUTPUT ? `${text.slice(0, MAX_OUTPUT)}\n…` : text;
}

/** A notebook's cell with what it printed. @throws AppError `input` when it is empty. */
export async function cellParcel(cell: vscode.NotebookCell): Promise<Parcel> {
  const { document, notebook, index } = cell;
  if (document.getText() === '') throw new AppError('input', 'Cell {0} is empty.', [index + 1]);
  const output = outputText(cell.outputs);
  const source = {
    path: shownPath(notebook.uri),
    language: document.languageId.slice(0, LIMITS.language),
    cell: index + 1,
    ...(output !== '' && { output }),
  };
  const code = await withRepository({ source, ranges: [linesOf(document, 1, document.lineCount)], uri: notebook.uri });
  const candidates = candidatesOf(code);
  if (output !== '') {
    candidates.push({ label: vscode.l10n.t('Output of cell {0}', index + 1), uri: notebook.uri, text: output });
  }
  return snippetParcel(code.source, code.ranges, candidates);
}

/** The cell that a menu hands over, else the one selected. @throws AppError `input` when there is none. */
export function chosenCell(given: unknown): vscode.NotebookCell {
  const editor = vscode.window.activeNotebookEditor;
  if (isRecord(given) && isRecord(given['notebook']) && typeof given['index'] === 'number') {
    return given as unknown as vscode.NotebookCell;
  }
  if (!editor) throw new AppError('input', 'No notebook is open: open one and select the cell to send.');
  const [selection] = editor.selections;
  if (!selection || selection.isEmpty) throw new AppError('input', 'No cell is selected: select the cell to send.');
  return editor.notebook.cellAt(selection.start);
}
