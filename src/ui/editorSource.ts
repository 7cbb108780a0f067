import * as vscode from 'vscode';
import { AppError, wordsOf } from '../base/errors';
import { LIMITS, type SnippetRange } from '../protocol/bodies';
import { PASSING_LIMITS } from '../protocol/passing';
import type { Source } from '../snippet/snippet';

export interface Code {
  source: Source;
  ranges: SnippetRange[];
  uri: vscode.Uri;
}

/** The path inside its workspace folder, with `/`; outside of one the name alone, as an absolute path tells too much. */
export function shownPath(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const root = folder?.uri.path.replace(/\/$/, '');
  const inside = root !== undefined && uri.path.startsWith(`${root}/`);
  const path = inside ? uri.path.slice(root.length + 1) : uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return path.slice(-LIMITS.path);
}

/** A piece of a document with its place; lines end with LF whatever the document does. */
export function rangeOf(document: vscode.TextDocument, range: vscode.Range): SnippetRange {
  return {
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    code: document.getText(range).replaceAll('\r\n', '\n'),
  };
}

/** Lines of a document as a whole, from 1, both ends included. */
export function linesOf(document: vscode.TextDocument, first: number, last: number): SnippetRange {
  return rangeOf(document, new vscode.Range(first - 1, 0, last - 1, document.lineAt(last - 1).text.length));
}

/** A selection that ends at the start of a line does not mean that line, as a person sees it. */
function withoutEmptyLastLine(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  if (range.end.character > 0 || range.isSingleLine) return range;
  return range.with(undefined, document.lineAt(range.end.line - 1).range.end);
}

/** A notebook's cell is a document of its own: its file is the notebook's. */
function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  const cells = vscode.workspace.notebookDocuments.flatMap(notebook => notebook.getCells());
  return cells.find(cell => cell.document === document);
}

/** What is selected in an editor: one range for each selection. */
export function selectedCode(editor: vscode.TextEditor): Code {
  const { document } = editor;
  const cell = cellOf(document);
  const uri = cell?.notebook.uri ?? document.uri;
  return {
    source: {
      path: shownPath(uri),
      language: document.languageId.slice(0, LIMITS.language),
      ...(cell && { cell: cell.index + 1 }),
    },
    ranges: editor.selections.map(range => rangeOf(document, withoutEmptyLastLine(document, range))),
    uri,
  };
}

/** A whole file as the editor has it, unsaved changes included. @throws AppError `input` when it is no text or too large. */
export async function fileCode(uri: vscode.Uri): Promise<Code> {
  const path = shownPath(uri);
  const document = await openText(uri, path);
  return {
    source: { path, language: document.languageId.slice(0, LIMITS.language), whole: true },
    ranges: [linesOf(document, 1, document.lineCount)],
    uri,
  };
}

/** The document of a file that is open in this window. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

async function openText(uri: vscode.Uri, path: string): Promise<vscode.TextDocument> {
  const open = openDocument(uri);
  if (open) return open;
  const stat = await statOf(uri);
  if (!stat) throw new AppError('input', '{0} is not there any more.', [path]);
  if (stat.type & vscode.FileType.Directory)
    throw new AppError('input', '{0} is a folder: choose a file in it.', [path]);
  if (stat.size > PASSING_LIMITS.transfer) {
    const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
    const [has, limit] = [megabytes(stat.size), megabytes(PASSING_LIMITS.transfer)];
    throw new AppError('input', '{0} is {1} MB and a message holds {2} MB: send a selection of it.', [
      path,
      has,
      limit,
    ]);
  }
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (thrown) {
    throw new AppError('input', '{0} cannot be sent as text: {1}', [path, wordsOf(thrown)], { cause: thrown });
  }
}

/** What the file system says of a file; `undefined` when there is none. */
export async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
}
