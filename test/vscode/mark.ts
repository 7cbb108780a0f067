/** Starts each line of the tests in an extension host, to tell them from those of VS Code, which come the same way. */
export const MARK = '\u2063';
