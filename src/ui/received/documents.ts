import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { isRecord } from '../../base/guards';
import { changed } from '../../snippet/lines';
import { codeOf, fileNameOf } from '../../snippet/received';
import { replacement } from '../../snippet/replace';
import { localized } from '../localized';
import { indentStyle } from './edits';
import { fittedFile } from './patchPlan';
import { RECEIVED_SCHEME } from '../contributions';
import { asReceivedHint, type Received, type ReceivedCode } from './received';
import { openText } from './workspaceFiles';

/**
 * What a document shows. `code`: what was sent. `was`: what a suggestion was made for. `put`: the file `mine` with it put
 * in, as that file was at a time (milliseconds since 1970), so that a later look is another document; `file` is the index
 * in a patch.
 */
export type View = { show: 'code' | 'was' } | { show: 'put'; mine: string; at: number; file?: number };

/** All that is needed to make the text is in the URI, so that nothing is kept here and a reopened tab finds it again. */
export function documentUri(received: Received, view: View): vscode.Uri {
  return vscode.Uri.from({
    scheme: RECEIVED_SCHEME,
    path: `/${fileNameOf(received.body)}`,
    query: JSON.stringify({ ...received.hint, ...view }),
  });
}

function asView({ show, mine, at, file }: Record<string, unknown>): View | undefined {
  if (show === 'code' || show === 'was') return { show };
  if (show !== 'put' || typeof mine !== 'string' || typeof at !== 'number') return undefined;
  return { show, mine, at, ...(typeof file === 'number' && { file }) };
}

/** The text of a received document's URI. A sentence takes its place when the message is gone. */
export async function documentText(code: ReceivedCode, uri: vscode.Uri): Promise<string> {
  try {
    const query: unknown = JSON.parse(uri.query);
    const [hint, view] = [asReceivedHint(query), isRecord(query) ? asView(query) : undefined];
    return hint && view ? await textOf(code.find(hint), view) : '';
  } catch (thrown) {
    if (thrown instanceof AppError) return `${localized(thrown)}\n`;
    throw thrown;
  }
}

async function textOf({ body }: Received, view: View): Promise<string> {
  if (view.show === 'put') return putInto(vscode.Uri.parse(view.mine, true), body, view.file ?? 0);
  if (body.type === 'patch') return body.diff;
  if (body.type !== 'snippet') return '';
  if (view.show === 'code') return codeOf(body);
  return body.ranges.map(({ was, code }) => was ?? code).join('\n\n');
}

async function putInto(uri: vscode.Uri, body: Received['body'], file: number): Promise<string> {
  // Anybody can write such a URI: it shows files of the workspace only.
  if (!vscode.workspace.getWorkspaceFolder(uri)) return '';
  const mine = await openText(uri);
  const text = mine.getText();
  if (body.type === 'patch') return changed(text, fittedFile(body, file, text));
  if (body.type !== 'snippet') return '';
  return changed(text, replacement(text, body, indentStyle(mine)).changes);
}

/** Opens a received document, in its language where the sender's is known here. */
export async function openDocument(uri: vscode.Uri, language: string | undefined): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (language === undefined || language === document.languageId) return document;
  const known = await vscode.languages.getLanguages();
  return known.includes(language) ? vscode.languages.setTextDocumentLanguage(document, language) : document;
}
