import type { ImageType } from '../protocol/bodies';

/** What the first bytes of an image tell. */
export interface ImageHeader {
  mime: ImageType;
  /** Pixels; absent where the header does not tell. */
  width?: number;
  height?: number;
}

/** Reads numbers at a place; what is behind the end reads as `undefined`. */
class Reader {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  is(at: number, ...wanted: (number | string)[]): boolean {
    const expected = wanted.flatMap(each => (typeof each === 'number' ? each : [...new TextEncoder().encode(each)]));
    return expected.every((byte, index) => this.bytes[at + index] === byte);
  }

  u8(at: number): number | undefined {
    return this.bytes[at];
  }

  u16(at: number, little = false): number | undefined {
    return at + 2 <= this.bytes.length ? this.view.getUint16(at, little) : undefined;
  }

  u24(at: number): number | undefined {
    const [low, high] = [this.u16(at, true), this.u8(at + 2)];
    return low === undefined || high === undefined ? undefined : low + high * 0x10000;
  }

  u32(at: number, little = false): number | undefined {
    return at + 4 <= this.bytes.length ? this.view.getUint32(at, little) : undefined;
  }
}

function header(mime: ImageType, width: number | undefined, height: number | undefined): ImageHeader {
  return { mime, ...(width && height && { width, height }) };
}

/** The start-of-frame segments, T.81 table B.1: C0 to CF without DHT, JPG and DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** T.81 B.1.1: segments with a marker and a length each; the frame's has the size. */
function jpeg(read: Reader): ImageHeader {
  let at = 2;
  while (at < read.bytes.length && read.u8(at) === 0xff) {
    const marker = read.u8(at + 1) ?? 0;
    if (marker === 0xff) {
      at++; // Fill bytes may stand before a marker.
      continue;
    }
    if (isFrame(marker)) return header('image/jpeg', read.u16(at + 7), read.u16(at + 5));
    const length = read.u16(at + 2);
    if (length === undefined || length < 2 || marker === 0xda) break;
    at += 2 + length;
  }
  return { mime: 'image/jpeg' };
}

/** RFC 9649: the first chunk is `VP8 ` (lossy), `VP8L` or `VP8X`, each with its own way to say the size. */
function webp(read: Reader): ImageHeader {
  const mime = 'image/webp';
  if (read.is(12, 'VP8X')) {
    const [width, height] = [read.u24(24), read.u24(27)];
    return header(mime, width === undefined ? 0 : width + 1, height === undefined ? 0 : height + 1);
  }
  if (read.is(12, 'VP8L') && read.is(20, 0x2f)) {
    const bits = read.u32(21, true);
    return bits === undefined ? { mime } : header(mime, (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (read.is(12, 'VP8 ') && read.is(23, 0x9d, 0x01, 0x2a)) {
    return header(mime, (read.u16(26, true) ?? 0) & 0x3fff, (read.u16(28, true) ?? 0) & 0x3fff);
  }
  return { mime };
}

/** What kind of image the bytes are, by their own first bytes and not by a name; `undefined` for anything else. */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const read = new Reader(bytes);
  if (read.is(0, 0x89, 'PNG\r\n', 0x1a, '\n')) {
    return read.is(12, 'IHDR') ? header('image/png', read.u32(16), read.u32(20)) : { mime: 'image/png' };
  }
  if (read.is(0, 0xff, 0xd8, 0xff)) return jpeg(read);
  if (read.is(0, 'GIF87a') || read.is(0, 'GIF89a')) return header('image/gif', read.u16(6, true), read.u16(8, true));
  if (read.is(0, 'RIFF') && read.is(8, 'WEBP')) return webp(read);
  return undefined;
}
