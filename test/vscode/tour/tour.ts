import type { Stage } from '../../e2e/support/stage';

export const CHANNEL = 'demo';
export const FILE = 'src/rateLimiter.ts';
/** Of the windows. Pixels. */
export const SIZE = { width: 1240, height: 1080 };

/** The steps of the tour, counted: what each is called is printed, and named when it fails. */
export class Tour {
  private count = 0;

  constructor(readonly stage: Stage) {}

  async step(what: string, act: () => Promise<void>): Promise<void> {
    const began = Date.now();
    console.log(`${++this.count}. ${what}`);
    try {
      await act();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new Error(`Step ${this.count} failed (${what}): ${why}`, { cause: thrown });
    }
    console.log(`   done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
}
