import * as vscode from 'vscode';
import { LIMITS } from '../../protocol/bodies';
import { MAX_SELECTIONS, type Place, type Selection } from '../../protocol/presence';

/** Places in the editor, as they are told and as they are understood. */

/**
 * The path that others are told: in its workspace folder, with `/`; `undefined` for what is in none, or is no file of
 * one, and for paths too long to tell.
 */
export function pathOf(uri: vscode.Uri): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const root = folder?.path.replace(/\/$/, '');
  if (root === undefined || folder?.scheme !== uri.scheme || !uri.path.startsWith(`${root}/`)) return undefined;
  const path = uri.path.slice(root.length + 1);
  return path.length <= LIMITS.path ? path : undefined;
}

/** Where the person is in an editor; `undefined` where that is not told. */
export function placeIn({ document, visibleRanges, selections }: vscode.TextEditor): Place | undefined {
  const path = pathOf(document.uri);
  if (path === undefined) return undefined;
  const cursor = selections[0]?.active.line ?? 0;
  return {
    path,
    top: (visibleRanges[0]?.start.line ?? cursor) + 1,
    bottom: (visibleRanges.at(-1)?.end.line ?? cursor) + 1,
    selections: selections.slice(0, MAX_SELECTIONS).map(selectionOf),
  };
}

function selectionOf(selection: vscode.Selection): Selection {
  const { start, end, isReversed, isEmpty } = selection;
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    ...(isReversed && !isEmpty && { reversed: true }),
  };
}

/** The selection in a document, as far as the document has it: another's file may be longer. */
export function rangeIn(document: vscode.TextDocument, selection: Selection): vscode.Range {
  const { startLine, startColumn, endLine, endColumn } = selection;
  return document.validateRange(new vscode.Range(startLine - 1, startColumn - 1, endLine - 1, endColumn - 1));
}
