import { deflateSync, inflateSync } from 'node:zlib';
import { chunk, SIGNATURE } from '../../e2e/support/picture';

/**
 * A browser's pictures have millions of colours, of which those of a window use few: with a palette they take a third of
 * the room. The format is that of https://www.w3.org/TR/png-3/.
 */

/** Of a chunk: its length before, its type, and its sum behind. */
const FIELD_BYTES = 4;
const HEADER_BYTES = 13;
const TRUE_COLOUR = 2;
const PALETTE = 3;
const MAX_COLOURS = 256;
const EXACT_COLOURS = 64;
/** Bytes of a pixel. */
const PIXEL = 3;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each, row by row. */
  readonly data: Buffer;
}

function* chunksOf(png: Buffer): Generator<Chunk> {
  for (let at = SIGNATURE.length; at < png.length;) {
    const start = at + 2 * FIELD_BYTES;
    const end = start + png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + FIELD_BYTES, start), data: png.subarray(start, end) };
    at = end + FIELD_BYTES;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map(each => Math.abs(guess - each)) as [number, number, number];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** What a row's filter has taken from each byte, by the number of the filter. */
const FILTERS: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  left => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

/** @throws Error for a picture of another kind than Chromium's: eight bits, no transparency, not interlaced. */
function read(png: Buffer): Pixels {
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.[8] !== 8 || header[9] !== TRUE_COLOUR || header[12] !== 0) throw new Error('This is no screenshot.');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : []))));
  const stride = width * PIXEL;
  const data = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = FILTERS[rows[y * (stride + 1)] ?? 0] ?? paeth;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const before = (distance: number, inSight: boolean) => (inSight ? (data[at - distance] ?? 0) : 0);
      const left = before(PIXEL, x >= PIXEL);
      const up = before(stride, y > 0);
      const corner = before(stride + PIXEL, x >= PIXEL && y > 0);
      data[at] = (rows[y * (stride + 1) + 1 + x] ?? 0) + filter(left, up, corner);
    }
  }
  return { width, height, data };
}

/** The colours as numbers, one for each pixel. */
function coloursOf({ data }: Pixels): number[] {
  return Array.from({ length: data.length / PIXEL }, (_, index) => data.readUIntBE(index * PIXEL, PIXEL));
}

const channels = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255] as const;

const byCount = (a: readonly [number, number], b: readonly [number, number]) => b[1] - a[1];

/** Those of the areas as they are; of all others, those that are used most, one for many that hardly differ. */
function choose(used: ReadonlyMap<number, number>): number[] {
  const sorted = [...used].sort(byCount);
  const exact = sorted.slice(0, EXACT_COLOURS).map(([colour]) => colour);
  const groups = new Map<number, [colour: number, sum: number]>();
  for (const [colour, count] of sorted.slice(EXACT_COLOURS)) {
    const [red, green, blue] = channels(colour);
    const key = ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
    const [first, sum] = groups.get(key) ?? [colour, 0];
    groups.set(key, [first, sum + count]);
  }
  const others = [...groups.values()].sort(byCount).map(([colour]) => colour);
  return [...exact, ...others].slice(0, MAX_COLOURS);
}

function nearest(palette: readonly number[], colour: number): number {
  const [red, green, blue] = channels(colour);
  const distance = (other: number) => {
    const [r, g, b] = channels(other);
    return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
  };
  return palette.reduce((best, other, at) => (distance(other) < distance(palette[best] ?? 0) ? at : best), 0);
}

/** The same picture with a palette. @param png as Chromium writes it. */
export function smallPicture(png: Buffer): Buffer {
  const pixels = read(png);
  const { width, height } = pixels;
  const colours = coloursOf(pixels);
  const used = new Map<number, number>();
  for (const colour of colours) used.set(colour, (used.get(colour) ?? 0) + 1);
  const palette = used.size <= MAX_COLOURS ? [...used.keys()] : choose(used);
  const places = new Map([...used.keys()].map(colour => [colour, nearest(palette, colour)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [index, colour] of colours.entries()) {
    rows[index + Math.floor(index / width) + 1] = places.get(colour) ?? 0;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
