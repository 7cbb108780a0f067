import type { RunOptions } from '../vscode/mocha';

/** What the process that started the tests has told them, in the settings of the window under test. */
export interface Told {
  /** The address of that process; see test/vscode/testControl.ts for what can be asked of it. */
  readonly control: string;
  readonly run: RunOptions;
  /** Of each group of tests only that many, the first. */
  readonly each?: number;
  /** Lines of the tests are to be told from those of VS Code. */
  readonly marked: boolean;
}

/** The setting that all of it is in: a worker has no environment. */
export const TOLD = 'liveChannelsTests';
