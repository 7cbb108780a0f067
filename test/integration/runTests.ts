import * as vscode from 'vscode';
import type Mocha from 'mocha';
import { createMocha, runMocha } from '../vscode/mocha';
import { MARK } from '../vscode/mark';
import { control, told } from './control';

type Print = (...args: unknown[]) => void;

/** How VS Code begins what it says itself about folders that are not there, in versions that do. */
const VSCODE_SAYS = '[node.js fs]';

/**
 * Where the tests' lines come out among VS Code's own, they are to be told apart by a mark.
 * @param format makes one text of what is printed, as Node does.
 */
function markLines(format: (...args: unknown[]) => string): void {
  const methods = (['log', 'info', 'warn', 'error', 'debug'] as const).map(name => {
    const print: Print = console[name].bind(console);
    const value = (...args: unknown[]) => {
      const text = format(...args);
      print(text.startsWith(VSCODE_SAYS) ? text : MARK + text);
    };
    return [name, { value }] as const;
  });
  // The extension host lets nobody replace the methods of its console, but the console as a whole.
  globalThis.console = Object.create(console, Object.fromEntries(methods)) as Console;
}

/** Leaves of each group the first tests only: what a test needs of those before it is there. */
function keepFirst(group: Mocha.Suite, count: number): void {
  group.tests.splice(count);
  for (const inner of group.suites) keepFirst(inner, count);
}

/** What differs between the extension hosts that the tests run in. */
export interface TestHost {
  readonly format: (...args: unknown[]) => string;
  readonly loadMocha: () => Promise<typeof Mocha>;
}

/** Runs all tests of this host; they say so on the console, and how they ended to the process that has started them. */
export async function runTests({ format, loadMocha }: TestHost): Promise<void> {
  if (told().marked) markLines(format);
  await vscode.extensions.getExtension('live-channels.live-channels')?.activate();
  // Only now: mocha's reporters keep the console that they find when they are loaded.
  const mocha = createMocha(await loadMocha(), told().run);
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // esbuild bundles all files of this pattern, and knows their names.
  const names = JSON.parse(process.env['LIVE_CHANNELS_TESTS'] ?? '[]') as string[];
  for (const name of names) await import(`./${name}.test.ts`);
  const { each } = told();
  if (each !== undefined) keepFirst(mocha.suite, each);
  const counts = await runMocha(mocha);
  await control('POST', '/counts', counts);
  if (counts.failed > 0)
    throw new Error(`${counts.failed} integration ${counts.failed === 1 ? 'test' : 'tests'} failed.`);
}
