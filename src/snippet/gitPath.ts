/** Paths as git writes them in the headers of a patch: git's quote.c. */

const ESCAPES: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };
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

/** The path that a header has, quoted or not. */
export function unquotePath(header: string): string {
  if (!header.startsWith('"') || !header.endsWith('"') || header.length < 2) return header;
  const bytes: number[] = [];
  for (const [piece, octal, name] of header.slice(1, -1).matchAll(/\\([0-3][0-7]{2})|\\(.)|[^\\]+|\\/gs)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else if (name !== undefined && name in ESCAPES) bytes.push(ESCAPES[name] ?? 0);
    else bytes.push(...new TextEncoder().encode(piece));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
