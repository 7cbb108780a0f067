import type { Draft } from '../protocol/content';
import type { Place } from './filePart';

/** One thing that the guard looks at. */
export interface Candidate {
  /** As the person knows it: `src/a.ts`, `the input`. */
  readonly label: string;
  /** The file it is from. */
  readonly place?: Place;
  /** A path that is only told of, as a patch tells of it. */
  readonly path?: string;
  /** Absent for images. */
  readonly text?: string;
  /** The line of the file where `text` starts. */
  readonly startLine?: number;
}

/** What was gathered to be sent. */
export interface Parcel {
  /** What it is, in few words: it completes "Sent … to demo". */
  readonly what: string;
  /** What the person should know of it: what is left out. */
  readonly note?: string;
  readonly candidates: readonly Candidate[];
  readonly draft: Draft;
}
