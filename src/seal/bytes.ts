import { fromBase64, joinBytes, toBase64, type Bytes } from '../base/encoding';

const encoder = new TextEncoder();

/** A text in UTF-8. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** The pieces in one. */
export function joined(...pieces: readonly Uint8Array[]): Bytes {
  return joinBytes(pieces);
}

/** So many bytes of the platform's cryptographic generator. */
export function randomBytes(count: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Bytes in the URL-safe base 64 of RFC 4648 section 5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The bytes of a text in the URL-safe base 64; `undefined` for any text that `toBase64Url` would not have written. */
export function fromBase64Url(text: string): Bytes | undefined {
  if (/[+/=]/.test(text)) return undefined;
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
}
