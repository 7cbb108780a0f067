import type { Bytes } from '../base/encoding';
import { toBase64Url, utf8 } from './bytes';
import { sha256 } from './crypto';

/** Bytes of a session's name. */
const SESSION_BYTES = 16;

/** The name of the session whose key this is: nobody else can take it, and everybody can check it. */
export async function sessionOf(publicKey: Bytes): Promise<string> {
  const digest = await sha256(utf8(`live-channels 1 session\n${toBase64Url(publicKey)}`));
  return toBase64Url(digest.slice(0, SESSION_BYTES));
}
