/** Paths as git writes them in the headers of a patch: git's quote.c. */

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };
const NAMES = new Map(Object.entries(ESCAPES).map(([name, byte]) => [byte, name]));

/** A path in a header: quoted, with its bytes beyond ASCII in octal, where it holds anything that needs it. */
export function quotePath(path: string): string {
  const bytes = new TextEncoder().encode(path);
  const plain = bytes.every(byte => byte >= 0x20 && byte < 0x7f && byte !== 34 && byte !== 92);
  if (plain) return path;
  const quoted = [...bytes].map(byte => {
    const name = NAMES.get(byte);
    if (name !== undefined) return `\\${name}`;
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${quoted.join('')}"`;
}

/** A quoted path, of which the octal escapes are the bytes of UTF-8, and what stands behind its end. */
export function unquote(text: string): { path: string; rest: string } | undefined {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  let at = 1;
  while (at < text.length && text[at] !== '"') {
    const plain = /^[^"\\]+/.exec(text.slice(at))?.[0];
    if (plain !== undefined) {
      for (const byte of encoder.encode(plain)) bytes.push(byte);
      at += plain.length;
      continue;
    }
    const octal = /^\\([0-3][0-7]{2})/.exec(text.slice(at, at + 4))?.[1];
    const byte = octal === undefined ? ESCAPES[text[at + 1] ?? ''] : parseInt(octal, 8);
    if (byte === undefined) return undefined;
    bytes.push(byte);
    at += octal === undefined ? 2 : 4;
  }
  if (at >= text.length) return undefined;
  try {
    const path = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
    return { path, rest: text.slice(at + 1) };
  } catch {
    // A name that is not UTF-8: there is no text that stands for it.
    return undefined;
  }
}

/** The path that a header has, quoted or not; as it stands there where it cannot be read. */
export function unquotePath(header: string): string {
  return (header.startsWith('"') ? unquote(header)?.path : undefined) ?? header;
}
