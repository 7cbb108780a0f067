import * as vscode from 'vscode';
import type { Draft } from '../../protocol/content';
import type { Candidate } from '../guard/sendGuard';

/** Something that was gathered to be sent, before anybody was asked where to. */
export interface Parcel {
  /** What it is, in few words: it completes "Send … to #demo". */
  what: string;
  /** A sentence that the person should read before it goes: what is left out. */
  note?: string;
  /** What the guard looks at. */
  candidates: readonly Candidate[];
  /**
   * The messages in the order they go, the comment with the first. The same number every time.
   * @throws AppError `input` when it cannot be sent.
   */
  drafts: (comment: string) => Draft[];
}

/** Names in a note; the others are counted. */
const MAX_NAMED = 5;

/** `a.png (binary), b (a submodule) and 3 more`. */
export function leftOutNote(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const [named, more] = [names.slice(0, MAX_NAMED).join(', '), names.length - MAX_NAMED];
  return more > 0 ? vscode.l10n.t('Left out: {0} and {1} more.', named, more) : vscode.l10n.t('Left out: {0}.', named);
}
