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
/** What a palette holds. */
const MAX_COLOURS = 256;
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

/** How far colours are from each other. */
function distance(one: number, other: number): number {
  const [[red, green, blue], [r, g, b]] = [channels(one), channels(other)];
  return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
}

/** One after the other that which is missed most: far from those that are there, and seen much. */
function choose(used: ReadonlyMap<number, number>, most: number): number[] {
  const palette: number[] = [];
  const gaps = new Map([...used.keys()].map(colour => [colour, Infinity]));
  const missed = (colour: number) => (gaps.get(colour) ?? 0) * (used.get(colour) ?? 0);
  let next = [...used].reduce((first, each) => (each[1] > first[1] ? each : first))[0];
  while (palette.length < Math.min(most, used.size)) {
    palette.push(next);
    for (const [colour, gap] of gaps) gaps.set(colour, Math.min(gap, distance(colour, next)));
    next = [...used.keys()].reduce((first, each) => (missed(each) > missed(first) ? each : first));
  }
  return palette;
}

function nearest(palette: readonly number[], colour: number): number {
  const nearer = (best: number, other: number, at: number) =>
    distance(other, colour) < distance(palette[best] ?? 0, colour) ? at : best;
  return palette.reduce(nearer, 0);
}

/** The same picture with a palette. @param png as Chromium writes it. @param most colours in it. */
export function smallPicture(png: Buffer, most = MAX_COLOURS): Buffer {
  const pixels = read(png);
  const { width, height } = pixels;
  const colours = coloursOf(pixels);
  const used = new Map<number, number>();
  for (const colour of colours) used.set(colour, (used.get(colour) ?? 0) + 1);
  const palette = choose(used, most);
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
