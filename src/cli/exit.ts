/** How the command ends; README.md beside this file lists them for whoever calls it. */
export const EXIT = {
  done: 0,
  /** No connection, or nobody has confirmed what was sent. */
  undelivered: 1,
  /** An option, a file or an input that is of no use. */
  usage: 2,
  /** The guard found something that may not be meant for others. */
  keptBack: 3,
  /** The channel needs a key, or another one. */
  key: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What the person or the script that calls is told before it ends: one sentence, and how it ends. */
export class CliError extends Error {
  constructor(
    readonly exit: ExitCode,
    message: string,
  ) {
    super(message);
  }
}

/** What was typed, or was to be read, is of no use. */
export function usage(message: string): CliError {
  return new CliError(EXIT.usage, message);
}
