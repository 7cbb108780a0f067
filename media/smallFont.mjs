// Of a TrueType font only the characters that are used: https://learn.microsoft.com/typography/opentype/spec/otff
// The glyphs keep their numbers, so that no other table has to change: one that is not used has no outline any more.

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;
/** What `head.checkSumAdjustment` makes the sum of a whole font. */
const WHOLE_SUM = 0xb1b0afba;

/** @param {Buffer} font */
function readTables(font) {
  const tables = new Map();
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const at = HEADER_BYTES + index * RECORD_BYTES;
    const from = font.readUInt32BE(at + 8);
    tables.set(font.toString('latin1', at, at + 4), font.subarray(from, from + font.readUInt32BE(at + 12)));
  }
  return tables;
}

/** The number of the glyph of a character, by the table's part of format 4: 16 bits for each character. */
function glyphOf(cmap, code) {
  const count = cmap.readUInt16BE(2);
  const offsets = Array.from({ length: count }, (_, index) => cmap.readUInt32BE(8 + index * 8));
  const part = offsets.map(offset => cmap.subarray(offset)).find(each => each.readUInt16BE(0) === 4);
  if (!part) throw new Error('The font has no characters of 16 bits.');
  const twice = part.readUInt16BE(6);
  const [ends, starts, deltas, ranges] = [14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice];
  for (let at = 0; at < twice; at += 2) {
    const start = part.readUInt16BE(starts + at);
    if (code > part.readUInt16BE(ends + at) || code < start) continue;
    const range = part.readUInt16BE(ranges + at);
    const glyph = range === 0 ? code : part.readUInt16BE(ranges + at + range + (code - start) * 2);
    return (glyph + part.readInt16BE(deltas + at)) & 0xffff;
  }
  throw new Error(`The font has no character ${code.toString(16)}.`);
}

/** The table of characters, of format 12: a group for each. */
function characters(glyphs) {
  const GROUP_BYTES = 12;
  const from = 28;
  const table = Buffer.alloc(from + glyphs.size * GROUP_BYTES);
  // One part, for Windows (3) and all of Unicode (10), which begins behind this record.
  for (const [value, at] of [
    [1, 2],
    [3, 4],
    [10, 6],
    [12, 12],
  ])
    table.writeUInt16BE(value, at);
  for (const [value, at] of [
    [12, 8],
    [table.length - 12, 16],
    [glyphs.size, 24],
  ])
    table.writeUInt32BE(value, at);
  for (const [index, [code, glyph]] of [...glyphs].sort(([a], [b]) => a - b).entries()) {
    [code, code, glyph].forEach((value, place) => table.writeUInt32BE(value, from + index * GROUP_BYTES + place * 4));
  }
  return table;
}

/** The outlines of these glyphs, and where each of all glyphs begins. */
function outlines({ glyf, loca, isLong }, kept) {
  const width = isLong ? 4 : 2;
  const places = Array.from({ length: loca.length / width }, (_, index) =>
    isLong ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2,
  );
  const parts = [];
  const begins = Buffer.alloc(places.length * 4);
  let length = 0;
  for (const [glyph, place] of places.entries()) {
    begins.writeUInt32BE(length, glyph * 4);
    const outline = glyf.subarray(place, places[glyph + 1] ?? place);
    if (!kept.has(glyph) || outline.length === 0) continue;
    // A negative number of contours: it is made of other glyphs.
    if (outline.readInt16BE(0) < 0) throw new Error(`Glyph ${glyph} is made of others, which would be missing.`);
    parts.push(outline, Buffer.alloc(-outline.length & 3));
    length += outline.length + (-outline.length & 3);
  }
  return { glyf: Buffer.concat(parts), loca: begins };
}

function sum(bytes) {
  const whole = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  let result = 0;
  for (let at = 0; at < whole.length; at += 4) result = (result + whole.readUInt32BE(at)) >>> 0;
  return result;
}

function write(version, tables) {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const records = Buffer.alloc(HEADER_BYTES + sorted.length * RECORD_BYTES);
  const power = Math.floor(Math.log2(sorted.length));
  records.writeUInt32BE(version, 0);
  const search = [sorted.length, 16 << power, power, (sorted.length - (1 << power)) * 16];
  search.forEach((value, index) => records.writeUInt16BE(value, 4 + index * 2));
  const bodies = [];
  let at = records.length;
  for (const [index, [name, bytes]] of sorted.entries()) {
    const record = HEADER_BYTES + index * RECORD_BYTES;
    records.write(name, record, 'latin1');
    [sum(bytes), at, bytes.length].forEach((value, place) => records.writeUInt32BE(value, record + 4 + place * 4));
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
    bodies.push(padded);
    at += padded.length;
  }
  const font = Buffer.concat([records, ...bodies]);
  const head = font.readUInt32BE(HEADER_BYTES + sorted.findIndex(([name]) => name === 'head') * RECORD_BYTES + 8);
  font.writeUInt32BE((WHOLE_SUM - sum(font)) >>> 0, head + 8);
  return font;
}

/**
 * @param {Buffer} font a TrueType font whose glyphs are outlines of their own.
 * @param {Iterable<number>} codes the characters to keep, by their numbers in Unicode, at most 0xffff.
 * @returns {Buffer}
 */
export function smallFont(font, codes) {
  const tables = readTables(font);
  const glyphs = new Map([...codes].map(code => [code, glyphOf(tables.get('cmap'), code)]));
  const head = Buffer.from(tables.get('head'));
  const isLong = head.readInt16BE(50) === 1;
  // Places in 32 bits, and no sum while the sum is taken.
  head.writeInt16BE(1, 50);
  head.writeUInt32BE(0, 8);
  // The first glyph stands for what is missing.
  const kept = new Set([0, ...glyphs.values()]);
  const rest = outlines({ glyf: tables.get('glyf'), loca: tables.get('loca'), isLong }, kept);
  // Format 3: no names of glyphs, which nothing asks for.
  const post = Buffer.from(tables.get('post').subarray(0, 32));
  post.writeUInt32BE(0x00030000, 0);
  tables.delete('GSUB');
  for (const [name, bytes] of Object.entries({ ...rest, head, post, cmap: characters(glyphs) }))
    tables.set(name, bytes);
  return write(font.readUInt32BE(0), tables);
}
