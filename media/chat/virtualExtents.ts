/**
 * How high each row of a list is: measured once it was shown, guessed before that. Pixels, from the lower edge of the row
 * above to its own, so that margins are counted once. Knows nothing of the DOM.
 *
 * Sums are plain loops over an array of numbers: ten thousand take about ten microseconds.
 */
export class Extents {
  /** `NaN` for what was never measured. */
  private readonly measured: number[] = [];
  private guess = 40;

  get count(): number {
    return this.measured.length;
  }

  /** Replaces so many by others, of which some are known: `NaN` for what is not. */
  splice(at: number, gone: number, added: readonly number[]): void {
    // One by one at the end, in one go elsewhere: a spread of all at once would be too many arguments.
    if (at === this.measured.length && gone === 0) for (const one of added) this.measured.push(one);
    else this.measured.splice(at, gone, ...added);
  }

  get(index: number): number {
    return this.measured[index] ?? NaN;
  }

  set(index: number, extent: number): void {
    this.measured[index] = extent;
  }

  /** What was never measured is taken to be as high as the average of what was, from now on. */
  learn(): void {
    const known = this.measured.filter(extent => !Number.isNaN(extent));
    if (known.length > 0) this.guess = known.reduce((sum, extent) => sum + extent, 0) / known.length;
  }

  /** Of the rows from `from` to before `to`, together. */
  between(from: number, to: number): number {
    let sum = 0;
    for (let index = from; index < to; index += 1) sum += this.of(index);
    return sum;
  }

  /** The row that stands so far below the upper edge of all: the first or the last for what is beyond. */
  at(offset: number): number {
    let bottom = 0;
    for (let index = 0; index < this.measured.length - 1; index += 1) {
      bottom += this.of(index);
      if (bottom > offset) return index;
    }
    return Math.max(0, this.measured.length - 1);
  }

  private of(index: number): number {
    const extent = this.measured[index] ?? NaN;
    return Number.isNaN(extent) ? this.guess : extent;
  }
}
