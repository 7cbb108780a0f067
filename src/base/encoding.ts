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
