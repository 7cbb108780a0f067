import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Batch } from '../../../src/relay/batch';

const frame = (text: string): Buffer => Buffer.from(text);

describe('frames that go out together', () => {
  it('are the frame itself when it is one', () => {
    const only = frame('one');
    assert.equal(new Batch(only).bytes, only);
  });

  it('are put together once for all who get the same', () => {
    const [first, second] = [new Batch(frame('a')), frame('b')];
    const [one, other] = [first.and(second), first.and(second)];
    assert.equal(one.bytes, other.bytes);
    assert.equal(one.bytes.toString(), 'ab');
    assert.equal(first.bytes.toString(), 'a');
  });

  it('hold for each receiver what it got, in order, whoever gets what', () => {
    // For each frame, which of four receivers get it.
    const gets = fc.array(fc.tuple(fc.string({ maxLength: 9 }), fc.array(fc.nat(3), { maxLength: 6 })));
    fc.assert(
      fc.property(gets, frames => {
        const batches: (Batch | undefined)[] = [undefined, undefined, undefined, undefined];
        const expected = ['', '', '', ''];
        for (const [text, receivers] of frames) {
          const bytes = frame(text);
          for (const receiver of receivers) {
            batches[receiver] = batches[receiver]?.and(bytes) ?? new Batch(bytes);
            expected[receiver] = (expected[receiver] ?? '') + text;
          }
        }
        assert.deepEqual(
          batches.map(batch => batch?.bytes.toString() ?? ''),
          expected,
        );
        assert.deepEqual(
          batches.map(batch => batch?.length ?? 0),
          expected.map(text => Buffer.byteLength(text)),
        );
      }),
    );
  });
});
