import { AppError } from '../base/errors';
import { LIMITS, type Kind, type SnippetBody, type SnippetRange } from '../protocol/bodies';
import type { Draft } from '../protocol/content';

/** Where code comes from, and what is to be said of it. */
export type Source = Omit<SnippetBody, 'ranges' | 'comment' | 'whole'> & { whole?: boolean };

/** The selections that hold any text, in the order of the file, those that touch or overlap kept apart. */
export function usableRanges(ranges: readonly SnippetRange[]): SnippetRange[] {
  return ranges
    .filter(range => range.code !== '')
    .sort((a, b) => a.startLine - b.startLine || a.startColumn - b.startColumn);
}

/** `src/a.ts:3-5` as a person writes it; several ranges with commas. Of a cell or a terminal lines would say nothing. */
export function placeOf({ path, whole, terminal, cell, ranges }: SnippetBody): string {
  if (terminal) return 'terminal';
  const name = path ?? 'untitled';
  if (cell !== undefined) return `${name}, cell ${cell}`;
  if (whole) return name;
  const lines = ranges.map(({ startLine: first, endLine: last }) => (first === last ? `${first}` : `${first}-${last}`));
  return `${name}:${lines.join(',')}`;
}

/**
 * What is sent of a piece of code.
 * @throws AppError `input` when there is nothing to send, or too many pieces.
 */
export function snippetBody({ whole, ...source }: Source, ranges: readonly SnippetRange[]): SnippetBody {
  const usable = usableRanges(ranges);
  if (usable.length === 0) {
    throw whole
      ? new AppError('input', 'This file is empty.')
      : new AppError('input', 'Nothing is selected: select the code to send.');
  }
  if (usable.length > LIMITS.ranges) {
    throw new AppError('input', 'There are {0} selections and a snippet holds {1}.', [usable.length, LIMITS.ranges]);
  }
  return { ...source, ...(whole === true && { whole }), ranges: usable };
}

/**
 * Makes the message for a piece of code.
 * @throws AppError `input` when there is nothing to send, or too many pieces.
 */
export function snippetDraft(source: Source, ranges: readonly SnippetRange[], comment: string): Draft {
  const said = comment.trim();
  const body: SnippetBody = { ...snippetBody(source, ranges), ...(said !== '' && { comment: said }) };
  return { type: 'snippet', text: plainText({ type: 'snippet', ...body }), ...body };
}

/** What a plain itty client shows of it: the comment, or else what it is. */
export function plainText(kind: Exclude<Kind, { type: 'chat' }>): string {
  if (kind.comment !== undefined) return kind.comment;
  switch (kind.type) {
    case 'snippet':
      return placeOf(kind);
    case 'image':
      return kind.name;
    case 'patch':
      return kind.commit?.message.split('\n')[0] ?? kind.title;
    case 'bundle':
      return kind.snippets.map(placeOf).join(', ');
  }
}
