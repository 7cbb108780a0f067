/** Bytes of one's own, not shared with another thread: what WebCrypto takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** How many bytes a text takes in UTF-8. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** `bytes` random bytes from the platform's cryptographic generator, in the URL-safe base 64 of RFC 4648, unpadded. */
export function randomId(bytes = 16): string {
  const raw = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...raw))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The pieces in one. */
export function joinBytes(pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A multiple of 3, so that the pieces' base 64 can be put together, and small enough for a call's arguments. */
const STEP = 8190;

/** Bytes in base 64, RFC 4648 section 4, padded. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + STEP)));
  }
  return text;
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

/** The first bytes of a text in base 64, `max` or two more at most; none where it is not base 64. */
export function startOfBase64(text: string, max: number): Uint8Array {
  return fromBase64(text.slice(0, Math.ceil(max / 3) * 4)) ?? new Uint8Array();
}
