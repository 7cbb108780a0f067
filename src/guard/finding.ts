import type { Sentence } from '../base/sentence';

/** A secret that was found in a text. It says what and where, never the secret itself. */
export interface Finding {
  /** Which rule found it, for tests and for the log: `github`, `assignment`. */
  readonly rule: string;
  /** What it is, in a few words: "GitHub token", "Value of DB_PASSWORD". */
  readonly message: Sentence;
  /** Line and column where it begins, both from 1; columns are UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** A finding whose place is still an offset into the text that was looked at. */
export interface Spot {
  readonly rule: string;
  readonly message: Sentence;
  /** Where it begins and where it ends (exclusive). UTF-16 units. */
  readonly start: number;
  readonly end: number;
}
