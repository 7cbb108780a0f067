import type { Bytes } from '../base/encoding';
import { isRecord } from '../base/guards';
import { utf8 } from './bytes';

/** What a frame says: a message, and the session that it is said to; to everyone without it. */
export interface Body {
  to?: string;
  m: unknown;
}

/** As it stands in a frame: JSON in UTF-8. */
export function writeBody(message: unknown, to: string | undefined): Bytes {
  return utf8(JSON.stringify({ ...(to !== undefined && { to }), m: message ?? null }));
}

/** The reverse; `undefined` for whatever is none. */
export function readBody(bytes: Bytes): Body | undefined {
  try {
    const said: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    if (!isRecord(said) || !('m' in said)) return undefined;
    const { to, m } = said;
    if (to === undefined) return { m };
    return typeof to === 'string' ? { to, m } : undefined;
  } catch {
    return undefined;
  }
}
