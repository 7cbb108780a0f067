import picomatch from 'picomatch/posix';

/** A pattern ends in case-insensitive matching, as many disks do it, and names that begin with a dot are names. */
const OPTIONS: picomatch.PicomatchOptions = { nocase: true, dot: true };

/** The pattern in a list that decided. */
export type NeverSend = (paths: readonly string[]) => string | undefined;

/**
 * Makes a test of a list of globs. As in `.gitignore` the last pattern that matches decides, and one that begins with `!`
 * makes an exception. The test takes what one file is called (its path in its workspace folder, its whole path), with
 * `/`, and gives the pattern that says never to send it.
 *
 * @throws Error when a pattern cannot be read.
 */
export function neverSend(patterns: readonly string[]): NeverSend {
  const tests = patterns
    .map(pattern => ({ pattern, exception: pattern.startsWith('!'), glob: pattern.replace(/^!/, '') }))
    .filter(({ glob }) => glob.trim() !== '')
    .map(({ glob, ...rest }) => ({ ...rest, matches: picomatch(glob, OPTIONS) }));
  return paths => {
    const decided = tests.findLast(({ matches }) => paths.some(path => matches(path.replace(/^\//, ''))));
    return decided && !decided.exception ? decided.pattern : undefined;
  };
}
