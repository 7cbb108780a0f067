import { strict as assert } from 'node:assert';
import { toBase64 } from '../../../src/base/encoding';
import { AppError } from '../../../src/base/errors';
import { imageFileName } from '../../../src/snippet/imageFile';

const PNG = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 2,
]);

function image(name: string, bytes: Uint8Array) {
  return { name, mime: 'image/jpeg' as const, data: toBase64(bytes) };
}

describe('the name of a received image', () => {
  for (const [name, expected] of [
    ['diagram.png', 'diagram.png'],
    ['diagram.png.ipynb', 'diagram.png.png'],
    ['setup.bat', 'setup.png'],
    ['../../.bashrc', 'image.png'],
    ['no ending', 'no ending.png'],
  ] as const) {
    it(`of “${name}” ends as its bytes say`, () => {
      assert.equal(imageFileName(image(name, PNG)), expected);
    });
  }

  it('is none where the bytes are no image', () => {
    const notebook = new TextEncoder().encode('{"cells": []}');
    assert.throws(() => imageFileName(image('a.png', notebook)), AppError);
  });
});
