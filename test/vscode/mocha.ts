import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type Mocha from 'mocha';

/** How a part of the tests ended, handed from the process that ran it to the one that sums up. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** A mocha as `npm test` wants it, which speaks to the processes of its parts through the environment. */
export function createMocha(constructor: typeof Mocha, timeout: number): Mocha {
  const { LIVE_CHANNELS_GREP: grep, CI } = process.env;
  const { Base } = constructor.reporters;
  if (!Base.useColors) {
    // Mocha colours these whether or not there are to be colours.
    Base.symbols.ok = stripVTControlCharacters(Base.symbols.ok);
    Base.symbols.err = stripVTControlCharacters(Base.symbols.err);
  }
  return new constructor({ ui: 'bdd', timeout, forbidOnly: CI !== undefined, ...(grep && { grep }) });
}

/** Runs what has been loaded, leaves the counts for the one that sums up, and resolves to the number of failures. */
export function runMocha(mocha: Mocha): Promise<number> {
  return new Promise(resolve => {
    const runner = mocha.run(failures => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      const counts: Counts = { passed: passes, failed: failures, pending };
      const { LIVE_CHANNELS_COUNTS: file } = process.env;
      if (file) writeFileSync(file, JSON.stringify(counts));
      resolve(failures);
    });
  });
}
