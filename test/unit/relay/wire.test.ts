import assert from 'node:assert/strict';
import { encodeFrame } from '../../../src/relay/wire';

/** The header that RFC 6455, section 5.2, asks for, written another way. */
function header(length: number): number[] {
  if (length < 126) return [0x81, length];
  if (length < 65_536) return [0x81, 126, length >> 8, length & 255];
  return [0x81, 127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
}

describe('a frame that is built once', () => {
  for (const length of [0, 1, 125, 126, 65_535, 65_536, 300_000]) {
    it(`of ${length} bytes has the header for them, and the text as UTF-8`, () => {
      const text = 'ü'.repeat(length >> 1) + 'x'.repeat(length & 1);
      assert.deepEqual(encodeFrame(text), Buffer.concat([Buffer.from(header(length)), Buffer.from(text)]));
    });
  }
});
