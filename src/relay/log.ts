/** One event for the log: counts and codes. Never a key, a query, a channel's name, a uid or content. */
export class LogEntry {
  constructor(
    readonly level: 'info' | 'warning',
    readonly event: string,
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {}

  /** One line: `joined connections=3`. */
  toString(): string {
    return [this.event, ...Object.entries(this.details).map(([name, value]) => `${name}=${value}`)].join(' ');
  }
}

export type Log = (entry: LogEntry) => void;
