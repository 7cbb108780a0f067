import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { runMocha } from '../vscode/mocha';

/** VS Code calls this in the extension host; a rejection becomes its exit code 1. */
export async function run(): Promise<void> {
  const { LIVE_CHANNELS_GREP: grep, LIVE_CHANNELS_COUNTS: counts, LIVE_CHANNELS_COLOR: color } = process.env;
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, color: color === '1', ...(grep && { grep }) });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // Bundled are all files of this pattern; which there are is read from beside their source.
  const names = readdirSync(join(__dirname, '..', 'test', 'integration'))
    .filter(file => file.endsWith('.test.ts'))
    .map(file => file.slice(0, -'.test.ts'.length))
    .sort();
  for (const name of names) await import(`./${name}.test.ts`);
  const failed = await runMocha(mocha, counts);
  if (failed > 0) throw new Error(`${failed} integration ${failed === 1 ? 'test' : 'tests'} failed.`);
}
