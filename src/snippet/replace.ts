import { sentence, type Sentence } from '../base/sentence';
import type { SnippetBody, SnippetRange } from '../protocol/bodies';
import { fitIndent, type IndentStyle } from './indent';
import { linesOf, withLf, type Position, type TextChange } from './lines';
import { SearchedText, type Place } from './place';
import { TooMuchWork } from './workBudget';

/** What received code would change in the text that is here. */
export interface Replacement {
  /** In the order of the text, none over another; lines end with LF. */
  changes: TextChange[];
  /** One sentence for each piece that cannot take a place. */
  troubles: Sentence[];
  /** How many pieces stand here already as they were sent. */
  same: number;
  /** How many go to another line than the one they were sent from. */
  moved: number;
  /** One sentence for each piece that takes a place of which the person should know more. */
  notes: Sentence[];
}

type Piece = { change: TextChange; moved?: true; note?: Sentence } | { trouble: Sentence } | { same: true };

/**
 * Puts received code in the place of what stands here: a suggestion in the place of what it was made for, found by its
 * content; other code where it stands here in another layout, or else on the lines it was sent from.
 * @param text as editors have it.
 * @param style how the file here is indented.
 */
export function replacement(text: string, { whole, ranges }: SnippetBody, style: IndentStyle): Replacement {
  const [only] = ranges;
  const isWhole = whole === true && only !== undefined && ranges.length === 1;
  const here: Here = { text: new SearchedText(text), lines: linesOf(text) };
  const pieces = isWhole ? [wholePiece(here.lines, only)] : ranges.map(range => pieceWithin(here, range, style));
  const found = pieces.flatMap(piece => ('change' in piece ? [piece.change] : []));
  const { changes, dropped } = withoutOverlaps(found);
  const troubles = pieces.flatMap(piece => ('trouble' in piece ? [piece.trouble] : []));
  if (dropped > 0) troubles.push(sentence('{0} of the pieces would take the same place as another one.', dropped));
  const moved = pieces.filter(piece => 'moved' in piece).length;
  const notes = pieces.flatMap(piece => ('note' in piece ? [piece.note] : []));
  return { changes, troubles, same: pieces.filter(piece => 'same' in piece).length, moved, notes };
}

/** The range's lines as the sender had them: `line 3`, `lines 3 to 5`. */
export function linesOfRange({ startLine, endLine }: Pick<SnippetRange, 'startLine' | 'endLine'>): Sentence {
  return startLine === endLine ? sentence('line {0}', startLine) : sentence('lines {0} to {1}', startLine, endLine);
}

/** A text, and the same as lines. */
interface Here {
  readonly text: SearchedText;
  readonly lines: readonly string[];
}

function pieceWithin(here: Here, range: SnippetRange, style: IndentStyle): Piece {
  try {
    return pieceOf(here, range, style);
  } catch (thrown) {
    if (!(thrown instanceof TooMuchWork)) throw thrown;
    return { trouble: sentence('To look for {0} in this file takes too long.', linesOfRange(range)) };
  }
}

function pieceOf(here: Here, range: SnippetRange, style: IndentStyle): Piece {
  if (range.was !== undefined) return suggested(here, range, range.was, style);
  const { text, lines } = here;
  const place = text.find(range);
  if (place && !isOwn(place, range)) return standsElsewhere(place, range);
  if (place) return place.how === 'similar' ? inPlace(lines, place, range, style) : { same: true };
  const [start, end] = [range.startLine - 1, range.endLine - 1];
  if (end >= lines.length || end < start) {
    const sentFrom = linesOfRange(range);
    const trouble =
      lines.length === 1
        ? sentence('It was sent from {0}, and the file here has one line.', sentFrom)
        : sentence('It was sent from {0}, and the file here has {1} lines.', sentFrom, lines.length);
    return { trouble };
  }
  const column = (line: number, at: number) => Math.min(at - 1, lines[line]?.length ?? 0);
  const from: Position = { line: start, column: column(start, range.startColumn) };
  const isWholeLine = (lines[start] ?? '').slice(0, from.column).trim() === '';
  // Where a line of the sender ended says nothing of where the one here does.
  const toEnd = isWholeLine && range.endColumn > 1;
  const to: Position = { line: end, column: toEnd ? (lines[end]?.length ?? 0) : column(end, range.endColumn) };
  if (start === end && to.column < from.column) to.column = from.column;
  const change = { start: from, end: to, text: withLf(range.code) };
  const note = sentence('What is on {0} here is not what was sent, and would be replaced.', linesOfRange(range));
  return { change, note };
}

/** Whether code stands on the line it was sent from. */
function isOwn({ how, start }: Place, { startLine }: SnippetRange): boolean {
  return how === 'same' || start.line === startLine - 1;
}

/** Code that stands elsewhere may be there for another reason: short code does in any file. */
function standsElsewhere({ start }: Place, range: SnippetRange): Piece {
  return {
    trouble: sentence('It stands at line {0} here, and was sent for {1}.', start.line + 1, linesOfRange(range)),
  };
}

/** What to say of a place that is not the only one. */
function noteOf(place: Place, range: SnippetRange): { note?: Sentence } {
  if (isOwn(place, range) || place.others === 0) return {};
  const [was, now] = [linesOfRange(range), place.start.line + 1];
  const note = sentence(
    'What was on {0} is at {1} places here: the nearest is taken, at line {2}.',
    was,
    place.others + 1,
    now,
  );
  return { note };
}

function suggested({ text, lines }: Here, range: SnippetRange, was: string, style: IndentStyle): Piece {
  const place = text.find({ ...range, code: was });
  const done = text.find(range);
  // What was may still be found inside of what took its place.
  if (done && (!place || isLarger(done, place)))
    return isOwn(done, range) ? { same: true } : standsElsewhere(done, range);
  if (place?.how === 'similar') {
    const piece = inPlace(lines, place, range, style);
    if ('change' in piece) return { ...piece, ...noteOf(place, range) };
    return isOwn(place, range) ? piece : standsElsewhere(place, range);
  }
  if (place) {
    const change = { start: place.start, end: place.end, text: withLf(range.code) };
    return { change, ...(place.how === 'moved' && { moved: true }), ...noteOf(place, range) };
  }
  return { trouble: sentence('What was on {0} is not in the file here.', linesOfRange(range)) };
}

/** Whether one place has all of the other in it, and more. */
function isLarger(one: Place, other: Place): boolean {
  const before = isBefore(one.start, other.start);
  const behind = isBefore(other.end, one.end);
  return (before || behind) && !isBefore(other.start, one.start) && !isBefore(one.end, other.end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** Where what stands here has another layout, what takes its place gets that layout too. */
function inPlace(
  lines: readonly string[],
  { start, end }: Place,
  { code, startColumn }: SnippetRange,
  style: IndentStyle,
): Piece {
  const line = lines[start.line] ?? '';
  const lead = /^[ \t]*/.exec(line)?.[0] ?? '';
  const fitted = fitIndent(code, startColumn, lead, style);
  const change = { start, end, text: start.column === 0 ? lead + fitted : fitted };
  const stands = lines.slice(start.line, end.line + 1);
  stands[stands.length - 1] = (stands.at(-1) ?? '').slice(0, end.column);
  stands[0] = (stands[0] ?? '').slice(start.column);
  return stands.join('\n') === change.text ? { same: true } : { change };
}

/** A whole file: only the lines that differ, from the first to the last, are touched. */
function wholePiece(here: readonly string[], { code, was }: SnippetRange): Piece {
  const theirs = linesOf(code);
  if (was !== undefined && withLf(was) !== here.join('\n') && here.join('\n') !== theirs.join('\n')) {
    return { trouble: sentence('The file here is not the one that was sent.') };
  }
  let first = 0;
  while (first < here.length && first < theirs.length && here[first] === theirs[first]) first++;
  if (first === here.length && first === theirs.length) return { same: true };
  let last = 0;
  const room = Math.min(here.length, theirs.length) - first;
  while (last < room && here.at(-1 - last) === theirs.at(-1 - last)) last++;
  // With nothing left on one side the change takes in the line break in front, or behind it.
  const takesBreak = first === here.length - last || first === theirs.length - last;
  if (takesBreak && last > 0) last--;
  else if (takesBreak && first > 0) first--;
  const end = here.length - last - 1;
  const change = {
    start: { line: first, column: 0 },
    end: { line: end, column: here[end]?.length ?? 0 },
    text: theirs.slice(first, theirs.length - last).join('\n'),
  };
  return { change };
}

function withoutOverlaps(found: readonly TextChange[]): { changes: TextChange[]; dropped: number } {
  const sorted = found.toSorted((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
  const changes: TextChange[] = [];
  for (const change of sorted) {
    const last = changes.at(-1)?.end;
    const isFree =
      !last || last.line < change.start.line || (last.line === change.start.line && last.column <= change.start.column);
    if (isFree) changes.push(change);
  }
  return { changes, dropped: found.length - changes.length };
}
