import { inflateRawSync } from 'node:zlib';

/** A file of a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes it takes in the archive. */
  readonly packed: number;
  text(): string;
}

/** The marks of the end, of a file in the directory and of a file itself (APPNOTE.TXT 4.3.16, 4.3.12 and 4.3.7). */
const END = 0x06054b50;
const LISTED = 0x02014b50;
const LISTED_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;

/** What is in a zip archive of less than 4 GB without a comment, as `vsce` writes it. */
export function readZip(archive: Buffer): ZipEntry[] {
  const end = archive.lastIndexOf(Buffer.from(Uint32Array.of(END).buffer));
  if (end < 0) throw new Error('This is no zip archive.');
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== LISTED) throw new Error(`The archive lists no file at ${at}.`);
    const [method, packed] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map(field => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(at + 42);
    const text = () => {
      const from = local + LOCAL_BYTES + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const bytes = archive.subarray(from, from + packed);
      return (method === STORED ? bytes : inflateRawSync(bytes)).toString('utf8');
    };
    entries.push({ name: archive.toString('utf8', at + LISTED_BYTES, at + LISTED_BYTES + name), packed, text });
    at += LISTED_BYTES + name + extra + comment;
  }
  return entries;
}
