import type { DiagnosticNote, SnippetBody, SnippetRange } from '../../../src/protocol/bodies';
import { t } from '../l10n';
import { code } from '../text';
import type { Listing } from './block';
import { lineDiff, numbered } from './lineDiff';
import type { DiffLine } from './lineDiff';
import type { CodeLine, Span } from './tokens';

/** What a snippet has to show, line by line. */

/** The worse one wins where two have something to say of a line. */
const SEVERITY: Record<DiagnosticNote['severity'], number> = { error: 0, warning: 1, information: 2, hint: 3 };

/** More of them on one line tell no more. */
const MAX_MARKS = 20;

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
  const all = linesOf(range.code);
  const first = (max: number) => {
    const lines = all.slice(0, max).map((text, at): MarkedLine => ({ text, number: `${startLine + at}` }));
    markAll(lines, range, diagnostics);
    return lines;
  };
  const label = t('Code from line {0} to {1}', startLine, startLine + all.length - 1);
  return { label, size: all.length, first };
}

/** A message is drawn often and its change worked out once. */
const known = new WeakMap<SnippetRange, DiffLine[]>();

function changed(range: SnippetRange, was: string): Listing {
  const { startLine } = range;
  const all = known.get(range) ?? changeOf(was, range.code);
  known.set(range, all);
  return {
    label: t('Change from line {0}', startLine),
    size: all.length,
    first: max => numbered(all, { before: startLine, after: startLine }, max),
  };
}

/** What is empty has no line: all of it was taken out, or all of it is new. */
function changeOf(was: string, text: string): DiffLine[] {
  const [before, after] = [was, text].map(one => (one === '' ? [] : linesOf(one)));
  return lineDiff(before ?? [], after ?? []);
}

interface MarkedLine extends CodeLine {
  marks?: Span[];
}

/** The worst come first: they say how a line looks, and are not among those that are too many for it. */
function markAll(lines: MarkedLine[], range: SnippetRange, notes: readonly DiagnosticNote[]): void {
  const free = new FreeLines(lines.length);
  for (const note of [...notes].sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity])) {
    const last = Math.min(lines.length - 1, note.endLine - range.startLine);
    let at = free.from(Math.max(0, note.startLine - range.startLine));
    for (; at <= last; at = free.from(at + 1)) {
      const line = lines[at];
      if (!line) break;
      line.look ??= note.severity;
      const marks = (line.marks ??= []);
      marks.push(spanIn(line.text, at, range, note));
      if (marks.length >= MAX_MARKS) free.take(at);
    }
  }
}

/** Which lines have room for a mark: those without are stepped over together, however many notes lie on them. */
class FreeLines {
  /** For each line where to look next; itself while it is free. One more stands behind the last. */
  private readonly next: Uint32Array;

  constructor(count: number) {
    this.next = Uint32Array.from({ length: count + 1 }, (_, at) => at);
  }

  /** The first free line from here on; the count of all if there is none. */
  from(line: number): number {
    const end = this.next.length - 1;
    let at = Math.min(line, end);
    for (let to = this.at(at); to !== at; to = this.at(at)) {
      // Each step shortens the way for the next one who comes here.
      this.next[at] = this.at(to);
      at = to;
    }
    return at;
  }

  take(line: number): void {
    this.next[line] = line + 1;
  }

  private at(line: number): number {
    return this.next[line] ?? line;
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
