import { writeFileSync } from 'node:fs';
import type Mocha from 'mocha';

/** How a part of the tests ended, handed from the process that ran it to the one that sums up. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** A mocha as `npm test` wants it, which speaks to the processes of its parts through the environment. */
export function createMocha(constructor: typeof Mocha, timeout: number): Mocha {
  const { LIVE_CHANNELS_GREP: grep, LIVE_CHANNELS_COLOR: color, CI } = process.env;
  const mocha = new constructor({ ui: 'bdd', timeout, forbidOnly: CI !== undefined, ...(grep && { grep }) });
  // Not the option of that name, which cannot turn colours off where mocha takes them for granted.
  constructor.reporters.Base.useColors = color === '1';
  return mocha;
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
