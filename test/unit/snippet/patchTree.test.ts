import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { changed } from '../../../src/snippet/lines';
import { parsePatch } from '../../../src/snippet/patch';
import { addedText, fitPatch } from '../../../src/snippet/patchFit';

/** Files by their paths. */
type Tree = Readonly<Record<string, string>>;

/** Names that git quotes, and that are hard to tell apart on one line. */
const NAMES = [
  'a',
  'b c',
  'd e f',
  'größe',
  'emoji 😀',
  'x b/x',
  'c/b/c',
  ...(process.platform === 'win32' ? [] : ['q"q', 't\tt', 'back\\s']),
];

function applied(tree: Tree, diff: string): Tree {
  const { files, trouble } = parsePatch(diff);
  assert.equal(trouble, undefined, diff);
  const after = new Map(Object.entries(tree));
  for (const { change, oldPath, newPath, hunks } of files) {
    if (change === 'add') {
      after.set(newPath, addedText({ hunks }));
      continue;
    }
    const before = tree[oldPath] ?? '';
    const fit = fitPatch(before, { hunks });
    assert.ok(fit.hunks.every(({ reason, offset, loose }) => reason === undefined && offset === 0 && !loose));
    if (change !== 'copy') after.delete(oldPath);
    if (change !== 'delete') after.set(newPath, changed(before, fit.changes));
    else assert.equal(changed(before, fit.changes), '');
  }
  return Object.fromEntries(after);
}

describe('the patches git makes of whole trees', () => {
  let folder: string;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'live-channels-tree-'));
    git('init', '-q');
    git('config', 'core.autocrlf', 'false');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Puts a tree into the index, and gives git's name for it. */
  function treeOf(tree: Tree): string {
    for (const name of readdirSync(folder)) if (name !== '.git') rmSync(join(folder, name), { recursive: true });
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '--all');
    return git('write-tree').trim();
  }

  const line = fc.constantFrom('one', 'two', 'three', '', '  four', '-- five', '++ six');
  const content = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
    .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));
  const tree = fc.dictionary(fc.constantFrom(...NAMES.map((name, index) => `d${index % 2}/${name}`)), content, {
    maxKeys: 6,
  });
  const options = fc.constantFrom(
    [],
    ['-M'],
    ['-M', '-C', '--find-copies-harder'],
    ['--no-prefix'],
    ['-M', '--no-prefix'],
  );

  it('lead from one to the other, whatever is added, deleted, renamed or copied', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(tree, tree, options, (before, after, flags) => {
        const diff = git('diff', '--no-color', ...flags, treeOf(before), treeOf(after));
        fc.pre(diff !== '');
        assert.deepEqual(applied(before, diff), { ...after });
      }),
      { numRuns: 150 },
    );
  });
});
