import { join } from 'node:path';
import type { Stage } from './stage';

/**
 * Writes what every window showed when a test of this suite has failed, to a folder of `out/e2e` that is called like it.
 * To be called within `describe`.
 */
export function reportFailures(stage: () => Stage): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await stage().report(join(__dirname, '../../../out/e2e', this.currentTest.title.replaceAll(/\W+/g, '-')));
  });
}
