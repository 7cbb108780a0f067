import type { SnippetRange } from '../protocol/bodies';
import { withLf, type Position } from './lines';
import { Nearest, occurrences, type Sequence } from './occurrences';
import { WorkBudget } from './workBudget';

/** The letters that all searches in one text may read together: a second or two, and many times the longest text. */
const MAX_WORK = 200_000_000;
/** To look at a place that was found takes as long as to read that many letters. */
const PER_PLACE = 8;

/** Where received code stands in a text. Lines and columns count from 0. */
export interface Place {
  /**
   * `same`: on the line it was sent from. `moved`: elsewhere. `similar`: but for indentation, white space and the ends of
   * lines.
   */
  how: 'same' | 'moved' | 'similar';
  start: Position;
  end: Position;
  /** How many other places would do as well: this one is the nearest to where it was. */
  others: number;
}

/** What of a range says where to look. */
export type Sought = Pick<SnippetRange, 'startLine' | 'startColumn' | 'code'>;

/**
 * Finds the place of received code by its content; `undefined` when it is not there. Takes time linear in the text and
 * the code, whatever they are: both may be 8 MB of one letter.
 */
export function placeOfCode(text: string, sought: Sought): Place | undefined {
  return new SearchedText(text).find(sought);
}

/** A text in which many pieces of code are looked for: it is prepared once, and all of them share one budget of work. */
export class SearchedText {
  private readonly text: string;
  private readonly budget = new WorkBudget(MAX_WORK);
  private numbered: NumberedLines | undefined;

  constructor(text: string) {
    this.text = withLf(text);
  }

  /** As `placeOfCode`. @throws TooMuchWork when the searches in this text have taken too long. */
  find(sought: Sought): Place | undefined {
    const code = withLf(sought.code);
    if (code.trim() === '') return undefined;
    const exact = exactPlace(this.text, code, sought, this.budget);
    if (exact) return exact;
    this.numbered ??= new NumberedLines(this.text.split('\n'));
    return similarPlace(this.numbered, code.split('\n'), sought, this.budget);
  }
}

/** Where the code stands as it is: whole words, but for the very place it was sent from. */
function exactPlace(
  text: string,
  code: string,
  { startLine, startColumn }: Sought,
  budget: WorkBudget,
): Place | undefined {
  budget.spend(text.length + code.length);
  const old: Position = { line: startLine - 1, column: startColumn - 1 };
  const near = new Nearest(old);
  let line = 0;
  let lineStart = 0;
  let lineEnd = text.indexOf('\n');
  occurrences(letters(text), letters(code), offset => {
    budget.spend(PER_PLACE);
    while (lineEnd !== -1 && lineEnd < offset) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf('\n', lineStart);
    }
    const column = offset - lineStart;
    const isOld = line === old.line && column === old.column;
    if (isOld || (isEdge(text, offset) && isEdge(text, offset + code.length))) near.offer(line, column);
  });
  if (!near.best) return undefined;
  const how = near.best.line === old.line ? 'same' : 'moved';
  return { how, start: near.best, end: endOf(near.best, code), others: near.count - 1 };
}

function letters(text: string): Sequence {
  return { length: text.length, at: index => text.charCodeAt(index) };
}

/** Whether no word goes on over this offset. */
function isEdge(text: string, offset: number): boolean {
  return offset === 0 || offset === text.length || !(isWord(text[offset - 1]) && isWord(text[offset]));
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}

function endOf({ line, column }: Position, code: string): Position {
  const last = code.lastIndexOf('\n');
  if (last === -1) return { line, column: column + code.length };
  return { line: line + code.split('\n').length - 1, column: code.length - last - 1 };
}

/** Line by line, each without white space at both ends and with single spaces within. */
function similarPlace(
  text: NumberedLines,
  code: readonly string[],
  sought: Sought,
  budget: WorkBudget,
): Place | undefined {
  const wanted = code.map(collapsed);
  while (wanted.at(-1) === '') wanted.pop();
  const blank = wanted.findIndex(line => line !== '');
  wanted.splice(0, blank);
  const near = new Nearest({ line: sought.startLine - 1 + blank, column: 0 });
  const numbers = text.numbersOf(wanted);
  if (!numbers) return undefined;
  budget.spend(text.lines.length + wanted.length);
  occurrences(text.numbers, numbers, line => {
    budget.spend(PER_PLACE);
    near.offer(line, 0);
  });
  if (!near.best) return undefined;
  const { line } = near.best;
  const end = line + wanted.length - 1;
  const [first = '', last = ''] = [text.lines[line], text.lines[end]];
  const isWholeLine = blank > 0 || sought.startColumn === 1;
  return {
    how: 'similar',
    start: { line, column: isWholeLine ? 0 : first.length - first.trimStart().length },
    end: { line: end, column: last.trimEnd().length },
    others: near.count - 1,
  };
}

function collapsed(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}

function sequence(numbers: Int32Array): Sequence {
  return { length: numbers.length, at: index => numbers[index] ?? -1 };
}

/** Lines of a text, with equal numbers for equal ones: to compare long ones again and again would not be linear. */
class NumberedLines {
  readonly numbers: Sequence;
  private readonly known = new Map<string, number>();

  constructor(readonly lines: readonly string[]) {
    const numberOf = (line: string) => {
      const one = collapsed(line);
      const number = this.known.get(one) ?? this.known.size;
      this.known.set(one, number);
      return number;
    };
    this.numbers = sequence(Int32Array.from(lines, numberOf));
  }

  /** The numbers of some collapsed lines; `undefined` when the text does not have all of them. */
  numbersOf(wanted: readonly string[]): Sequence | undefined {
    const numbers = Int32Array.from(wanted, line => this.known.get(line) ?? -1);
    return numbers.includes(-1) ? undefined : sequence(numbers);
  }
}
