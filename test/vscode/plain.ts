import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { runMain } from './cleanup';
import { createMocha, runMocha } from './mocha';

/** Runs the tests of one folder under mocha in plain Node: `node --import tsx test/vscode/plain.ts unit`. */
async function main(): Promise<number> {
  const part = process.argv[2] ?? 'unit';
  // Two VS Code windows take seconds for what a unit does in no time.
  const mocha = createMocha(Mocha, part === 'e2e' ? 120_000 : 10_000);
  const folder = join(__dirname, '..', part);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.ts'));
  for (const file of files.sort()) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  const failed = await runMocha(mocha);
  return failed === 0 ? 0 : 1;
}

runMain(main);
