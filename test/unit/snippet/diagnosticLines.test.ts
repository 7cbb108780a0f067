import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { linesAround } from '../../../src/snippet/diagnosticLines';

const at = (startLine: number, endLine = startLine) => ({ startLine, endLine });

describe('the lines around diagnostics', () => {
  it('are two before and after, inside the file', () => {
    assert.deepEqual(linesAround([at(10)], 100), [{ first: 8, last: 12 }]);
    assert.deepEqual(linesAround([at(1)], 2), [{ first: 1, last: 2 }]);
  });

  it('are one piece where they touch or overlap, in the order of the file', () => {
    assert.deepEqual(linesAround([at(30), at(10), at(15)], 100), [
      { first: 8, last: 17 },
      { first: 28, last: 32 },
    ]);
    assert.deepEqual(linesAround([at(1, 50), at(3)], 100), [{ first: 1, last: 52 }]);
  });

  it('hold every diagnostic, apart from each other, whatever there is', () => {
    const note = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(5)).map(([start, more]) => at(start, start + more));
    fc.assert(
      fc.property(fc.array(note, { minLength: 1 }), fc.integer({ min: 65, max: 80 }), (notes, count) => {
        const pieces = linesAround(notes, count);
        for (const { startLine, endLine } of notes) {
          assert.equal(pieces.filter(({ first, last }) => first <= startLine && endLine <= last).length, 1);
        }
        for (const [index, { first, last }] of pieces.entries()) {
          assert.ok(1 <= first && first <= last && last <= count);
          const before = pieces[index - 1];
          assert.ok(!before || before.last + 1 < first);
        }
      }),
    );
  });
});
