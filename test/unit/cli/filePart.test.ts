import { strict as assert } from 'node:assert';
import { filePart } from '../../../src/cli/filePart';
import { Files } from '../support/cli';

describe('the part of a file', () => {
  let files: Files;
  beforeEach(() => (files = new Files()));
  afterEach(() => files.remove());

  it('is all of it, a line or several, whatever drives and systems have in their paths', async () => {
    const cases: [string, string, number?, number?][] = [
      ['src/a.ts', 'src/a.ts'],
      ['src/a.ts:3', 'src/a.ts', 3, 3],
      ['src/a.ts:3-9', 'src/a.ts', 3, 9],
      ['C:\\x.ts:3-9', 'C:\\x.ts', 3, 9],
      ['C:\\x.ts', 'C:\\x.ts'],
      ['C:/deep/x.ts:12', 'C:/deep/x.ts', 12, 12],
      ['\\\\host\\share\\x.ts:1-2', '\\\\host\\share\\x.ts', 1, 2],
      ['a:b:7', 'a:b', 7, 7],
      ['a.ts:3-', 'a.ts:3-'],
      ['a.ts:x', 'a.ts:x'],
      [':3', ':3'],
      ['with space.ts:2-2', 'with space.ts', 2, 2],
    ];
    for (const [text, path, first, last] of cases) {
      const lines = first === undefined || last === undefined ? undefined : { first, last };
      assert.deepEqual(await filePart(text, files.path), { path, ...(lines && { lines }) }, text);
    }
  });

  it('is a file that is there by that very name, before it is a part', async function () {
    // No name has a colon in it there.
    if (process.platform === 'win32') return;
    files.write('log:3', 'x');
    assert.deepEqual(await filePart('log:3', files.path), { path: 'log:3' });
    assert.deepEqual(await filePart('log:4', files.path), { path: 'log', lines: { first: 4, last: 4 } });
  });
});
