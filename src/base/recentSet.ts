/** Remembers the latest `limit` keys; what came first is forgotten first. */
export class RecentSet {
  private readonly keys = new Set<string>();

  constructor(private readonly limit: number) {}

  /** True when the key was not remembered yet. */
  add(key: string): boolean {
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    if (this.keys.size > this.limit) {
      const [oldest] = this.keys;
      if (oldest !== undefined) this.keys.delete(oldest);
    }
    return true;
  }
}
