import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { createMocha, runMocha } from '../vscode/mocha';

/** Milliseconds for a test: for what hangs, on a busy machine too. */
const TIME_LIMIT = 60_000;

/** Where the tests' lines come out among VS Code's own, they are to be told apart by a mark. */
function markLines(mark: string): void {
  const methods = (['log', 'info', 'warn', 'error', 'debug'] as const).map(name => {
    const print = console[name].bind(console);
    return [name, { value: (...args: unknown[]) => print(mark + format(...args)) }] as const;
  });
  // The extension host lets nobody replace the methods of its console, but the console as a whole.
  globalThis.console = Object.create(console, Object.fromEntries(methods)) as Console;
}

/** VS Code calls this in the extension host; a rejection becomes its exit code 1. */
export async function run(): Promise<void> {
  if (process.env['LIVE_CHANNELS_MARK']) markLines(process.env['LIVE_CHANNELS_MARK']);
  // Only now: mocha's reporters keep the console that they find when they are loaded.
  const { default: Mocha } = await import('mocha');
  const mocha = createMocha(Mocha, TIME_LIMIT);
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // Bundled are all files of this pattern; which there are is read from beside their source.
  const names = readdirSync(join(__dirname, '..', 'test', 'integration'))
    .filter(file => file.endsWith('.test.ts'))
    .map(file => file.slice(0, -'.test.ts'.length))
    .sort();
  for (const name of names) await import(`./${name}.test.ts`);
  const failed = await runMocha(mocha);
  if (failed > 0) throw new Error(`${failed} integration ${failed === 1 ? 'test' : 'tests'} failed.`);
}
