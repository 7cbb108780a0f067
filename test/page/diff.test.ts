import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineDiff, numbered } from '../../media/chat/code/lineDiff';
import { readPatch } from '../../media/chat/code/patch';
import { piecesOf } from '../../media/chat/code/tokens';

const fewLines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 14 });

/** How many lines two texts have in common at most, found in the slow and certain way. */
function commonOf(before: readonly string[], after: readonly string[]): number {
  const table = [...before, ''].map(() => Array.from({ length: after.length + 1 }, () => 0));
  for (const [x, one] of before.entries()) {
    for (const [y, other] of after.entries()) {
      const row = table[x + 1] ?? [];
      row[y + 1] = one === other ? (table[x]?.[y] ?? 0) + 1 : Math.max(row[y] ?? 0, table[x]?.[y + 1] ?? 0);
    }
  }
  return table.at(-1)?.at(-1) ?? 0;
}

describe('the difference of two texts', () => {
  it('gives back both of them, and keeps as much as can be kept', () => {
    fc.assert(
      fc.property(fewLines, fewLines, (before, after) => {
        const lines = lineDiff(before, after);
        const without = (look: string) => lines.filter(line => line.look !== look).map(({ text }) => text);
        assert.deepEqual(without('added'), before);
        assert.deepEqual(without('removed'), after);
        assert.equal(lines.filter(({ look }) => look === undefined).length, commonOf(before, after));
      }),
      { numRuns: 500 },
    );
  });

  it('shows what goes before what comes, and numbers each by its own side', () => {
    const lines = numbered(lineDiff(['a', 'old', 'z'], ['a', 'new', 'more', 'z']), { before: 7, after: 9 });
    assert.deepEqual(
      lines.map(({ text, number }) => `${number} ${text}`),
      ['9   a', '8 − old', '10 + new', '11 + more', '12   z'],
    );
  });

  it('marks what differs within a line, where as many come as go', () => {
    const [removed, added] = numbered(lineDiff(['return a < max;'], ['return a <= max;']), { before: 1, after: 1 });
    assert.equal(removed?.marks, undefined, 'nothing of it went');
    assert.deepEqual(added?.marks, [{ start: 10, end: 11 }]);
    const other = numbered(lineDiff(['completely'], ['different']), { before: 1, after: 1 });
    assert.ok(other.every(({ marks }) => marks === undefined));
  });

  it('shows the beginning as it shows all of it', () => {
    fc.assert(
      fc.property(fewLines, fewLines, fc.nat(30), (before, after, max) => {
        const lines = lineDiff(before, after);
        const first = { before: 3, after: 5 };
        assert.deepEqual(numbered(lines, first, max), numbered(lines, first).slice(0, max));
      }),
    );
  });

  it('marks no words where very many lines change at once', () => {
    const marked = (count: number) => {
      const of = (end: string) => Array.from({ length: count }, (_, at) => `line ${at} ${end}`);
      return numbered(lineDiff(of('a'), of('b')), { before: 1, after: 1 }).filter(({ marks }) => marks).length;
    };
    assert.equal(marked(200), 400);
    assert.equal(marked(201), 0);
  });

  it('gives back both texts where it gives up its search', () => {
    const of = (end: string) => Array.from({ length: 40_000 }, (_, at) => (at % 100 === 0 ? end : 'same'));
    const lines = lineDiff(of('a'), of('b'));
    assert.deepEqual(
      lines.filter(({ look }) => look !== 'added').map(({ text }) => text),
      of('a'),
    );
    assert.deepEqual(
      lines.filter(({ look }) => look !== 'removed').map(({ text }) => text),
      of('b'),
    );
  });

  it('takes two long texts without anything in common in no time', () => {
    const of = (name: string) => Array.from({ length: 5_000 }, (_, at) => `${name} ${at}`);
    const started = performance.now();
    assert.equal(lineDiff(of('a'), of('b')).length, 10_000);
    assert.ok(performance.now() - started < 2_000);
  });
});

describe('a patch, for showing it', () => {
  it('takes lines that look like headers for what they are', () => {
    const { files, rest } = readPatch('--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1,2 @@\n--- a comment\n+++ more\n same\n');
    assert.deepEqual(
      files.map(({ path, added, removed, status }) => ({ path, added, removed, status })),
      [{ path: 'x.sql', added: 1, removed: 1, status: 'modified' }],
    );
    assert.equal(rest, '');
  });

  it('reads the names that git puts in quotes', () => {
    const { files } = readPatch(
      'diff --git "a/\\303\\244 \\"b\\".txt" "b/\\303\\244 \\"b\\".txt"\nnew file mode 100644\n',
    );
    const [file] = files;
    assert.deepEqual([file?.path, file?.status], ['ä "b".txt', 'added']);
  });

  it('keeps the note that the rest is not shown', () => {
    const { rest } = readPatch('--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n+a\n… and 12 KB more: Copy gives all of it');
    assert.equal(rest, '… and 12 KB more: Copy gives all of it');
  });

  it('ends a line only where the host does, and shows a carriage return within it', () => {
    const { files, rest } = readPatch(
      '--- a/x\r\n+++ b/x\r\n@@ -1,2 +1,2 @@ f(\r)\r\n-a\r+b\r\n+c\r@@ -9 +9 @@\n same\r\n',
    );
    const [file] = files;
    assert.deepEqual([files.length, file?.path, file?.added, file?.removed, rest], [1, 'x', 1, 1, '']);
    assert.deepEqual(
      file?.hunks.map(({ heading, lines }) => [heading, ...lines.map(({ text }) => text)]),
      [['f(\\u000d)', 'a\\u000d+b', 'c\\u000d@@ -9 +9 @@', 'same']],
    );
  });

  it('takes a very long name in quotes', () => {
    const name = 'x'.repeat(400_000);
    assert.equal(readPatch(`diff --git "a/${name}" "b/${name}"\n`).files[0]?.path, name);
  });

  it('takes a name of nothing but quotes in about the time of any other', () => {
    const timeOf = (name: string) => {
      const started = performance.now();
      assert.equal(readPatch(`diff --git "${name}x\n`).files.length, 1);
      return performance.now() - started;
    };
    timeOf('\\a'.repeat(20_000));
    const [plain, hostile] = [timeOf('\\a'.repeat(20_000)), timeOf('\\"'.repeat(20_000))];
    assert.ok(hostile < 20 * plain, `${hostile} ms, ${plain} ms for another`);
  });

  it('takes anything at all', () => {
    const line = fc.constantFrom(
      'diff --git a/x b/x',
      '--- a/y',
      '+++ b/y',
      '@@ -1,3 +1,2 @@',
      '+a',
      '-b',
      ' c',
      '',
      '\\ x',
      'z',
    );
    fc.assert(fc.property(fc.array(line), lines => void readPatch(lines.join('\n'))));
    fc.assert(fc.property(fc.string(), text => void readPatch(text)));
  });
});

describe('the pieces of a line', () => {
  it('make up the line again, wherever tokens and marks lie', () => {
    const span = fc.tuple(fc.nat(30), fc.nat(30)).map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.array(span), fc.array(span), (text, spans, marks) => {
        let end = 0;
        const tokens = spans
          .sort((a, b) => a.start - b.start)
          .flatMap(one => {
            if (one.start < end || one.end === one.start) return [];
            end = one.end;
            return [{ ...one, className: 'keyword' as const }];
          });
        const pieces = piecesOf(text, tokens, 0, marks);
        assert.equal(pieces.map(piece => piece.text).join(''), text);
        let at = 0;
        for (const piece of pieces) {
          const inside = tokens.some(token => token.start <= at && at < token.end);
          assert.equal(piece.className !== undefined, inside);
          assert.equal(
            piece.marked,
            marks.some(mark => mark.start <= at && at < mark.end),
          );
          at += piece.text.length;
        }
      }),
    );
  });
});
