/** Thrown when something that arrived would take too long; caught where the person can be told of which part. */
export class TooMuchWork extends Error {}

/**
 * How much work something that arrived may cause, all its parts together: what is hostile can ask for days. It is counted
 * in steps and not in time, so that the same message has the same outcome everywhere.
 */
export class WorkBudget {
  /** @param left steps: comparisons of two letters or lines. */
  constructor(private left: number) {}

  /** @throws TooMuchWork when it is spent, and each time after that. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooMuchWork();
  }
}
