import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ignoredPaths } from '../../../src/ui/guard/ignoredPaths';

describe('paths that git ignores', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ignored-'));
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    writeFileSync(join(folder, '.gitignore'), 'build/\n*.log\n');
    mkdirSync(join(folder, 'build'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What git says of the paths: a line for each that it ignores. */
  const ask = (paths: readonly string[]) => {
    try {
      const said = execFileSync('git', ['check-ignore', '-z', '--stdin'], { cwd: folder, input: paths.join('\0') });
      return said.toString().split('\0').filter(Boolean);
    } catch {
      // It ends with 1 when it ignores none.
      return [];
    }
  };

  it('are found although an answer lacks its end, or all of it', async () => {
    const lengths = [1, 0];
    const losing = {
      checkIgnore: (paths: string[]) => Promise.resolve(new Set(ask(paths).slice(0, lengths.shift()))),
    };
    assert.deepEqual(await ignoredPaths(losing, ['a.ts', 'build', 'some.log']), new Set(['build', 'some.log']));
    assert.deepEqual(lengths, []);
  });

  it('are none of those that git does not ignore, and it is asked for none', async () => {
    let asked = 0;
    const repository = {
      checkIgnore: (paths: string[]) => {
        asked++;
        return Promise.resolve(new Set(ask(paths)));
      },
    };
    assert.deepEqual(await ignoredPaths(repository, ['a.ts', 'deep/b.ts']), new Set());
    assert.equal(asked, 3);
    assert.deepEqual(await ignoredPaths(repository, ['build']), new Set(['build']));
    assert.equal(asked, 4);
    assert.deepEqual(await ignoredPaths(repository, []), new Set());
    assert.equal(asked, 4);
  });
});
