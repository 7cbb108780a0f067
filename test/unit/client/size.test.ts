import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';

/** In bytes, minified. */
const LIMIT = 3000;

describe('the bundled client', () => {
  it('imports nothing of Node or VS Code and stays under 3 KB', async () => {
    const { outputFiles, warnings } = await build({
      entryPoints: [join(import.meta.dirname, '../../../src/client/connect.ts')],
      bundle: true,
      platform: 'browser',
      minify: true,
      write: false,
      logLevel: 'silent',
    });
    assert.deepEqual(warnings, []);
    const size = outputFiles[0]?.contents.length ?? Infinity;
    assert.ok(size < LIMIT, `${size} bytes`);
  });
});
