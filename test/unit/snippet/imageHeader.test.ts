import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { imageHeader } from '../../../src/snippet/imageHeader';

/** The smallest images of each kind, as common encoders write them. */
const SAMPLES = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAC0lEQVR42mNgQAcAABIAAeRVjecAAAAASUVORK5CYII=',
  gif: 'R0lGODlhAwACAIAAAAAAAP///yH5BAAAAAAALAAAAAADAAIAAAIDRAgFADs=',
};

const bytes = (...parts: (number[] | string)[]) =>
  Uint8Array.from(parts.flatMap(part => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));

const riff = (chunk: string, ...rest: number[]) => bytes('RIFF', [0, 0, 0, 0], 'WEBP', chunk, [0, 0, 0, 0], rest);

describe('the header of an image', () => {
  it('tells the kind and size of a PNG and a GIF', () => {
    assert.deepEqual(imageHeader(Buffer.from(SAMPLES.png, 'base64')), { mime: 'image/png', width: 3, height: 2 });
    assert.deepEqual(imageHeader(Buffer.from(SAMPLES.gif, 'base64')), { mime: 'image/gif', width: 3, height: 2 });
  });

  it('finds the size of a JPEG behind its other segments and fill bytes', () => {
    const app0 = [0xff, 0xe0, 0, 4, 1, 2];
    const tables = [0xff, 0xc4, 0, 3, 0];
    const frame = [0xff, 0xff, 0xc2, 0, 17, 8, 0, 2, 0, 3, 3];
    assert.deepEqual(imageHeader(bytes([0xff, 0xd8], app0, tables, frame)), {
      mime: 'image/jpeg',
      width: 3,
      height: 2,
    });
    assert.deepEqual(imageHeader(bytes([0xff, 0xd8], app0, [0xff, 0xda, 0, 2])), { mime: 'image/jpeg' });
  });

  it('reads all three kinds of WebP', () => {
    const wanted = { mime: 'image/webp', width: 300, height: 2 };
    assert.deepEqual(imageHeader(riff('VP8X', 0, 0, 0, 0, 0x2b, 1, 0, 1, 0, 0)), wanted);
    assert.deepEqual(imageHeader(riff('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 0x2c, 1, 2, 0)), wanted);
    // 14 bits each, less one: 299 and 1.
    const bits = 299 | (1 << 14);
    assert.deepEqual(imageHeader(riff('VP8L', 0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, 0)), wanted);
  });

  it('goes by the bytes: no SVG, no text, no page', () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF', '<!doctype html>', '', 'RIFFxxxxWAVE']) {
      assert.equal(imageHeader(Buffer.from(text)), undefined, text);
    }
  });

  it('says nothing wrong of a size it cannot read, and reads anything without an error', () => {
    const starts = [
      [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52],
      [0xff, 0xd8, 0xff],
      [...Buffer.from('GIF89a')],
      [...Buffer.from('RIFF0000WEBPVP8X')],
      [...Buffer.from('RIFF0000WEBPVP8L')],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 40 }), (start, rest) => {
        // A view into a larger buffer, as a file's bytes may be.
        const read = imageHeader(Uint8Array.from([9, 9, ...start, ...rest]).subarray(2));
        assert.ok(read);
        assert.equal(read.width === undefined, read.height === undefined);
        assert.ok(read.width === undefined || read.width > 0);
      }),
    );
  });
});
