import { toBase64 } from '../base/encoding';

/** Bytes of one's own, not shared with another thread: what WebCrypto takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** A text in UTF-8. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** The pieces in one. */
export function joined(...pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** So many bytes of the platform's cryptographic generator. */
export function randomBytes(count: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Bytes in the URL-safe base 64 of RFC 4648 section 5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The bytes of a text in base 64, padded; `undefined` for any text that `toBase64` would not have written. */
export function fromBase64(text: string): Bytes | undefined {
  // Blanks are no base 64 here, though they are to `atob`.
  if (text.length % 4 !== 0 || /[^A-Za-z0-9+/=]/.test(text)) return undefined;
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  // One text for each bytes: what differs in the unused bits of the last character is another text.
  const last = bytes.subarray(bytes.length - (bytes.length % 3 || 3));
  return text.endsWith(toBase64(last)) ? bytes : undefined;
}

/** The bytes of a text in the URL-safe base 64; `undefined` for any text that `toBase64Url` would not have written. */
export function fromBase64Url(text: string): Bytes | undefined {
  if (/[+/=]/.test(text)) return undefined;
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
}
