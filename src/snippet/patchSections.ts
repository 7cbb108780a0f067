import { quotePath, unquotePath } from './gitPath';

/** What a patch says of one file. */
export interface PatchSection {
  /** Relative to the root of the repository, as it is after the change; before it where the file is deleted. */
  path: string;
  /** With its header, ending with LF. */
  text: string;
  /** Why nobody could apply it: its content is not in the text, it is not merged yet, or it is no file. */
  unusable?: 'binary' | 'conflict' | 'submodule';
}

const GIT = 'diff --git ';
/** How a part begins: of a file, of one that is not merged, and of a submodule under `diff.submodule=log`. */
const STARTS = [GIT, 'diff --cc ', 'diff --combined ', '* Unmerged path ', 'Submodule '];

/**
 * Takes apart what `git diff` prints. Its headers get the prefixes `a/` and `b/` where the person's git is set to write
 * others or none (`diff.noprefix`, `diff.mnemonicPrefix`). Empty for what is not in git's format, as an external diff's.
 */
export function patchSections(diff: string): PatchSection[] {
  const parts: string[][] = [];
  // By LF only: a line of a file may hold whatever else ends lines.
  for (const line of diff.split('\n')) {
    // Lines of hunks have a sign before them, so these are headers.
    if (STARTS.some(start => line.startsWith(start))) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts.map(section);
}

function section(lines: string[]): PatchSection {
  if (lines.at(-1) === '') lines.pop();
  const [first = ''] = lines;
  const text = (all: readonly string[]) => `${all.join('\n')}\n`;
  if (!first.startsWith(GIT)) {
    const start = STARTS.find(each => first.startsWith(each)) ?? '';
    const unusable = start.startsWith('Submodule') ? 'submodule' : 'conflict';
    return { path: unquotePath(first.slice(start.length)), text: text(lines), unusable };
  }
  const hunks = lines.findIndex(line => line.startsWith('@@ '));
  const header = hunks < 0 ? lines : lines.slice(0, hunks);
  const names = namesOf(header);
  const unusable = whyUnusable(header);
  return {
    path: names?.after ?? first.slice(GIT.length),
    text: text(names ? [...withPrefixes(header, names), ...lines.slice(header.length)] : lines),
    ...(unusable && { unusable }),
  };
}

interface Names {
  before: string;
  after: string;
}

/** The paths without prefixes: a rename names them itself, otherwise both halves of the first line are the same file. */
function namesOf(header: readonly string[]): Names | undefined {
  const named = (...starts: string[]) => {
    const start = starts.find(each => header.some(line => line.startsWith(each)));
    return start && unquotePath(header.find(line => line.startsWith(start))?.slice(start.length) ?? '');
  };
  const [from, to] = [named('rename from ', 'copy from '), named('rename to ', 'copy to ')];
  if (from !== undefined && to !== undefined) return { before: from, after: to };
  const both = header[0]?.slice(GIT.length) ?? '';
  const middle = (both.length - 1) / 2;
  if (both[middle] !== ' ') return undefined;
  const [one, two] = [unquotePath(both.slice(0, middle)), unquotePath(both.slice(middle + 1))];
  if (one === two) return { before: one, after: one };
  return one[1] === '/' && two[1] === '/' && one.slice(2) === two.slice(2)
    ? { before: one.slice(2), after: two.slice(2) }
    : undefined;
}

function withPrefixes(header: readonly string[], { before, after }: Names): string[] {
  const [a, b] = [quotePath(`a/${before}`), quotePath(`b/${after}`)];
  // As git does: a tab shows where a name with spaces ends.
  const tab = (name: string) => (name.includes(' ') && !name.startsWith('"') ? '\t' : '');
  return header.map(line => {
    if (line.startsWith(GIT)) return `${GIT}${a} ${b}`;
    if (line.startsWith('--- ') && line !== '--- /dev/null') return `--- ${a}${tab(a)}`;
    if (line.startsWith('+++ ') && line !== '+++ /dev/null') return `+++ ${b}${tab(b)}`;
    return line;
  });
}

function whyUnusable(header: readonly string[]): PatchSection['unusable'] {
  if (header.some(line => line.startsWith('Binary files '))) return 'binary';
  // 160000 is the mode of a submodule.
  return header.some(line => /^(?:index .*|(?:new|deleted) file mode |new mode )160000$/.test(line))
    ? 'submodule'
    : undefined;
}

/** The lines of a file that can be read in a patch, old and new, without their signs: what leaves with it. */
export function linesIn({ text }: PatchSection): string {
  const lines = text.split('\n');
  const hunks = lines.findIndex(line => line.startsWith('@@ '));
  const shown = hunks < 0 ? [] : lines.slice(hunks).filter(line => /^[ +-]/.test(line));
  return shown.map(line => line.slice(1)).join('\n');
}

/** A patch that makes a file, as git would write it: `text` with the ends of lines that it has. */
export function newFilePatch(path: string, text: string): PatchSection {
  const [a, b] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  const header = [`${GIT}${a} ${b}`, 'new file mode 100644'];
  if (text === '') return { path, text: `${header.join('\n')}\n` };
  const lines = text.split('\n');
  const ended = lines.at(-1) === '';
  if (ended) lines.pop();
  const tab = b.includes(' ') && !b.startsWith('"') ? '\t' : '';
  const span = lines.length === 1 ? '+1' : `+1,${lines.length}`;
  const hunk = ['--- /dev/null', `+++ ${b}${tab}`, `@@ -0,0 ${span} @@`, ...lines.map(line => `+${line}`)];
  if (!ended) hunk.push('\\ No newline at end of file');
  return { path, text: `${[...header, ...hunk].join('\n')}\n` };
}
