import { strict as assert } from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { asIs, english } from '../../../src/base/sentence';
import { changed } from '../../../src/snippet/lines';
import { parsePatch, type FilePatch } from '../../../src/snippet/patch';
import { addedText, fitPatch } from '../../../src/snippet/patchFit';
import { WorkBudget } from '../../../src/snippet/workBudget';

function onlyFile(diff: string): FilePatch {
  const { files, trouble } = parsePatch(diff);
  assert.equal(trouble, undefined);
  assert.ok(files[0]);
  return files[0];
}

/** A patch of the one file `f` with these hunks. */
function patchOf(...hunks: string[]): FilePatch {
  return onlyFile(`diff --git a/f b/f\n--- a/f\n+++ b/f\n${hunks.join('')}`);
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');
const fifth = '@@ -4,3 +4,3 @@\n line 4\n-line 5\n+LINE 5\n line 6\n';

describe('fitting a patch', () => {
  it('changes lines where they are', () => {
    const { changes, hunks } = fitPatch(numbered(9), patchOf(fifth));
    assert.deepEqual(changes, [{ start: { line: 4, column: 0 }, end: { line: 5, column: 0 }, text: 'LINE 5\n' }]);
    assert.deepEqual(hunks, [{ header: '@@ -4,3 +4,3 @@', offset: 0 }]);
  });

  it('finds lines that have moved, and says by how many', () => {
    const text = `new\nnew\nnew\n${numbered(9)}`;
    const { changes, hunks } = fitPatch(text, patchOf(fifth));
    assert.equal(hunks[0]?.offset, 3);
    assert.equal(changed(text, changes), text.replace('line 5', 'LINE 5'));
  });

  it('names the hunk that does not fit, and fits the others', () => {
    const text = numbered(30).replace('line 5\n', 'other\n');
    const { changes, hunks } = fitPatch(text, patchOf(fifth, '@@ -20,2 +20,3 @@\n line 20\n+between\n line 21\n'));
    assert.deepEqual(
      hunks.map(({ reason }) => reason && english(reason)),
      ['The lines it changes are not in this file.', undefined],
    );
    assert.equal(changed(text, changes), text.replace('line 20\n', 'line 20\nbetween\n'));
  });

  it('takes hunks of very many lines, and very many changes in one', () => {
    const many = 150_000;
    const added = patchOf(`@@ -1,1 +1,${many + 1} @@\n line 1\n${'+x\n'.repeat(many)}`);
    assert.equal(changed('line 1\n', fitPatch('line 1\n', added).changes), `line 1\n${'x\n'.repeat(many)}`);
    const turned = patchOf(`@@ -1,${2 * many} +1,${2 * many} @@\n${' a\n-b\n+c\n'.repeat(many)}`);
    const { changes, hunks } = fitPatch('a\nb\n'.repeat(many), turned);
    assert.deepEqual([changes.length, hunks[0]?.reason], [many, undefined]);
  });

  it('spends one budget on all files of a patch', () => {
    const budget = new WorkBudget(1_000);
    const backwards = numbered(300).trimEnd().split('\n').toReversed().join('\n');
    const reasons = Array.from({ length: 9 }, () => {
      const { hunks } = fitPatch(backwards, patchOf(fifth), budget);
      return english(hunks[0]?.reason ?? asIs(''));
    });
    assert.match(reasons[0] ?? '', /are not in this file/);
    assert.match(reasons.at(-1) ?? '', /takes too long/);
  });

  it('says when it is applied already', () => {
    const text = numbered(9).replace('line 5', 'LINE 5');
    assert.equal(fitPatch(text, patchOf(fifth)).hunks[0]?.reason?.template, 'What it changes is changed already.');
  });

  it('takes a file with CRLF for one with LF, and one with a byte order mark too', () => {
    const crlf = numbered(9).replaceAll('\n', '\r\n');
    assert.equal(changed(crlf, fitPatch(crlf, patchOf(fifth)).changes), numbered(9).replace('line 5', 'LINE 5'));
    const marked = patchOf('@@ -1,2 +1,2 @@\n-\uFEFFone\n+\uFEFFeins\n two\n');
    const { changes, hunks } = fitPatch('one\ntwo\n', marked);
    assert.deepEqual([changed('one\ntwo\n', changes), hunks[0]?.loose], ['eins\ntwo\n', undefined]);
  });

  it('overlooks white space at the ends of lines, and says so', () => {
    const text = numbered(9).replaceAll('\n', '  \n');
    const { changes, hunks } = fitPatch(text, patchOf(fifth));
    assert.equal(hunks[0]?.loose, true);
    assert.equal(changed(text, changes), text.replace('line 5  ', 'LINE 5'));
  });

  it('does not put in what it cannot check', () => {
    const { changes, hunks } = fitPatch(numbered(9), patchOf('@@ -4,0 +5 @@\n+new\n'));
    assert.deepEqual(changes, []);
    assert.match(english(hunks[0]?.reason ?? asIs('')), /shows no line of what was there/);
  });

  it('gives the text of a new file, with or without its last line break', () => {
    const hunk = '@@ -0,0 +1,2 @@\n+one\n+two\n';
    assert.equal(addedText(patchOf(hunk)), 'one\ntwo\n');
    assert.equal(addedText(patchOf(`${hunk}\\ No newline at end of file\n`)), 'one\ntwo');
  });

  it('gives up on a patch that would take days', function () {
    this.timeout(60_000);
    const text = 'a\n'.repeat(1_000_000);
    const hunk = `@@ -9,1001 +9,1001 @@\n${' a\n'.repeat(999)}-b\n+c\n b\n`;
    const patch = patchOf(hunk.repeat(100));
    const { hunks } = fitPatch(`${text}b\n`, patch);
    assert.ok(hunks.some(({ reason }) => reason && english(reason).includes('takes too long')));
  });
});

describe('fitting a patch, beside git apply', () => {
  let folder: string;
  const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'live-channels-patch-'));
    execFileSync('git', ['init', '-q'], { cwd: folder });
    for (const [key, value] of [
      ['core.autocrlf', 'false'],
      ['core.safecrlf', 'false'],
      ['apply.whitespace', 'nowarn'],
    ] as const) {
      git('config', key, value);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Few different lines, so that places are ambiguous. */
  const line = fc.constantFrom('', 'a', 'b', '}', '  return x;', 'x', '-- y', '++ z', '\tif', '@@ -1 +1 @@');
  const lines = fc.array(line, { maxLength: 40 });
  const edit = fc.record({ at: fc.nat(40), remove: fc.nat(3), insert: fc.array(line, { maxLength: 3 }) });
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
  type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

  function edited(before: readonly string[], changes: readonly Edit[]): string[] {
    const after = [...before];
    for (const { at, remove, insert } of changes) after.splice(Math.min(at, after.length), remove, ...insert);
    return after;
  }

  function textOf(content: readonly string[], eol: string, ends: boolean): string {
    return content.length === 0 ? '' : content.join(eol) + (ends ? eol : '');
  }

  /** Every way a file may look, before and after. */
  const story = fc.record({
    before: lines,
    edits,
    eol: fc.constantFrom('\n', '\r\n'),
    ends: fc.tuple(fc.boolean(), fc.boolean()),
  });

  /** What git makes of a patch for a file, `undefined` where it refuses. */
  function byGit(patch: string, text: string): string | undefined {
    write('f', text);
    write('p.diff', patch);
    const { status } = git('apply', 'p.diff');
    return status === 0 ? readFileSync(join(folder, 'f'), 'utf8') : undefined;
  }

  function diffOf(before: string, after: string): string {
    write('old', before);
    write('new', after);
    return git('diff', '--no-index', '--no-color', 'old', 'new').stdout.replaceAll(
      /(^diff.*|^---.*|^\+\+\+.*)/gm,
      head => head.replace('a/old', 'a/f').replace('b/new', 'b/f'),
    );
  }

  it('makes of every file what git makes of it', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(story, ({ before, edits: changes, eol, ends }) => {
        const old = textOf(before, eol, ends[0]);
        const wanted = textOf(edited(before, changes), eol, ends[1]);
        fc.pre(old !== wanted && old !== '' && wanted !== '');
        const diff = diffOf(old, wanted);
        const { changes: found, hunks } = fitPatch(old, onlyFile(diff));
        assert.ok(hunks.every(({ reason, loose }) => reason === undefined && !loose));
        assert.equal(byGit(diff, old), wanted);
        assert.equal(changed(old, found).replaceAll('\n', eol), wanted);
      }),
      { numRuns: 250 },
    );
  });

  it('makes of a file that has changed meanwhile what git makes of it, wherever git does not refuse', function () {
    this.timeout(120_000);
    let applied = 0;
    fc.assert(
      fc.property(story, edits, ({ before, edits: changes, eol }, drift) => {
        // All end with a line break: git takes a last line without one for the beginning of any longer one.
        const old = textOf(before, eol, true);
        const wanted = textOf(edited(before, changes), eol, true);
        fc.pre(old !== wanted && old !== '' && wanted !== '');
        const diff = diffOf(old, wanted);
        const here = textOf(edited(before, drift), eol, true);
        const reference = byGit(diff, here);
        const { changes: found, hunks } = fitPatch(here, onlyFile(diff));
        const fits = hunks.every(({ reason, loose }) => reason === undefined && !loose);
        assert.equal(fits, reference !== undefined);
        if (reference === undefined) return;
        applied++;
        assert.equal(changed(here, found).replaceAll('\n', eol), reference);
      }),
      { numRuns: 400 },
    );
    assert.ok(applied > 40, `git applied ${applied} of them`);
  });

  it('finds its lines below others that were inserted above them', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 8, max: 90 }), (above, at) => {
        const before = Array.from({ length: 100 }, (_, index) => `line ${index}`);
        const after = before.with(at, 'changed');
        const diff = diffOf(textOf(before, '\n', true), textOf(after, '\n', true));
        const insert = Array.from({ length: above }, (_, index) => `above ${index}`);
        const here = textOf([...insert, ...before], '\n', true);
        const { changes, hunks } = fitPatch(here, onlyFile(diff));
        assert.equal(hunks[0]?.offset, above);
        assert.equal(changed(here, changes), byGit(diff, here));
      }),
      { numRuns: 50 },
    );
  });
});
