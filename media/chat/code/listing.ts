import type { DiagnosticNote, SnippetBody, SnippetRange } from '../../../src/protocol/bodies';
import { code } from '../text';
import type { Listing } from './block';
import { lineDiff, numbered } from './lineDiff';
import type { CodeLine, Span } from './tokens';

/** What a snippet has to show, line by line. */

/** The worse one wins where two have something to say of a line. */
const SEVERITY: Record<DiagnosticNote['severity'], number> = { error: 0, warning: 1, information: 2, hint: 3 };

/** Without the empty line behind a last line break. */
export function linesOf(text: string): string[] {
  const lines = code(text).split('\n');
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

export function listingsOf({ ranges, diagnostics = [] }: SnippetBody): Listing[] {
  return ranges.map(range => (range.was === undefined ? plain(range, diagnostics) : changed(range, range.was)));
}

function plain(range: SnippetRange, diagnostics: readonly DiagnosticNote[]): Listing {
  const { startLine } = range;
  const lines = linesOf(range.code).map((text, at): CodeLine => ({ text, number: `${startLine + at}` }));
  const worstLast = [...diagnostics].sort((a, b) => SEVERITY[b.severity] - SEVERITY[a.severity]);
  for (const note of worstLast) mark(lines, range, note);
  return { label: `Code from line ${startLine} to ${startLine + lines.length - 1}`, lines };
}

function changed({ startLine, code: text }: SnippetRange, was: string): Listing {
  // What is empty has no line: all of it was taken out, or all of it is new.
  const [before, after] = [was, text].map(one => (one === '' ? [] : linesOf(one)));
  const lines = numbered(lineDiff(before ?? [], after ?? []), { before: startLine, after: startLine });
  return { label: `Change from line ${startLine}`, lines };
}

function mark(lines: CodeLine[], range: SnippetRange, note: DiagnosticNote): void {
  const first = Math.max(0, note.startLine - range.startLine);
  const last = Math.min(lines.length - 1, note.endLine - range.startLine);
  for (let at = first; at <= last; at += 1) {
    const line = lines[at];
    if (!line) continue;
    line.look = note.severity;
    line.marks = [...(line.marks ?? []), spanIn(line.text, at, range, note)];
  }
}

/** What is not in the line is left out; a place without length marks the word that begins there, or else one character. */
function spanIn(text: string, at: number, range: SnippetRange, note: DiagnosticNote): Span {
  const line = range.startLine + at;
  const shift = at === 0 ? range.startColumn : 1;
  const start = line === note.startLine ? note.startColumn - shift : text.length - text.trimStart().length;
  const end = line === note.endLine ? note.endColumn - shift : text.length;
  const from = Math.max(0, Math.min(start, text.length - 1));
  if (end > from) return { start: from, end: Math.min(end, text.length) };
  const word = /^\w+/.exec(text.slice(from))?.[0].length ?? 1;
  return { start: from, end: from + word };
}
