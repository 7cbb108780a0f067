import { format } from 'node:util';
import { runTests } from './runTests';

/** VS Code calls this in the extension host with Node; a rejection becomes its exit code 1. */
export function run(): Promise<void> {
  return runTests({ format, loadMocha: async () => (await import('mocha')).default });
}
