import type Mocha from 'mocha';

/** How a part of the tests ended, handed from the process that ran it to the one that sums up. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** What a run of tests is told; a JSON value, as it goes into the settings of the window under test. */
export interface RunOptions {
  /** Milliseconds for a test. */
  readonly timeout: number;
  /** Empty: all. */
  readonly grep: string;
  readonly forbidOnly: boolean;
  readonly colours: boolean;
}

/** A mocha as `npm test` wants it. It runs without Node too. */
export function createMocha(constructor: typeof Mocha, { timeout, grep, forbidOnly, colours }: RunOptions): Mocha {
  const { Base } = constructor.reporters;
  Base.useColors = colours;
  if (!colours) {
    // Mocha colours these whether or not there are to be colours.
    Base.symbols.ok = withoutColours(Base.symbols.ok);
    Base.symbols.err = withoutColours(Base.symbols.err);
  }
  const reporter = constructor.reporters.Spec;
  return new constructor({ ui: 'bdd', reporter, timeout, forbidOnly, ...(grep !== '' && { grep }) });
}

/** Runs what has been loaded. */
export function runMocha(mocha: Mocha): Promise<Counts> {
  return new Promise(resolve => {
    const runner = mocha.run(failed => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed, pending });
    });
  });
}

function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours begin with one
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
