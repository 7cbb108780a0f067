import * as vscode from 'vscode';
import type { SnippetRange } from '../../protocol/bodies';
import { snippetDraft, type Source } from '../../snippet/snippet';
import { selectedCode, type Code } from '../editorSource';
import type { Candidate } from '../guard/sendGuard';
import { repositoryOf } from './gitApi';
import type { Parcel } from './parcel';
import { noEditor } from './sender';

/** The code with branch and commit, where its file is in a repository. */
export async function withRepository({ source, ranges, uri }: Code): Promise<Code> {
  const repository = await repositoryOf(uri);
  return { source: { ...source, ...(repository && { repository }) }, ranges, uri };
}

/** What the guard is shown of code: each piece with its first line. */
export function candidatesOf({ source, ranges, uri }: Code): Candidate[] {
  return ranges.map(({ code, startLine }) => ({ label: source.path ?? uri.path, uri, text: code, startLine }));
}

/** A parcel of one snippet. @throws AppError `input` when there is nothing in it. */
export function snippetParcel(source: Source, ranges: readonly SnippetRange[], candidates: Candidate[]): Parcel {
  const draft = (comment: string) => snippetDraft(source, ranges, comment);
  const { text } = draft('');
  return { what: text, candidates, drafts: comment => [draft(comment)] };
}

/** What is selected in the editor in front. @throws AppError `input` when there is none, or nothing is selected. */
export async function selectionParcel(): Promise<Parcel> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw noEditor();
  const selected = selectedCode(editor);
  // Before git is asked: an empty selection is said at once.
  snippetDraft(selected.source, selected.ranges, '');
  const code = await withRepository(selected);
  return snippetParcel(code.source, code.ranges, candidatesOf(code));
}
