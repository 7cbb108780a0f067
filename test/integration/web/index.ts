import type Mocha from 'mocha';
import { runTests } from '../runTests';

/** What mocha's reporters use of Node's `format`. */
function format(text: unknown = '', ...args: unknown[]): string {
  const rest = [...args];
  const filled = String(text).replace(/%[sdj%]/g, place => (place === '%%' ? '%' : String(rest.shift())));
  return [filled, ...rest.map(String)].join(' ');
}

/** VS Code calls this in the web extension host; a rejection becomes its exit code 1. */
export function run(): Promise<void> {
  const loadMocha = async () => {
    // @ts-expect-error It has no types: its build for browsers puts itself into the global scope.
    await import('mocha/mocha.js');
    return (globalThis as unknown as { Mocha: typeof Mocha }).Mocha;
  };
  return runTests({ format, loadMocha });
}
