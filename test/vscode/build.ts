import { join } from 'node:path';
import { run } from './processes';

/** The root of the repository. */
export const root = join(__dirname, '..', '..');

/** Builds what runs into dist/, and with `--tests` the integration tests into out/. Its output goes to standard error. */
export async function build(...flags: string[]): Promise<void> {
  const code = await run(process.execPath, [join(root, 'esbuild.mjs'), ...flags], { cwd: root, output: 'errors' });
  if (code !== 0) throw new Error('The build failed.');
}
