import * as vscode from 'vscode';
import { AppError, messageOf } from '../base/errors';
import type { SnippetRange } from '../protocol/bodies';
import { PASSING_LIMITS } from '../protocol/passing';
import type { Source } from '../snippet/snippet';

export interface Code {
  source: Source;
  ranges: SnippetRange[];
}

/** The path inside its workspace folder, with `/`; outside of one the name alone, as an absolute path tells too much. */
export function shownPath(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const root = folder?.uri.path.replace(/\/$/, '');
  if (root !== undefined && uri.path.startsWith(`${root}/`)) return uri.path.slice(root.length + 1);
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function rangeOf(document: vscode.TextDocument, range: vscode.Range): SnippetRange {
  return {
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    code: document.getText(range).replaceAll('\r\n', '\n'),
  };
}

/** A selection that ends at the start of a line does not mean that line, as a person sees it. */
function withoutEmptyLastLine(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  if (range.end.character > 0 || range.isSingleLine) return range;
  return range.with(undefined, document.lineAt(range.end.line - 1).range.end);
}

/** What is selected in an editor: one range for each selection. */
export function selectedCode(editor: vscode.TextEditor): Code {
  const { document } = editor;
  return {
    source: { path: shownPath(document.uri), language: document.languageId },
    ranges: editor.selections.map(range => rangeOf(document, withoutEmptyLastLine(document, range))),
  };
}

/** A whole file as the editor has it, unsaved changes included. @throws AppError `input` when it is no text or too large. */
export async function fileCode(uri: vscode.Uri): Promise<Code> {
  const path = shownPath(uri);
  const document = await openText(uri, path);
  const last = document.lineAt(document.lineCount - 1).range.end;
  return {
    source: { path, language: document.languageId, whole: true },
    ranges: [rangeOf(document, new vscode.Range(0, 0, last.line, last.character))],
  };
}

async function openText(uri: vscode.Uri, path: string): Promise<vscode.TextDocument> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open) return open;
  const stat = await vscode.workspace.fs.stat(uri).then(
    found => found,
    () => undefined,
  );
  if (!stat) throw new AppError('input', `${path} is not there any more.`);
  if (stat.type & vscode.FileType.Directory) throw new AppError('input', `${path} is a folder: choose a file in it.`);
  if (stat.size > PASSING_LIMITS.transfer) {
    const [has, limit] = [stat.size, PASSING_LIMITS.transfer].map(bytes => Math.ceil(bytes / 1024 / 1024));
    throw new AppError('input', `${path} is ${has} MB and a message holds ${limit} MB: send a selection of it.`);
  }
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (thrown) {
    throw new AppError('input', `${path} cannot be sent as text: ${messageOf(thrown)}`, { cause: thrown });
  }
}
