import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { runMain } from './cleanup';
import { createMocha, runMocha } from './mocha';

/**
 * Milliseconds for a test. They are for what hangs, and no measure of speed: a machine that others keep busy may be many
 * times slower than one's own.
 */
const TIME_LIMITS = { unit: 30_000, page: 60_000, e2e: 300_000 };

function isPart(part: string): part is keyof typeof TIME_LIMITS {
  return part in TIME_LIMITS;
}

/** Runs the tests of one folder under mocha in plain Node: `node --import tsx test/vscode/plain.ts unit`. */
async function main(): Promise<number> {
  const part = process.argv[2] ?? 'unit';
  const mocha = createMocha(Mocha, isPart(part) ? TIME_LIMITS[part] : TIME_LIMITS.unit);
  const folder = join(__dirname, '..', part);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.ts'));
  for (const file of files.sort()) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  const failed = await runMocha(mocha);
  return failed === 0 ? 0 : 1;
}

runMain(main);
