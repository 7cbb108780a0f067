import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Extents } from '../../media/chat/virtualExtents';
import { merged, nextSpan } from '../../media/chat/virtualWindow';
import type { Span } from '../../media/chat/virtualWindow';

const heights = fc.array(fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.constant(NaN)), {
  minLength: 1,
  maxLength: 300,
});

function extentsOf(all: readonly number[]): Extents {
  const extents = new Extents();
  extents.splice(0, 0, all);
  extents.learn();
  return extents;
}

describe('which rows are in the document', () => {
  it('finds the row at each offset that is the sum of those above it', () => {
    fc.assert(
      fc.property(heights, fc.nat({ max: 299 }), (all, at) => {
        const extents = extentsOf(all);
        const index = at % all.length;
        const top = extents.between(0, index);
        assert.equal(extents.at(top + 0.25), index);
        assert.equal(extents.at(-1), 0);
        assert.equal(extents.at(Infinity), all.length - 1);
      }),
    );
  });

  it('keeps what is known of rows in the order in which they are, whatever is put between them', () => {
    const splices = fc.array(fc.record({ at: fc.nat(), gone: fc.nat({ max: 5 }), added: heights }), { maxLength: 10 });
    fc.assert(
      fc.property(heights, splices, (all, changes) => {
        const extents = extentsOf(all);
        const model = [...all];
        for (const { at, gone, added } of changes) {
          const place = at % (model.length + 1);
          extents.splice(place, Math.min(gone, model.length - place), added);
          model.splice(place, gone, ...added);
        }
        assert.equal(extents.count, model.length);
        model.forEach((one, index) => assert.ok(Object.is(extents.get(index), one)));
      }),
    );
  });

  it('covers what is in sight wherever one scrolls to, and never grows without bound', () => {
    const moves = fc.array(fc.record({ part: fc.double({ min: 0, max: 1, noNaN: true }), following: fc.boolean() }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(heights, moves, fc.integer({ min: 50, max: 2_000 }), (all, steps, height) => {
        const extents = extentsOf(all);
        const total = extents.between(0, all.length);
        let span: Span = { from: 0, to: 0 };
        for (const { part, following } of steps) {
          const top = following ? Math.max(0, total - height) : part * Math.max(0, total - height);
          span = nextSpan(span, { top, bottom: top + height, following }, extents);
          assert.ok(extents.between(0, span.from) <= top + 0.001, 'nothing is missing above');
          assert.ok(extents.between(0, span.to) >= Math.min(total, top + height) - 0.001, 'nor below');
          if (following) assert.equal(span.to, all.length);
          // The row at either end may be of any height.
          const [first, last] = [extents.between(span.from, span.from + 1), extents.between(span.to - 1, span.to)];
          assert.ok(extents.between(span.from, span.to) - first - last <= height + 2 * 3_200);
        }
      }),
    );
  });

  it('stays as it is while one scrolls a little, and grows by what comes at the end', () => {
    const extents = extentsOf(Array.from({ length: 1_000 }, () => 40));
    const at = (top: number, following = false) => ({ top, bottom: top + 600, following });
    const span = nextSpan({ from: 0, to: 0 }, at(20_000), extents);
    for (const top of [20_100, 19_500, 20_500]) assert.equal(nextSpan(span, at(top), extents), span);
    assert.notEqual(nextSpan(span, at(21_000), extents), span);
    const end = nextSpan(span, at(39_400, true), extents);
    extents.splice(1_000, 0, [40]);
    assert.deepEqual(nextSpan(end, at(39_440, true), extents), { from: end.from, to: 1_001 });
  });

  it('has no overlaps, and all that was wanted', () => {
    const spans = fc.array(
      fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 9 })).map(([from, count]) => ({ from, to: from + count })),
    );
    const rowsOf = (all: readonly Span[]) =>
      all.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at));
    fc.assert(
      fc.property(spans, all => {
        const rows = rowsOf(merged(all));
        assert.deepEqual(
          rows,
          [...new Set(rowsOf(all))].sort((a, b) => a - b),
        );
        merged(all).forEach(({ from, to }, at, list) => {
          assert.ok(from < to && (at === 0 || (list[at - 1]?.to ?? 0) < from));
        });
      }),
    );
  });
});
