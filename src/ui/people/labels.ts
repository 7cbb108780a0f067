/** How a name beside a cursor looks: at first it is to be seen, then it fades. */
export type LabelPhase = 'full' | 'faded' | 'gone';

/** Milliseconds after somebody has moved. */
export const FULL_FOR = 3_000;
export const FADED_AT_END = 5_000;

/** Knows when people last moved, for the names at their cursors. */
export class Labels {
  private readonly moves = new Map<string, { readonly where: string; readonly at: number }>();

  /**
   * Somebody is somewhere.
   *
   * @param who names them, and `where` their place; a label shows from the moment on when that is another one.
   * @param now milliseconds.
   */
  phase(who: string, where: string, now: number): LabelPhase {
    const before = this.moves.get(who);
    const move = before?.where === where ? before : { where, at: now };
    this.moves.set(who, move);
    const passed = now - move.at;
    if (passed < FULL_FOR) return 'full';
    return passed < FADED_AT_END ? 'faded' : 'gone';
  }

  /** In how many milliseconds a label looks different; `undefined` when none will. */
  next(now: number): number | undefined {
    const due = [...this.moves.values()].flatMap(({ at }) => [at + FULL_FOR, at + FADED_AT_END]);
    const waits = due.map(at => at - now).filter(wait => wait > 0);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** Forgets all but these. */
  keep(who: ReadonlySet<string>): void {
    for (const known of this.moves.keys()) if (!who.has(known)) this.moves.delete(known);
  }
}
