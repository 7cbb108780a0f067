import { writeFileSync } from 'node:fs';
import type Mocha from 'mocha';

/** How a part of the tests ended, handed from the process that ran it to the one that sums up. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** Runs what has been loaded, writes the counts to a file if one is named, and resolves to the number of failures. */
export function runMocha(mocha: Mocha, countsFile: string | undefined): Promise<number> {
  return new Promise(resolve => {
    const runner = mocha.run(failures => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      const counts: Counts = { passed: passes, failed: failures, pending };
      if (countsFile) writeFileSync(countsFile, JSON.stringify(counts));
      resolve(failures);
    });
  });
}
