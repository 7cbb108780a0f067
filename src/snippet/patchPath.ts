import { unquote } from './gitPath';

/** The paths that the header lines of a patch name. */

/** Longest path with its quotes and escapes that is looked at. UTF-16 units. */
const MAX_QUOTED = 16_384;

/** Takes off `a/` or `b/`, as `git apply` does with the first part of a path, whatever it is. */
export function withoutPrefix(path: string): string | undefined {
  const slash = path.indexOf('/');
  return slash === -1 || slash === path.length - 1 ? undefined : path.slice(slash + 1);
}

/** The path of a header line as it stands there, `/dev/null` included; `undefined` when it cannot be read. */
export function pathFromHeader(text: string): string | undefined {
  if (text.length > MAX_QUOTED) return undefined;
  // Behind an unquoted path with spaces git writes a tab, and diff writes a date behind one.
  const path = text.startsWith('"') ? unquote(text)?.path : text.split('\t')[0];
  return path === '' ? undefined : path;
}

/** What a `diff --git` line says. */
export interface GitLine {
  old: string;
  new: string;
  /** False where git was told to leave `a/` and `b/` out (`diff.noPrefix`): both paths are the same then. */
  isPrefixed: boolean;
}

/**
 * The two paths of a `diff --git` line. Unquoted ones with spaces can only be told apart where both are the same; others
 * are named by the lines that follow.
 */
export function pathsOfGitLine(text: string): GitLine | undefined {
  if (text.length > MAX_QUOTED) return undefined;
  const halves = quotedHalves(text) ?? equalHalves(text);
  if (!halves) return undefined;
  const [first, second] = halves;
  if (first === second) return { old: first, new: first, isPrefixed: false };
  const [oldPath, newPath] = [withoutPrefix(first), withoutPrefix(second)];
  if (oldPath === undefined || newPath === undefined) return undefined;
  return { old: oldPath, new: newPath, isPrefixed: true };
}

function quotedHalves(text: string): [string, string] | undefined {
  if (text.startsWith('"')) {
    const first = unquote(text);
    if (!first?.rest.startsWith(' ')) return undefined;
    const second = first.rest.slice(1);
    const path = second.startsWith('"') ? unquote(second)?.path : second;
    return path === undefined ? undefined : [first.path, path];
  }
  if (!text.endsWith('"')) return undefined;
  const quote = text.indexOf(' "');
  const second = quote === -1 ? undefined : unquote(text.slice(quote + 1))?.path;
  return second === undefined ? undefined : [text.slice(0, quote), second];
}

/** `a/NAME b/NAME`, in whose middle stands the space. */
function equalHalves(text: string): [string, string] | undefined {
  const middle = (text.length - 1) / 2;
  const [first, second] = [text.slice(0, middle), text.slice(middle + 1)];
  const isMiddle = text[middle] === ' ' && (first === second || withoutPrefix(first) === withoutPrefix(second));
  if (isMiddle) return [first, second];
  const parts = text.split(' ');
  return parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : undefined;
}
