import { t } from './l10n';
import { tenths } from './text';

/** Bytes of an image that can be sent. */
const MAX_IMAGE = 4 * 1024 * 1024;

/** An image in the clipboard that is pasted; `undefined` where there is none, or text that is meant instead. */
export function pastedImage({ clipboardData }: ClipboardEvent): File | undefined {
  if (!clipboardData || clipboardData.types.includes('text/plain')) return undefined;
  return [...clipboardData.files].find(({ type }) => type.startsWith('image/'));
}

/**
 * A file in base64.
 * @throws RangeError with a sentence for the person when it is too large.
 */
export async function asBase64(file: File): Promise<string> {
  if (file.size > MAX_IMAGE) {
    const has = tenths(file.size / 1024 / 1024);
    throw new RangeError(t('This image is {0} MB, and one may have 4 MB: make it smaller first.', has));
  }
  const reader = new FileReader();
  const url = await new Promise<string>((resolve, reject) => {
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(new RangeError(t('This image cannot be read.')));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}
