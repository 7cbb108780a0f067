import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { asIs, english } from '../../../src/base/sentence';
import { parsePatch } from '../../../src/snippet/patch';

const head = 'diff --git a/src/a.ts b/src/a.ts\nindex 1111111..2222222 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n';
const hunk = '@@ -1,2 +1,2 @@ function f() {\n one\n-two\n+zwei\n';

describe('reading a patch', () => {
  it('gives files, hunks and lines', () => {
    const { files, trouble } = parsePatch(head + hunk);
    assert.equal(trouble, undefined);
    assert.deepEqual(files, [
      {
        change: 'modify',
        oldPath: 'src/a.ts',
        newPath: 'src/a.ts',
        hunks: [
          {
            header: '@@ -1,2 +1,2 @@ function f() {',
            oldStart: 1,
            newStart: 1,
            lines: [
              { kind: ' ', text: 'one' },
              { kind: '-', text: 'two' },
              { kind: '+', text: 'zwei' },
            ],
          },
        ],
      },
    ]);
  });

  it('knows files that are added, deleted, renamed and copied, and changes of mode', () => {
    const diff = [
      'diff --git a/new.sh b/new.sh',
      'new file mode 100755',
      'index 0000000..2222222',
      '--- /dev/null',
      '+++ b/new.sh',
      '@@ -0,0 +1 @@',
      '+x',
      '\\ No newline at end of file',
      'diff --git a/empty b/empty',
      'new file mode 100644',
      'index 0000000..e69de29',
      'diff --git a/old b/old',
      'deleted file mode 100644',
      '--- a/old',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-x',
      'diff --git a/from here.txt b/to there.txt',
      'similarity index 100%',
      'rename from from here.txt',
      'rename to to there.txt',
      'diff --git a/c1 b/c2',
      'similarity index 90%',
      'copy from c1',
      'copy to c2',
      'diff --git a/run b/run',
      'old mode 100644',
      'new mode 100755',
      '',
    ].join('\n');
    const { files, trouble } = parsePatch(diff);
    assert.equal(trouble, undefined);
    assert.deepEqual(
      files.map(({ change, oldPath, newPath, mode, hunks }) => [change, oldPath, newPath, mode, hunks.length]),
      [
        ['add', 'new.sh', 'new.sh', '100755', 1],
        ['add', 'empty', 'empty', '100644', 0],
        ['delete', 'old', 'old', undefined, 1],
        ['rename', 'from here.txt', 'to there.txt', undefined, 0],
        ['copy', 'c1', 'c2', undefined, 0],
        ['modify', 'run', 'run', '100755', 0],
      ],
    );
    assert.equal(files[0]?.hunks[0]?.lines[0]?.bare, true);
  });

  it('reads quoted paths with octal escapes, and paths with spaces', () => {
    const diff = [
      'diff --git "a/gr\\303\\266\\303\\237e\\t\\"x\\".ts" "b/gr\\303\\266\\303\\237e\\t\\"x\\".ts"',
      'old mode 100644',
      'new mode 100755',
      'diff --git a/with space b/with space',
      '--- a/with space\t',
      '+++ b/with space\t',
      '@@ -1 +1 @@',
      '-a',
      '+b',
      '',
    ].join('\n');
    assert.deepEqual(
      parsePatch(diff).files.map(({ newPath }) => newPath),
      ['größe\t"x".ts', 'with space'],
    );
  });

  it('reads patches of those who told git to leave the prefixes out', () => {
    const diff = [
      'diff --git src/a.ts src/a.ts\n--- src/a.ts\n+++ src/a.ts\n@@ -1 +1 @@\n-a\n+b\n',
      'diff --git new.ts new.ts\nnew file mode 100644\n--- /dev/null\n+++ new.ts\n@@ -0,0 +1 @@\n+b\n',
      'diff --git x/from.ts y/to.ts\nrename from x/from.ts\nrename to y/to.ts\n--- x/from.ts\n+++ y/to.ts\n@@ -1 +1 @@\n-a\n+b\n',
      '--- lib/plain.c\n+++ lib/plain.c\n@@ -1 +1 @@\n-a\n+b\n',
      'diff --git i/src/m.ts w/src/m.ts\n--- i/src/m.ts\n+++ w/src/m.ts\n@@ -1 +1 @@\n-a\n+b\n',
    ].join('');
    assert.deepEqual(
      parsePatch(diff).files.map(({ oldPath, newPath, change }) => [change, oldPath, newPath]),
      [
        ['modify', 'src/a.ts', 'src/a.ts'],
        ['add', 'new.ts', 'new.ts'],
        ['rename', 'x/from.ts', 'y/to.ts'],
        ['modify', 'lib/plain.c', 'lib/plain.c'],
        ['modify', 'src/m.ts', 'src/m.ts'],
      ],
    );
  });

  it('keeps lines that look like heads inside a hunk', () => {
    const { files } = parsePatch(`${head}@@ -1,2 +1,2 @@\n--- a/b\n-@@ -1 +1 @@\n+++ c\n+diff --git a/x b/x\n`);
    assert.deepEqual(
      files[0]?.hunks[0]?.lines.map(({ kind, text }) => kind + text),
      ['--- a/b', '-@@ -1 +1 @@', '+++ c', '+diff --git a/x b/x'],
    );
  });

  it('reads what was carried with CRLF, by mail, or made by diff', () => {
    for (const diff of [
      (head + hunk).replaceAll('\n', '\r\n'),
      `From 123\nSubject: [PATCH] x\n\nWords.\n---\n a | 2 +-\n\n${head}${hunk}-- \n2.39.0\n`,
      `--- a/src/a.ts\t2024-01-01 00:00:00\n+++ b/src/a.ts\t2024-01-02\n${hunk}`,
    ]) {
      const { files, trouble } = parsePatch(diff);
      assert.deepEqual([trouble, files[0]?.newPath, files[0]?.hunks[0]?.lines.length], [undefined, 'src/a.ts', 3]);
      assert.equal(files[0]?.hunks[0]?.lines[2]?.text, 'zwei');
    }
  });

  it('marks what is not text', () => {
    const { files } = parsePatch(
      'diff --git a/a.png b/a.png\nindex 1..2 100644\nBinary files a/a.png and b/a.png differ\n' +
        'diff --git a/b.png b/b.png\nnew file mode 100644\nGIT binary patch\nliteral 5\nMcmZQzU|?i`00961\n\nliteral 0\nHcmV?d00001\n\n' +
        head +
        hunk,
    );
    assert.deepEqual(
      files.map(({ newPath, binary }) => [newPath, binary]),
      [
        ['a.png', true],
        ['b.png', true],
        ['src/a.ts', undefined],
      ],
    );
  });

  for (const [what, diff, trouble] of [
    ['nothing', '', /^There is no change in this patch\.$/],
    ['prose', 'Dear all,\nnothing here.\n', /^There is no change/],
    [
      'one cut off in a hunk',
      `${head}@@ -1,9 +1,9 @@\n one\n`,
      /^The patch ends inside the hunk “@@ -1,9 \+1,9 @@”\.$/,
    ],
    ['wrong counts', `${head}@@ -1,1 +1,3 @@\n one\n two\n+x\n`, /has other numbers of lines than it says/],
    ['a line of no kind', `${head}@@ -1,2 +1,2 @@\n one\n*two\n`, /a line that is no part of it: “\*two”/],
    ['no file', hunk, /does not say which file/],
    ['a bad hunk', `${head}@@ -x +1 @@\n`, /is no head of a hunk/],
    ['a merge', 'diff --cc a.ts\nindex 1,2..3\n', /a merge with several parents/],
    ['a path without an end', 'diff --git "a/x b/x\n--- "a/x\n+++ b/x\n', /The path in “--- "a\/x” cannot be read\./],
    ['a name that is not UTF-8', '--- "a/\\377"\n+++ "b/\\377"\n@@ -1 +1 @@\n-a\n+b\n', /cannot be read/],
  ] as const) {
    it(`says what is wrong with ${what}`, () => assert.match(english(parsePatch(diff).trouble ?? asIs('')), trouble));
  }

  it('gives the files before the trouble', () => {
    const { files, trouble } = parsePatch(`${head}${hunk}${head}@@ -1,9 +1,9 @@\n one\n`);
    assert.equal(files.length, 1);
    assert.ok(trouble);
  });

  it('never throws and never hangs, whatever it is given', () => {
    const piece = fc.constantFrom(
      ...[
        head,
        hunk,
        'diff --git ',
        '--- ',
        '+++ ',
        '@@ -1,5 +1,5 @@\n',
        '@@ -0,0 +1,999999999 @@\n',
        '\n',
        '\r\n',
        ' x\n',
        '-x\n',
      ],
      ...[
        '+x\n',
        '\\ No newline at end of file\n',
        '"a/\\303',
        'rename from x\n',
        'GIT binary patch\n',
        'a/x b/x',
        '\u0000',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), pieces => {
        const { files, trouble } = parsePatch(pieces.join(''));
        assert.ok(files.length > 0 || trouble !== undefined);
        for (const { hunks } of files) for (const { lines } of hunks) assert.ok(lines.length > 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads 8 MB, and no more lines than it may', function () {
    this.timeout(60_000);
    const many = '@@ -1 +1 @@\n-a\n+b\n'.repeat(400_000);
    assert.equal(english(parsePatch(head + many).trouble ?? asIs('')), 'This patch has more than 1000000 lines.');
    assert.equal(parsePatch(head + many.slice(0, many.length / 2)).trouble, undefined);
  });
});
