import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { sentence } from '../../base/sentence';
import { bundleDraft } from '../../snippet/drafts';
import { snippetBody, snippetDraft } from '../../snippet/snippet';
import { fileCode, shownPath, statOf, type Code } from '../editorSource';
import { chooseFiles } from './folder';
import { imageFileParcel, isImageName } from './images';
import type { Parcel } from './parcel';
import { candidatesOf, snippetParcel, withRepository } from './selection';
import { noEditor } from './sender';

/** The file in front, in whatever kind of editor. @throws AppError `input` when there is none. */
export function activeFile(): vscode.Uri {
  const { activeTextEditor, activeNotebookEditor, tabGroups } = vscode.window;
  const input: unknown = tabGroups.activeTabGroup.activeTab?.input;
  // A notebook's editor has editors of its own, one for each cell, and a picture's has none.
  if (activeNotebookEditor && input instanceof vscode.TabInputNotebook) return activeNotebookEditor.notebook.uri;
  if (activeTextEditor) return activeTextEditor.document.uri;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return input.uri;
  throw noEditor();
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const stat = await statOf(uri);
  return stat !== undefined && (stat.type & vscode.FileType.Directory) !== 0;
}

/** One file is a snippet, several are a bundle, and so is what is left of a folder, which `title` names. */
function textParcel(title: string, code: readonly Code[]): Parcel {
  const [only] = code;
  if (only && code.length === 1 && title === '') return snippetParcel(only.source, only.ranges, candidatesOf(only));
  const snippets = code.map(({ source, ranges }) => snippetBody(source, ranges));
  return {
    what: title || vscode.l10n.t('{0} files', code.length),
    candidates: code.flatMap(candidatesOf),
    drafts: comment => [bundleDraft(title, snippets, comment)],
  };
}

/** Reads files one after the other: each opens a document, and a folder may have many. */
async function readAll(uris: readonly vscode.Uri[]): Promise<Code[]> {
  const all: Code[] = [];
  for (const uri of uris) {
    const code = await fileCode(uri);
    // An empty one among many is said as what it is, before anything is asked.
    if (uris.length > 1 && code.ranges.every(range => range.code === '')) {
      throw new AppError('input', '{0} is empty: take it out of the selection.', [
        code.source.path ?? sentence('This file'),
      ]);
    }
    snippetDraft(code.source, code.ranges, '');
    all.push(await withRepository(code));
  }
  return all;
}

function together(parcels: readonly Parcel[], count: number): Parcel {
  return {
    what: vscode.l10n.t('{0} files', count),
    candidates: parcels.flatMap(({ candidates }) => candidates),
    drafts: comment => parcels.flatMap(({ drafts }, index) => drafts(index === 0 ? comment : '')),
  };
}

/** Files one by one: text as a snippet or a bundle, each image as a message of its own. */
async function filesParcel(uris: readonly vscode.Uri[]): Promise<Parcel> {
  const texts = uris.filter(uri => !isImageName(uri));
  const images = await Promise.all(uris.filter(isImageName).map(imageFileParcel));
  const parcels = texts.length === 0 ? images : [textParcel('', await readAll(texts)), ...images];
  const [only] = parcels;
  return only && parcels.length === 1 ? only : together(parcels, uris.length);
}

/**
 * Files and folders, as the Explorer, a tab or a drop hands them over. A folder is listed first, and goes as a bundle.
 * @returns `undefined` when the person gave up.
 * @throws AppError `input` when something cannot be sent.
 */
export async function filesOrFolderParcel(uris: readonly vscode.Uri[]): Promise<Parcel | undefined> {
  const folders = await Promise.all(uris.map(isFolder));
  const [folder] = uris;
  if (!folder || !folders.includes(true)) return filesParcel(uris);
  if (uris.length > 1) throw new AppError('input', 'Send one folder at a time: it is listed before it goes.');
  const chosen = await chooseFiles(folder);
  if (!chosen) return undefined;
  const code = await readAll(chosen.map(({ uri }) => uri));
  return textParcel(shownPath(folder), code);
}
