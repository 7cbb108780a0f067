import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { runMain } from './cleanup';
import { createMocha, runMocha } from './mocha';
import { leaveCounts, runOptions } from './part';

/**
 * Milliseconds for a test. They are for what hangs, and no measure of speed: a machine that others keep busy may be many
 * times slower than one's own.
 */
const TIME_LIMITS = { unit: 30_000, page: 60_000, e2e: 300_000 };

function isPart(part: string): part is keyof typeof TIME_LIMITS {
  return part in TIME_LIMITS;
}

/** Runs the tests of one folder, or these of it, in plain Node: `node --import tsx test/vscode/plain.ts unit [FILE …]`. */
async function main(): Promise<number> {
  const [part = 'unit', ...some] = process.argv.slice(2);
  const mocha = createMocha(Mocha, runOptions(isPart(part) ? TIME_LIMITS[part] : TIME_LIMITS.unit));
  const folder = join(__dirname, '..', part);
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.ts'));
  const files = some.length > 0 ? some : all.sort();
  for (const file of files) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  const counts = await runMocha(mocha);
  leaveCounts(counts);
  return counts.failed === 0 ? 0 : 1;
}

runMain(main);
