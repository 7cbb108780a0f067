/** More are not remembered: those that were written to longest ago are forgotten. */
const MAX_RECIPIENTS = 1_000;

/** The connections that were written to lately, to know a server's errors about them. */
export class Recipients {
  private readonly uids = new Set<string>();

  add(uid: string): void {
    this.uids.delete(uid);
    this.uids.add(uid);
    const [oldest] = this.uids;
    if (this.uids.size > MAX_RECIPIENTS && oldest !== undefined) this.uids.delete(oldest);
  }

  clear(): void {
    this.uids.clear();
  }

  /** Whether an error names one of them, as one about an unknown recipient does. */
  areNamedIn(error: string): boolean {
    return [...this.uids].some(uid => error.includes(uid));
  }
}
