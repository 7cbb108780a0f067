import type * as vscode from 'vscode';

/** One thing that is about to leave. */
export interface Candidate {
  /** As the person knows it: the shown path, or "Selection in src/a.ts", "Terminal selection". */
  readonly label: string;
  /** The file it is from, where there is one: for git-ignore, never-send patterns. */
  readonly uri?: vscode.Uri;
  /** Its text as it would be sent; absent for images. */
  readonly text?: string;
  /** Line of the file where `text` starts, from 1. Absent: the text is not as in the file, as a patch is not. */
  readonly startLine?: number;
  /** Bytes, where it is no text. */
  readonly bytes?: number;
}

/** Why something may not be meant for others. */
export interface Concern {
  readonly candidate: Candidate;
  /** What was found, in a few words: "GitHub token", "ignored by git". */
  readonly what: string;
  /** The line it is in, from 1: of the file if the candidate has a `startLine`, else of its text. */
  readonly line?: number;
}
