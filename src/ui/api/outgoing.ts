import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { fields, integer, text, type Read } from '../../base/readers';
import { LIMITS } from '../../protocol/bodies';
import type { Draft } from '../../protocol/content';
import { readReceivedPath } from '../../snippet/receivedPath';
import { snippetDraft } from '../../snippet/snippet';
import type { Candidate } from '../guard/sendGuard';
import type { OutgoingSnippet } from './liveChannels';

const MAX_LINE = 10_000_000;

const readOutgoing: Read<OutgoingSnippet> = fields<OutgoingSnippet>(
  {
    code: text(LIMITS.text, 1),
    language: text(LIMITS.language),
    path: text(LIMITS.path, 1),
    startLine: integer(1, MAX_LINE),
    comment: text(LIMITS.text),
  },
  'code',
);

/**
 * Checks a piece of code that another program has put together.
 * @throws AppError `input` when it is none, or says a path that leads out of the workspace.
 */
export function asOutgoing(value: unknown): OutgoingSnippet {
  const snippet = readOutgoing(value);
  if (!snippet) {
    throw new AppError(
      'input',
      'This is no snippet: it has code, and if need be language, path, startLine and comment.',
    );
  }
  if (snippet.path !== undefined && !('segments' in readReceivedPath(snippet.path))) {
    throw new AppError('input', '{0} cannot be sent as a path: give the one from the workspace folder, with slashes.', [
      snippet.path,
    ]);
  }
  return snippet;
}

/** The file of the workspace that a path may mean: the guard goes by its name, whether it is there or not. */
export function fileOf(path: string): vscode.Uri | undefined {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder && vscode.Uri.joinPath(folder.uri, path);
}

/** The message for such code, and what the guard looks at. */
export function outgoingDraft(snippet: OutgoingSnippet): { draft: Draft; candidates: Candidate[] } {
  const { path, language, startLine = 1, comment = '' } = snippet;
  const code = snippet.code.replaceAll('\r\n', '\n');
  const lines = code.split('\n');
  const range = {
    startLine,
    startColumn: 1,
    endLine: startLine + lines.length - 1,
    endColumn: (lines.at(-1)?.length ?? 0) + 1,
    code,
  };
  const source = { ...(path !== undefined && { path }), ...(language !== undefined && { language }) };
  const uri = path === undefined ? undefined : fileOf(path);
  const label = path ?? vscode.l10n.t('Code');
  return {
    draft: snippetDraft(source, [range], comment),
    candidates: [{ label, ...(uri && { uri }), text: code, startLine }],
  };
}
