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

/** The first bytes of a text in base64, `max` at most; none where it is not base64. */
export function startOfBase64(text: string, max: number): Uint8Array {
  let binary: string;
  try {
    binary = atob(text.slice(0, Math.ceil(max / 3) * 4));
  } catch {
    return new Uint8Array();
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
