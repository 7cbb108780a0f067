import * as vscode from 'vscode';
import { fromBase64 } from '../../base/encoding';
import { AppError } from '../../base/errors';
import { imageDraft, MAX_IMAGE } from '../../snippet/drafts';
import { imageHeader } from '../../snippet/imageHeader';
import { shownPath, statOf } from '../editorSource';
import type { Parcel } from './parcel';

/** Ends of names that are looked into for an image; what it is its bytes decide. */
const EXTENSIONS = ['png', 'jpg', 'jpeg', 'gif', 'webp'];

/** Whether a file is an image by its name. SVG is not: it is text, and goes as that. */
export function isImageName(uri: vscode.Uri): boolean {
  const name = uri.path.toLowerCase();
  return EXTENSIONS.some(extension => name.endsWith(`.${extension}`));
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/**
 * An image from anywhere: a file, or what was pasted into the page.
 * @param uri the file it is from, if any, for the guard.
 * @throws AppError `input` when it is no image that is shown, or too large.
 */
export function imageParcel(name: string, bytes: Uint8Array, uri?: vscode.Uri): Parcel {
  imageDraft(name, bytes, '');
  const label = uri ? shownPath(uri) : name;
  return {
    what: name,
    candidates: [{ label, bytes: bytes.length, ...(uri && { uri }) }],
    drafts: comment => [imageDraft(name, bytes, comment)],
  };
}

/** An image file. @throws AppError `input` when it is gone, no image that is shown, or too large. */
export async function imageFileParcel(uri: vscode.Uri): Promise<Parcel> {
  const name = nameOf(uri);
  const stat = await statOf(uri);
  if (!stat) throw new AppError('input', '{0} is not there any more.', [shownPath(uri)]);
  // Not even read when it cannot be sent.
  if (stat.size > MAX_IMAGE) {
    const has = (stat.size / 1024 / 1024).toFixed(1);
    throw new AppError('input', '{0} is {1} MB and an image may have 4 MB: make it smaller first.', [name, has]);
  }
  return imageParcel(name, await vscode.workspace.fs.readFile(uri), uri);
}

/**
 * An image that was pasted into the page: the extension host has no way to read one from the clipboard.
 * @param data the file in base64, as the page hands it over.
 * @throws AppError `input` when it is no image that is shown, or too large.
 */
export function pastedImageParcel(data: string): Parcel {
  const name = vscode.l10n.t('Pasted image');
  const bytes = fromBase64(data);
  if (!bytes) throw new AppError('input', 'What was pasted is no image: copy one and paste it again.');
  const header = imageHeader(bytes);
  return imageParcel(header ? `${name}.${header.mime.slice('image/'.length)}` : name, bytes);
}

/** Asks for an image file; `undefined` when the person gave up. */
export async function chosenImageParcel(): Promise<Parcel | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Send Image'),
    openLabel: vscode.l10n.t('Send'),
    filters: { [vscode.l10n.t('Images')]: EXTENSIONS },
  });
  return chosen?.[0] && imageFileParcel(chosen[0]);
}
