/** How far behind the latest a number may come in. A server passes on in order; one of several may not quite. */
const SIZE = 256;

/** Lets each number of a voice through once, and none that is far behind or below a floor. */
export class ReplayWindow {
  /** At a number's remainder the latest number that was let through with it. */
  private readonly seen = new Float64Array(SIZE);
  private highest = 0;
  private floor = 0;

  /** @param n from 1. @returns false for one that was here before, or may have been. */
  admit(n: number): boolean {
    const slot = n % SIZE;
    if (n <= this.floor || n <= this.highest - SIZE || this.seen[slot] === n) return false;
    this.seen[slot] = n;
    this.highest = Math.max(this.highest, n);
    return true;
  }

  /** From now on only what is above this number. */
  raise(n: number): void {
    this.floor = Math.max(this.floor, n);
  }
}
