import { byteLength } from '../base/encoding';
import { sentence, type Sentence } from '../base/sentence';
import { LIMITS } from '../protocol/bodies';

/**
 * A path that arrived is text that somebody wrote. `segments` are the names of folders and of the file below a root that
 * the reader chooses; `reason` is one sentence for the person why the path is not used.
 */
export type ReceivedPath = { readonly segments: readonly string[] } | { readonly reason: Sentence };

/** The longest name that the usual file systems keep. Bytes in UTF-8. */
const MAX_SEGMENT = 255;

/** The longest name that is offered for a file: its end is kept, as the extension is there. UTF-16 units. */
const MAX_NAME = 60;

/** Marks and overrides of the direction of writing: they make a name read as another one. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
/** What Windows takes for a device, whatever extension follows, and spaces before that. The superscript digits are really among them. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/i;

/**
 * A name that some file system takes for `.git`: HFS+ leaves out characters that cannot be seen, NTFS has short names
 * and streams and drops dots and spaces at the end. The rules are git's own (`is_hfs_dotgit`, `is_ntfs_dotgit`).
 */
export function isGitName(segment: string): boolean {
  const [name = ''] = segment
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .split(/[:\\]/);
  return /^(\.git|git~\d+)[. ]*$/.test(name);
}

/** Checks a path that arrived. It is relative to a root the reader chooses, with `/`, and leads nowhere else. */
export function readReceivedPath(path: string): ReceivedPath {
  const reason = troubleOfWhole(path);
  if (reason !== undefined) return { reason };
  const segments = path.split('/');
  for (const segment of segments) {
    const trouble = troubleOf(segment);
    if (trouble !== undefined) return { reason: trouble };
  }
  return { segments };
}

function troubleOfWhole(path: string): Sentence | undefined {
  if (path === '') return sentence('The received path is empty.');
  if (path.length > LIMITS.path) {
    return sentence('The received path is {0} characters long and only {1} are used.', path.length, LIMITS.path);
  }
  if (CONTROL.test(path)) return sentence('The received path contains control characters.');
  if (DIRECTION.test(path))
    return sentence('The received path contains characters that change the direction of writing.');
  if (/^([/\\]|[a-z]:)/i.test(path))
    return sentence('The received path is absolute, and only a place inside the workspace is used.');
  if (path.includes('\\')) return sentence('The received path contains a backslash, which is no separator here.');
  if (path.includes(':'))
    return sentence('The received path contains a colon, which names a drive or a stream on Windows.');
  return undefined;
}

function troubleOf(segment: string): Sentence | undefined {
  if (segment === '..') return sentence('The received path leads out of its folder with “..”.');
  if (segment === '' || segment === '.') return sentence('The received path has an empty part between its slashes.');
  if (isGitName(segment))
    return sentence('The received path leads into a .git folder, which is never read or written for others.');
  if (/[. ]$/.test(segment))
    return sentence('The received path has a name that ends in a dot or a space, which Windows drops.');
  if (DEVICE.test(segment)) return sentence('The received path has a name that is a device on Windows.');
  if (byteLength(segment) > MAX_SEGMENT)
    return sentence('The received path has a name of more than {0} bytes.', MAX_SEGMENT);
  return undefined;
}

/** The name for a file that is saved from what arrived, with nothing in it that a file system could take for more. */
export function harmlessName(path: string | undefined, fallback: string): string {
  const last = path?.split(/[/\\]/).at(-1) ?? '';
  const cleaned = last
    // Blanks that push the end of a name out of sight.
    .replace(/\p{Zs}+/gu, ' ')
    .slice(-MAX_NAME)
    .replace(/[\p{Cc}\p{Cs}\p{Cf}\u2028\u2029<>:"|?*]/gu, '_')
    .replace(/[. ]+$/, '');
  return 'segments' in readReceivedPath(cleaned) ? cleaned : fallback;
}
