import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Place } from '../../../../src/protocol/presence';
import { ScrollWatch, topLine } from '../../../../src/ui/people/scrollWatch';

const line = fc.integer({ min: 0, max: 5_000 });

/** The lines that smooth scrolling passes on its way. */
function way(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, n) => Math.round(from + ((to - from) * (n + 1)) / steps));
}

describe('whose scroll it is', () => {
  it('is not the person’s when the editor comes to where it was sent, in one step or in many', () => {
    fc.assert(
      fc.property(
        line,
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        (start, goals, steps) => {
          const watch = new ScrollWatch();
          let at = start;
          for (const goal of goals) {
            watch.asked(goal, at);
            for (const passed of way(at, goal, steps)) assert.equal(watch.isOwn(passed), false, `${passed}`);
            at = goal;
          }
        },
      ),
    );
  });

  it('is not the person’s when the editor answers late, after it was sent on', () => {
    fc.assert(
      fc.property(line, fc.array(line, { minLength: 1, maxLength: 8 }), (start, goals) => {
        const watch = new ScrollWatch();
        let at = start;
        for (const goal of goals) {
          watch.asked(goal, at);
          at = goal;
        }
        for (const goal of goals) assert.equal(watch.isOwn(goal), false, `${goal}`);
      }),
    );
  });

  it('is the person’s when the editor goes away from where it was sent', () => {
    fc.assert(
      fc.property(line, line, fc.integer({ min: 2, max: 500 }), fc.boolean(), (from, to, distance, up) => {
        const watch = new ScrollWatch();
        watch.asked(to, from);
        watch.isOwn(to);
        const there = up ? to - distance : to + distance;
        assert.equal(watch.isOwn(there), true);
      }),
    );
  });

  it('is the person’s when they scroll back to where they were before', () => {
    const watch = new ScrollWatch();
    watch.asked(100, 0);
    assert.equal(watch.isOwn(100), false);
    watch.asked(300, 100);
    assert.equal(watch.isOwn(300), false);
    assert.equal(watch.isOwn(100), true);
  });

  it('is not the person’s when the end of the file, or pinned lines, stop it short', () => {
    const watch = new ScrollWatch();
    watch.asked(400, 10);
    assert.equal(watch.isOwn(380), false);
    assert.equal(watch.isOwn(360), true);
  });

  it('is nobody’s where an editor has just been opened and finds its place', () => {
    const watch = new ScrollWatch();
    watch.asked(200, undefined);
    assert.equal(watch.isOwn(0), false);
    assert.equal(watch.isOwn(200), false);
    assert.equal(watch.isOwn(0), true);
  });

  it('is the person’s where nothing was asked for', () => {
    assert.equal(new ScrollWatch().isOwn(1), true);
  });
});

function placeAt(top: number, bottom: number, cursor: number): Place {
  const selection = { startLine: cursor, startColumn: 1, endLine: cursor, endColumn: 1 };
  return { path: 'a.ts', top, bottom, selections: [selection] };
}

describe('what is shown of another’s view', () => {
  it('begins where theirs begins, as long as their cursor is in sight', () => {
    assert.equal(topLine(placeAt(10, 50, 20), 41), 10);
    assert.equal(topLine(placeAt(10, 50, 20), 15), 10);
    assert.equal(topLine(placeAt(10, 50, 20), Infinity), 10);
  });

  it('is the part around their cursor in a lower editor', () => {
    assert.equal(topLine(placeAt(10, 50, 40), 10), 35);
  });

  it('does not care for a cursor that is not in their own sight', () => {
    assert.equal(topLine(placeAt(100, 140, 3), 10), 100);
    assert.equal(topLine(placeAt(100, 140, 900), 10), 100);
  });

  it('always has their cursor in it, and nothing that they do not see unless it must', () => {
    const height = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000 }), height, height, fc.nat(), (top, theirs, mine, offset) => {
        const bottom = top + theirs - 1;
        const cursor = top + (offset % theirs);
        const first = topLine(placeAt(top, bottom, cursor), mine);
        assert.ok(first >= top && cursor >= first && cursor < first + mine, `${first}`);
        assert.ok(mine >= theirs ? first === top : first + mine - 1 <= bottom, `${first}`);
      }),
    );
  });

  it('goes by the end of a selection where the cursor is', () => {
    const selection = { startLine: 12, startColumn: 1, endLine: 49, endColumn: 1 };
    assert.equal(topLine({ path: 'a', top: 10, bottom: 50, selections: [{ ...selection, reversed: true }] }, 10), 10);
    assert.equal(topLine({ path: 'a', top: 10, bottom: 50, selections: [selection] }, 10), 41);
  });
});
