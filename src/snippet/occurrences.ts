import type { Position } from './lines';

/** Something that is read by index: the letters of a text, or its lines as numbers. */
export interface Sequence {
  readonly length: number;
  readonly at: (index: number) => number;
}

/**
 * Calls back with every place, in order, at which `wanted` stands in `text`, overlapping ones included (Knuth, Morris and
 * Pratt): linear however often a beginning repeats, which a search that starts anew each time is not.
 */
export function occurrences(text: Sequence, wanted: Sequence, found: (start: number) => void): void {
  if (wanted.length === 0 || wanted.length > text.length) return;
  const back = fallbacks(wanted);
  let matched = 0;
  for (let index = 0; index < text.length; index++) {
    const one = text.at(index);
    while (matched > 0 && one !== wanted.at(matched)) matched = back[matched - 1] ?? 0;
    if (one === wanted.at(matched)) matched++;
    if (matched < wanted.length) continue;
    found(index - wanted.length + 1);
    matched = back[matched - 1] ?? 0;
  }
}

/** For each beginning of `wanted`, how long the longest shorter beginning is that it ends with. */
function fallbacks(wanted: Sequence): Int32Array {
  const back = new Int32Array(wanted.length);
  let matched = 0;
  for (let index = 1; index < wanted.length; index++) {
    const one = wanted.at(index);
    while (matched > 0 && one !== wanted.at(matched)) matched = back[matched - 1] ?? 0;
    if (one === wanted.at(matched)) matched++;
    back[index] = matched;
  }
  return back;
}

/** Keeps the one of many positions that is nearest to another: by lines, then by columns, the earlier of two. */
export class Nearest {
  best: Position | undefined;
  /** How many there were. */
  count = 0;
  private lines = Infinity;
  private columns = Infinity;

  constructor(private readonly to: Position) {}

  offer(line: number, column: number): void {
    this.count++;
    const lines = Math.abs(line - this.to.line);
    const columns = Math.abs(column - this.to.column);
    if (lines > this.lines || (lines === this.lines && columns >= this.columns)) return;
    this.best = { line, column };
    this.lines = lines;
    this.columns = columns;
  }
}
