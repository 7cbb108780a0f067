import { createHash } from 'node:crypto';
import { brotliDecompressSync, gzipSync } from 'node:zlib';

/** A file of the page for guests, as it was built. */
export interface GuestFile {
  /** As the page asks for it: `chat.js`. */
  readonly name: string;
  /** What is in it, as it is or compressed by Brotli at the build. */
  readonly content: { readonly plain: Buffer } | { readonly brotli: Buffer };
}

/** A file as it goes out. */
export interface Served {
  readonly type: string;
  readonly body: Buffer;
  readonly encoding?: 'br' | 'gzip';
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  ttf: 'font/ttf',
  png: 'image/png',
};

/** Packed already: to do it again gains nothing. */
const PACKED = ['image/png'];

/** Characters of the hash: 60 bits. */
const VERSION_LENGTH = 15;

interface Kept {
  readonly type: string;
  readonly plain: Buffer;
  readonly brotli: Buffer | undefined;
  gzip?: Buffer;
}

/** The files of the page for guests, ready to be sent as whoever asks can read them. */
export class GuestFiles {
  /** Names what is in all of them: what was fetched under it never changes. */
  readonly version: string;
  private readonly kept = new Map<string, Kept>();

  constructor(files: readonly GuestFile[]) {
    const hash = createHash('sha256');
    for (const { name, content } of files) {
      const brotli = 'brotli' in content ? content.brotli : undefined;
      const plain = 'plain' in content ? content.plain : brotliDecompressSync(content.brotli);
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
      this.kept.set(name, { type, plain, brotli });
      hash.update(`${name}\n${plain.length}\n`).update(plain);
    }
    this.version = hash.digest('base64url').slice(0, VERSION_LENGTH);
  }

  /**
   * @param accepted the request's `Accept-Encoding`: browsers take Brotli over TLS only.
   * @returns `undefined` where there is no such file.
   */
  get(name: string, accepted = ''): Served | undefined {
    const file = this.kept.get(name);
    if (!file) return undefined;
    const { type, plain, brotli } = file;
    if (PACKED.includes(type)) return { type, body: plain };
    if (brotli && accepts(accepted, 'br')) return { type, body: brotli, encoding: 'br' };
    if (!accepts(accepted, 'gzip')) return { type, body: plain };
    file.gzip ??= gzipSync(plain);
    return { type, body: file.gzip, encoding: 'gzip' };
  }
}

/** Whether an `Accept-Encoding` names an encoding, and does not rule it out. */
function accepts(header: string, encoding: string): boolean {
  return header.split(',').some(one => {
    const [name = '', ...parameters] = one.split(';').map(part => part.trim().toLowerCase());
    return name === encoding && !parameters.some(part => /^q=0(\.0*)?$/.test(part));
  });
}
