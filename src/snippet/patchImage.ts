import type { WorkBudget } from './workBudget';

/** Moving lines in memory is that much cheaper than comparing them. */
const MOVED_AT_ONCE = 16;

/** What stands for a line that no hunk may match any more. */
const PATCHED = -1;

/** Where a hunk is looked for. */
export interface Search {
  /** Index of a line in the image. */
  hint: number;
  /** Only at the beginning, or only at the end: what the hunk shows is where the file begins or ends. */
  begins: boolean;
  ends: boolean;
}

/**
 * A file's lines as numbers while hunks are put into it, as `git apply` keeps them: a hunk's place is counted with the
 * hunks before it put in, and what a hunk has touched no other may match.
 */
export class PatchImage {
  private readonly numbers = new Map<string, number>();
  private lines: number[];
  /** For each line its index in the file, or PATCHED. */
  private origins: number[];

  constructor(
    lines: readonly string[],
    private readonly budget: WorkBudget,
  ) {
    this.lines = lines.map(line => {
      const number = this.numbers.get(line) ?? this.numbers.size;
      this.numbers.set(line, number);
      return number;
    });
    this.origins = lines.map((_, index) => index);
  }

  /**
   * The place of some lines nearest to the hint, in git's order: there, then each one further, forwards first.
   * @returns the index in the image, `undefined` when they are nowhere. @throws TooMuchWork
   */
  find(wanted: readonly string[], { hint, begins, ends }: Search): number | undefined {
    const numbers = wanted.map(line => this.numbers.get(line) ?? Number.NaN);
    const last = this.lines.length - wanted.length;
    if (numbers.some(Number.isNaN) || last < 0) return undefined;
    if (begins || ends) {
      const only = begins ? 0 : last;
      return (!ends || only === last) && this.matches(numbers, only) ? only : undefined;
    }
    const start = Math.min(hint, this.lines.length);
    for (let away = 0; start + away <= last || start - away >= 0; away++) {
      if (start + away <= last && this.matches(numbers, start + away)) return start + away;
      if (away > 0 && start - away <= last && start - away >= 0 && this.matches(numbers, start - away)) {
        return start - away;
      }
    }
    return undefined;
  }

  /** Index in the file of a line of the image that has not been touched. */
  originOf(index: number): number {
    return this.origins[index] ?? 0;
  }

  /** Puts `count` touched lines in the place of `taken`. @throws TooMuchWork before anything is changed. */
  replace(index: number, taken: number, count: number): void {
    this.budget.spend((this.lines.length + count) / MOVED_AT_ONCE);
    const touched = new Array<number>(count).fill(PATCHED);
    // Not by `splice`: so many arguments as a hunk may have lines do not fit on the stack.
    const put = (all: number[]) => all.slice(0, index).concat(touched, all.slice(index + taken));
    this.lines = put(this.lines);
    this.origins = put(this.origins);
  }

  private matches(numbers: readonly number[], index: number): boolean {
    let same = 0;
    while (same < numbers.length && this.lines[index + same] === numbers[same]) same++;
    this.budget.spend(same + 1);
    return same === numbers.length;
  }
}
