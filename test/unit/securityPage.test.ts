import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const paths = [...page.matchAll(/`((?:src|test)\/[\w./-]+)`/g)].map(([, path = '']) => path);

describe('the security page', () => {
  it('points at code and tests that are there', () => {
    assert.ok(paths.length > 60, `${paths.length} paths`);
    assert.deepEqual(
      [...new Set(paths)].filter(path => !existsSync(join(root, path))),
      [],
    );
  });

  it('names for each line that says no a test', () => {
    const rows = page.split('\n').filter(line => line.startsWith('|') && /\|\s*(?:no\b|only with)/.test(line));
    assert.ok(rows.length > 15, `${rows.length} lines`);
    assert.deepEqual(
      rows.filter(row => !/`test\/[\w./-]+\.test\.ts`/.test(row)),
      [],
    );
  });

  it('names tests that test something', () => {
    const tests = new Set(paths.filter(path => path.endsWith('.test.ts')));
    for (const path of tests) {
      assert.ok(statSync(join(root, path)).size > 0 && /\bit\(/.test(readFileSync(join(root, path), 'utf8')), path);
    }
  });
});
