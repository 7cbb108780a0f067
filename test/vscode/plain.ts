import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { runMain } from './cleanup';
import { runMocha } from './mocha';

/** Runs the tests of one folder under mocha in plain Node: `node --import tsx test/vscode/plain.ts unit`. */
async function main(): Promise<number> {
  const part = process.argv[2] ?? 'unit';
  const { LIVE_CHANNELS_GREP: grep, LIVE_CHANNELS_COUNTS: counts, LIVE_CHANNELS_COLOR: color } = process.env;
  // Two VS Code windows take seconds for what a unit does in no time.
  const timeout = part === 'e2e' ? 120_000 : 10_000;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout,
    color: color === '1',
    forbidOnly: process.env['CI'] !== undefined,
    ...(grep && { grep }),
  });
  const folder = join(__dirname, '..', part);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.ts'));
  for (const file of files.sort()) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  const failed = await runMocha(mocha, counts);
  return failed === 0 ? 0 : 1;
}

runMain(main);
