import { strict as assert } from 'node:assert';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from '../../../src/base/crc32';
import { AppError } from '../../../src/base/errors';
import { asContent, asSent, type Content } from '../../../src/protocol/content';
import { PASSING_LIMITS, type Resent } from '../../../src/protocol/passing';
import { pack, unpack, type Packed } from '../../../src/session/transfer';
import { chat, noise, snippetOf } from '../support/transfer';

const MAX = PASSING_LIMITS.transfer;

/** What a peer could make: any JSON, packed by other means, with sizes and a sum that are right unless changed. */
function packedOf(json: string | Buffer, change: Partial<Packed> = {}): Packed {
  const bytes = new Uint8Array(deflateRawSync(json, { level: 9 }));
  return { id: 'c1', bytes, full: Buffer.byteLength(json), sum: crc32(bytes), ...change };
}

describe('the checksum', () => {
  it('is that of zip', () => {
    assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
    assert.equal(crc32(new Uint8Array()), 0);
  });
});

describe('long content, packed and unpacked', function () {
  this.timeout(20_000);

  const round = async (content: Content) => {
    const packed = await pack(content);
    assert.equal(packed.full, Buffer.byteLength(JSON.stringify(content)));
    assert.deepEqual(await unpack(packed), { content });
    return packed;
  };

  it('is the same again', async () => {
    await round(chat(''));
    await round(chat('\u0000 \ud800 ünïcödé 👩‍👩‍👧 \u2028 "\\" '.repeat(1000)));
    await round(chat('a'.repeat(200_000), { direct: true }));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 500 }), text => round(chat(text)).then(() => true)),
      { numRuns: 50 },
    );
  });

  it('is the same again where only its author’s later version knows it, if it is given once more', async () => {
    const poll = { type: 'poll', text: 'lunch?', id: 'c1', session: 's', seq: 1, at: 1, options: { noodles: 1 } };
    const content = asContent(poll);
    assert.ok(content);
    const resent: Resent = { type: 'resent', session: 't', content: asSent(content), date: 1 };
    assert.deepEqual((await unpack(await pack(resent)))?.content, content);
    await assert.rejects(
      pack(poll as unknown as Content),
      /longer than others take over/,
      'of one’s own it is a mistake',
    );
  });

  it('is smaller for code, and hardly larger for what cannot be packed', async () => {
    const code = await round(snippetOf(1_000_000, length => 'const value = 1;\n'.repeat(length).slice(0, length / 2)));
    assert.ok(code.bytes.length < 50_000);
    const random = await round(snippetOf(1_000_000, noise));
    assert.ok(random.bytes.length > 700_000 && random.bytes.length < 1_001_000);
  });

  it('holds 8 MB and not one byte more', async () => {
    const most = snippetOf(MAX, noise);
    assert.equal((await round(most)).full, MAX);
    await assert.rejects(pack({ ...most, text: 'x' }), (error: unknown) => {
      assert.ok(error instanceof AppError && error.code === 'input');
      assert.equal(error.message, 'This is 8.1 MB and a message holds 8 MB: send a smaller part.');
      return true;
    });
  });

  it('refuses a shape that no peer would take', async () => {
    const at = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    const shapeless: Content = { ...chat(''), type: 'snippet', ranges: [{ ...at, code: '', endLine: 0 }] };
    for (const content of [
      shapeless,
      chat('x', { id: '' }),
      chat('x', { seq: 0 }),
      chat('x', { id: 'x'.repeat(65) }),
    ]) {
      await assert.rejects(pack(content), (error: unknown) => error instanceof AppError && error.code === 'input');
    }
  });
});

describe('packed bytes from a peer', function () {
  this.timeout(20_000);
  const json = JSON.stringify(chat('hello '.repeat(1000)));

  it('are content when everything is right', async () => {
    assert.deepEqual(await unpack(packedOf(json)), { content: JSON.parse(json) as unknown });
  });

  for (const [what, packed] of [
    ['another sum', packedOf(json, { sum: 1 })],
    ['a size that is too small', packedOf(json, { full: Buffer.byteLength(json) - 1 })],
    ['a size that is too large', packedOf(json, { full: Buffer.byteLength(json) + 1 })],
    ['a size beyond the limit', packedOf(json, { full: MAX + 1 })],
    ['a size that is no number', packedOf(json, { full: NaN })],
    ['the id of another content', packedOf(json, { id: 'c2' })],
    ['something that is no content', packedOf('{"type":"chat"}')],
    ['something that is no JSON', packedOf('{"type":')],
    ['text that is no UTF-8', packedOf(Buffer.from([0x22, 0xff, 0x22]))],
    ['nothing in it', packedOf('')],
  ] as const) {
    it(`are nothing with ${what}`, async () => assert.equal(await unpack(packed), undefined));
  }

  it('are nothing when they are cut short, empty or of another packing', async () => {
    const { bytes } = packedOf(json);
    for (const other of [bytes.subarray(0, bytes.length - 5), new Uint8Array(), new Uint8Array(5000).fill(0xff)]) {
      assert.equal(await unpack(packedOf(json, { bytes: other, sum: crc32(other) })), undefined);
    }
  });

  it('cost no more than they say when they are a bomb', async () => {
    const bomb = new Uint8Array(deflateRawSync(Buffer.alloc(300_000_000)));
    const before = process.memoryUsage().rss;
    for (const full of [100, 1_000_000, MAX]) {
      assert.equal(await unpack({ id: 'c1', bytes: bomb, full, sum: crc32(bomb) }), undefined);
    }
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < 150_000_000, `${grown} bytes`);
  });

  it('survive nesting without end', async () => {
    const depth = 3_000_000;
    assert.equal(await unpack(packedOf('['.repeat(depth) + ']'.repeat(depth))), undefined);
  });
});
