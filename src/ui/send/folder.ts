import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { PASSING_LIMITS } from '../../protocol/passing';
import { shownPath, statOf } from '../editorSource';
import { fileConcerns } from '../guard/fileConcerns';
import { plain } from '../plain';
import { leftOutNote } from './parcel';

/** Files of a folder that can go at once. */
const MAX_FILES = 200;
/** Entries of folders that are looked at, so that a huge tree ends soon. */
const MAX_VISITED = 5_000;
/** Bytes of one of them: a larger one is hardly written by hand, and each is looked into. It can be sent by itself. */
const MAX_FILE = 1024 * 1024;
/** Git's own rule: a file is binary when there is a NUL in its first bytes. */
const BINARY_WITHIN = 8_000;

const { fs } = vscode.workspace;

/** A file that could go. */
export interface Listed {
  uri: vscode.Uri;
  /** Inside the folder, with `/`. */
  name: string;
  /** Bytes. */
  size: number;
}

/** What is in a folder: what could go, and what is left out with the reason in few words. */
export interface FolderListing {
  files: Listed[];
  leftOut: { name: string; why: string }[];
  /** There is more than was looked at. */
  cut: boolean;
}

/** Which of these files and folders never go, by their URIs, with the reason in few words. */
async function neverSent(uris: readonly vscode.Uri[]): Promise<ReadonlyMap<string, string>> {
  const concerns = await fileConcerns(uris.map(uri => ({ label: shownPath(uri), uri })));
  return new Map(concerns.map(({ candidate, what }) => [candidate.uri?.toString() ?? '', what]));
}

/** Looks through a folder, its own files first. It follows no symbolic link: that may lead anywhere. */
export async function listFolder(folder: vscode.Uri): Promise<FolderListing> {
  const listing: FolderListing = { files: [], leftOut: [], cut: false };
  const waiting = [{ uri: folder, prefix: '' }];
  let visited = 0;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { uri: parent, prefix } = next;
    const entries = await entriesOf(parent);
    if (!entries) {
      listing.leftOut.push({ name: prefix, why: vscode.l10n.t('cannot be read') });
      continue;
    }
    const uris = entries.map(([name]) => vscode.Uri.joinPath(parent, name));
    const reasons = await neverSent(uris);
    for (const [index, [base, type]] of entries.entries()) {
      const uri = uris[index] ?? parent;
      const name = `${prefix}${base}`;
      if (++visited > MAX_VISITED || listing.files.length >= MAX_FILES) return { ...listing, cut: true };
      const reason = type & vscode.FileType.SymbolicLink ? vscode.l10n.t('a link') : reasons.get(uri.toString());
      if (reason !== undefined) listing.leftOut.push({ name, why: reason });
      else if (type & vscode.FileType.Directory) waiting.push({ uri, prefix: `${name}/` });
      else await addFile(listing, uri, name);
    }
  }
  return listing;
}

/** What is in a folder, in order; `undefined` where this user may not look. */
async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][] | undefined> {
  try {
    return (await fs.readDirectory(folder)).filter(([name]) => name !== '.git').sort();
  } catch {
    return undefined;
  }
}

async function addFile(listing: FolderListing, uri: vscode.Uri, name: string): Promise<void> {
  const size = (await statOf(uri))?.size;
  // Gone meanwhile.
  if (size === undefined) return;
  const why = await whyNot(uri, size);
  if (why === undefined) listing.files.push({ uri, name, size });
  else listing.leftOut.push({ name, why });
}

async function whyNot(uri: vscode.Uri, size: number): Promise<string | undefined> {
  if (size === 0) return vscode.l10n.t('empty');
  if (size > MAX_FILE) return vscode.l10n.t('too large');
  try {
    const start = (await fs.readFile(uri)).subarray(0, BINARY_WITHIN);
    return start.includes(0) ? vscode.l10n.t('binary') : undefined;
  } catch {
    return vscode.l10n.t('cannot be read');
  }
}

/** Bytes as a person reads them. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return vscode.l10n.t('{0} bytes', bytes);
  if (bytes < 1024 * 1024) return vscode.l10n.t('{0} KB', Math.ceil(bytes / 1024));
  return vscode.l10n.t('{0} MB', (bytes / 1024 / 1024).toFixed(1));
}

function leftOutText({ leftOut, cut }: FolderListing): string {
  const note = leftOutNote(leftOut.map(({ name, why }) => `${plain(name)} (${why})`)) ?? '';
  return cut ? `${vscode.l10n.t('There is more in this folder than can go at once.')} ${note}`.trim() : note;
}

/**
 * Shows what would go, all of it chosen, and lets the person take files out.
 * @returns what is to go; `undefined` when they gave up.
 * @throws AppError `input` when there is nothing to send.
 */
export async function chooseFiles(folder: vscode.Uri): Promise<Listed[] | undefined> {
  const listing = await listFolder(folder);
  const why = leftOutText(listing);
  if (listing.files.length === 0) {
    const name = plain(shownPath(folder));
    throw why === ''
      ? new AppError('input', '{0} has no file to send.', [name])
      : new AppError('input', '{0} has no file to send. {1}', [name, why]);
  }
  return askFiles(folder, listing, why);
}

type Item = vscode.QuickPickItem & { file: Listed };

function askFiles(folder: vscode.Uri, { files }: FolderListing, why: string): Promise<Listed[] | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.placeholder = why || vscode.l10n.t('These files will be sent.');
  pick.items = files.map(file => ({ label: plain(file.name), description: sizeText(file.size), file }));
  pick.selectedItems = pick.items;
  const bytes = () => pick.selectedItems.reduce((sum, { file }) => sum + file.size, 0);
  const tooMuch = () => bytes() > PASSING_LIMITS.transfer;
  const describe = () => {
    const [count, size] = [pick.selectedItems.length, sizeText(bytes())];
    pick.title = tooMuch()
      ? vscode.l10n.t('{0} files, {1}: a message holds 8 MB, take some out', count, size)
      : vscode.l10n.t('Send {0}: {1} files, {2}', plain(shownPath(folder)), count, size);
  };
  describe();
  return new Promise(resolve => {
    pick.onDidChangeSelection(describe);
    pick.onDidAccept(() => {
      if (tooMuch() || pick.selectedItems.length === 0) return;
      resolve(pick.selectedItems.map(({ file }) => file));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
