import { toBase64 } from '../base/encoding';
import { AppError } from '../base/errors';
import { LIMITS, type BundleBody, type ImageBody, type PatchBody, type SnippetBody } from '../protocol/bodies';
import type { Draft } from '../protocol/content';
import { imageHeader } from './imageHeader';
import { plainText } from './snippet';

/** Bytes of an image that is sent: above that it is to be made smaller, as everybody in the channel gets it. */
export const MAX_IMAGE = 4 * 1024 * 1024;

/** Nothing, or a comment without what stands around it. */
function said(comment: string): { comment?: string } {
  const trimmed = comment.trim();
  return trimmed === '' ? {} : { comment: trimmed };
}

/**
 * Makes the message for changes.
 * @throws AppError `input` when there are none.
 */
export function patchDraft(patch: Omit<PatchBody, 'comment'>, comment: string): Draft {
  if (patch.diff === '') throw new AppError('input', 'There are no changes to send.');
  const body: PatchBody = { ...patch, title: patch.title.slice(-LIMITS.path), ...said(comment) };
  return { type: 'patch', text: plainText({ type: 'patch', ...body }), ...body };
}

/**
 * Makes the message for an image. What kind it is its own bytes tell.
 * @param name a file name without folders.
 * @throws AppError `input` when it is no image that is shown, or too large.
 */
export function imageDraft(name: string, bytes: Uint8Array, comment: string): Draft {
  const header = imageHeader(bytes);
  if (!header) throw new AppError('input', '{0} is no image that can be shown: send a PNG, JPEG, GIF or WebP.', [name]);
  if (bytes.length > MAX_IMAGE) {
    const has = (bytes.length / 1024 / 1024).toFixed(1);
    throw new AppError('input', '{0} is {1} MB and an image may have 4 MB: make it smaller first.', [name, has]);
  }
  const body: ImageBody = { name: name.slice(-LIMITS.path), ...header, data: toBase64(bytes), ...said(comment) };
  return { type: 'image', text: plainText({ type: 'image', ...body }), ...body };
}

/**
 * Makes the message for several files.
 * @param title the folder they are of, or else empty.
 * @throws AppError `input` when there are none, or too many.
 */
export function bundleDraft(title: string, snippets: readonly SnippetBody[], comment: string): Draft {
  if (snippets.length === 0) throw new AppError('input', 'There is no file to send.');
  if (snippets.length > LIMITS.snippets) {
    throw new AppError('input', 'These are {0} files and a message holds {1}.', [snippets.length, LIMITS.snippets]);
  }
  const body: BundleBody = { title: title.slice(-LIMITS.path), snippets: [...snippets], ...said(comment) };
  return { type: 'bundle', text: plainText({ type: 'bundle', ...body }), ...body };
}
