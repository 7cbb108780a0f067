import { AppError } from '../base/errors';
import { startOfBase64 } from '../base/encoding';
import type { ImageBody } from '../protocol/bodies';
import { imageHeader } from './imageHeader';
import { harmlessName } from './receivedPath';

/** Bytes of an image in which its header stands. */
const HEADER = 64 * 1024;

/**
 * The name that a received image is opened and saved under: the ending says what its bytes are and not what its sender
 * says, as it decides which program opens it.
 *
 * @throws AppError `input` when the bytes are no image.
 */
export function imageFileName({ name, data }: ImageBody): string {
  const header = imageHeader(startOfBase64(data, HEADER));
  if (!header)
    throw new AppError('input', '{0} is no image: it is neither opened nor saved.', [harmlessName(name, 'image')]);
  const stem = harmlessName(name, 'image').replace(/\.[^.]*$/, '');
  return `${stem === '' ? 'image' : stem}.${header.mime.slice('image/'.length)}`;
}
