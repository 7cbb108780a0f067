import { english, sentence, type Sentence } from '../base/sentence';
import { pathFromHeader, pathsOfGitLine, withoutPrefix } from './patchPath';

/** One line of a hunk: what it is to do, and its text without its ending. */
export interface HunkLine {
  kind: ' ' | '-' | '+';
  text: string;
  /** It is the last of its file and has no line break behind it. */
  bare?: true;
}

/** Lines count from 1; a count of 0 has the line in front of it. */
export interface Hunk {
  /** As it stood in the patch: `@@ -1,2 +1,3 @@ …`. */
  header: string;
  oldStart: number;
  newStart: number;
  lines: HunkLine[];
}

/** What a patch does to one file. Paths are as they arrived, without `a/` and `b/`: see receivedPath. */
export interface FilePatch {
  change: 'modify' | 'add' | 'delete' | 'rename' | 'copy';
  oldPath: string;
  /** The same, but for a file that is renamed or copied. */
  newPath: string;
  hunks: Hunk[];
  /** The file's new mode in octal, where the patch changes it or adds the file: 100755, 120000 for a symbolic link. */
  mode?: string;
  /** Its content is not text: a patch cannot show it here. */
  binary?: true;
}

export interface Patch {
  files: FilePatch[];
  /** One sentence why what follows `files` could not be read; those are whole. */
  trouble?: Sentence;
}

/** Bounds against absurd patches: 8 MB of honest ones stay far below. */
const MAX_FILES = 2_000;
const MAX_LINES = 1_000_000;
/** Longest line that is repeated in a sentence. UTF-16 units. */
const MAX_SHOWN = 80;

/** A reason to stop reading; caught in `parsePatch`. */
class Trouble extends Error {
  constructor(readonly sentence: Sentence) {
    super(english(sentence));
  }
}

/**
 * Reads git's unified format, with or without `diff --git` lines. What is no part of a patch (a mail's head, a commit's
 * message) is passed over, as git does. Never throws: what cannot be read is named.
 */
export function parsePatch(diff: string): Patch {
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length > MAX_LINES)
    return { files: [], trouble: sentence('This patch has more than {0} lines.', MAX_LINES) };
  const reader = new PatchReader(lines);
  try {
    reader.read();
  } catch (thrown) {
    if (!(thrown instanceof Trouble)) throw thrown;
    return { files: reader.files, trouble: thrown.sentence };
  }
  return {
    files: reader.files,
    ...(reader.files.length === 0 && { trouble: sentence('There is no change in this patch.') }),
  };
}

/** One pass over the lines. A file is handed out when all of it is read. */
class PatchReader {
  readonly files: FilePatch[] = [];
  private at = 0;

  constructor(private readonly lines: readonly string[]) {}

  read(): void {
    while (this.at < this.lines.length) {
      const file = this.startOfFile();
      if (!file) continue;
      if (this.files.length === MAX_FILES)
        throw new Trouble(sentence('This patch changes more than {0} files.', MAX_FILES));
      while (this.line.startsWith('@@ -')) file.hunks.push(this.hunk());
      if (file.hunks.length > 0 && file.binary) {
        throw new Trouble(sentence('The patch of {0} is both text and not.', shown(file.newPath)));
      }
      this.files.push(file);
    }
  }

  private get line(): string {
    return this.lines[this.at] ?? '';
  }

  /** Reads what stands before a file's hunks; passes over one line that is no part of a patch. */
  private startOfFile(): FilePatch | undefined {
    const { line } = this;
    if (line.startsWith('diff --git ')) return this.gitFile(line);
    if (line.startsWith('diff --cc ') || line.startsWith('diff --combined ')) {
      throw new Trouble(sentence('This patch shows a merge with several parents, which cannot be applied.'));
    }
    if (
      line.startsWith('--- ') &&
      this.lines[this.at + 1]?.startsWith('+++ ') &&
      this.lines[this.at + 2]?.startsWith('@@ -')
    ) {
      return this.named({}, line.slice(4) !== this.lines[this.at + 1]?.slice(4));
    }
    if (/^@@ -\d/.test(line))
      throw new Trouble(sentence('The patch does not say which file “{0}” is of.', shown(line)));
    this.at++;
    return undefined;
  }

  private gitFile(first: string): FilePatch {
    this.at++;
    const names = pathsOfGitLine(clean(first).slice('diff --git '.length));
    const file: Head = names ? { oldPath: names.old, newPath: names.new } : {};
    while (this.at < this.lines.length && this.extended(file, clean(this.line))) this.at++;
    if (!this.line.startsWith('--- ')) return finished(file, first);
    return this.named(file, names?.isPrefixed ?? true);
  }

  /** Takes one of git's extended header lines; false for anything else. */
  private extended(file: Head, line: string): boolean {
    const [, key = '', value = ''] =
      /^(old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to|similarity index|dissimilarity index|index) (.*)$/.exec(
        line,
      ) ?? [];
    switch (key) {
      case '':
        return this.binary(file, line);
      case 'new mode':
        file.mode = value;
        break;
      case 'new file mode':
        [file.change, file.mode] = ['add', value];
        break;
      case 'deleted file mode':
        file.change = 'delete';
        break;
      case 'rename from':
      case 'copy from':
        [file.change, file.oldPath] = [key === 'copy from' ? 'copy' : 'rename', this.path(value)];
        break;
      case 'rename to':
      case 'copy to':
        file.newPath = this.path(value);
    }
    return true;
  }

  private binary(file: Head, line: string): boolean {
    if (line !== 'GIT binary patch' && !/^Binary files .* differ$/.test(line)) return false;
    file.binary = true;
    return true;
  }

  /** The lines `---` and `+++`, which know better than what came before them. */
  private named(file: Head, isPrefixed: boolean): FilePatch {
    const first = this.line;
    const [oldName, newName] = [first, this.lines[this.at + 1] ?? ''];
    if (!newName.startsWith('+++ '))
      throw new Trouble(sentence('The line “{0}” is not followed by one with “+++”.', shown(first)));
    this.at += 2;
    const oldPath = this.headerPath(oldName, file.oldPath, isPrefixed);
    const newPath = this.headerPath(newName, file.newPath, isPrefixed);
    const paths = { oldPath: oldPath ?? newPath, newPath: newPath ?? oldPath };
    if (oldPath === undefined) return finished({ ...file, ...paths, change: 'add' }, first);
    if (newPath === undefined) return finished({ ...file, ...paths, change: 'delete' }, first);
    const change = file.change ?? (oldPath === newPath ? 'modify' : 'rename');
    return finished({ ...file, ...paths, change }, first);
  }

  /**
   * `undefined`: there is no such file.
   * @param known the path as the lines before have it.
   */
  private headerPath(line: string, known: string | undefined, isPrefixed: boolean): string | undefined {
    const raw = pathFromHeader(clean(line).slice(4));
    if (raw === '/dev/null') return undefined;
    const path = raw === undefined || raw === known || !isPrefixed ? raw : withoutPrefix(raw);
    if (path === undefined) throw new Trouble(sentence('The path in “{0}” cannot be read.', shown(line)));
    return path;
  }

  private path(text: string): string {
    const path = pathFromHeader(text);
    if (path === undefined) throw new Trouble(sentence('The path “{0}” cannot be read.', shown(text)));
    return path;
  }

  private hunk(): Hunk {
    const header = clean(this.line);
    const match = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/.exec(header);
    if (!match) throw new Trouble(sentence('The line “{0}” is no head of a hunk.', shown(header)));
    this.at++;
    const [, oldStart, oldCount = '1', newStart, newCount = '1'] = match;
    const hunk: Hunk = { header, oldStart: Number(oldStart), newStart: Number(newStart), lines: [] };
    let [olds, news] = [Number(oldCount), Number(newCount)];
    while (olds > 0 || news > 0) {
      if (this.at >= this.lines.length)
        throw new Trouble(sentence('The patch ends inside the hunk “{0}”.', shown(header)));
      const line = this.hunkLine(header);
      if (line.kind !== '+') olds--;
      if (line.kind !== '-') news--;
      hunk.lines.push(line);
      this.takeBare(line);
    }
    if (olds < 0 || news < 0)
      throw new Trouble(sentence('The hunk “{0}” has other numbers of lines than it says.', shown(header)));
    return hunk;
  }

  private hunkLine(header: string): HunkLine {
    const line = this.lines[this.at++] ?? '';
    const kind = line[0] ?? ' ';
    // Some programs that carry mail drop the space of an empty line; git takes that too.
    if (line === '' || line === '\r') return { kind: ' ', text: '' };
    if (kind !== ' ' && kind !== '-' && kind !== '+') {
      throw new Trouble(
        sentence('In the hunk “{0}” stands a line that is no part of it: “{1}”.', shown(header), shown(line)),
      );
    }
    return { kind, text: clean(line).slice(1) };
  }

  /** `\ No newline at end of file`, in whatever language. */
  private takeBare(line: HunkLine): void {
    if (!this.line.startsWith('\\ ')) return;
    line.bare = true;
    this.at++;
  }
}

/** A file's patch while its head is read. */
type Head = { [K in keyof FilePatch]?: FilePatch[K] | undefined };

function finished({ change = 'modify', oldPath, newPath, mode, binary }: Head, first: string): FilePatch {
  if (oldPath === undefined || newPath === undefined) {
    throw new Trouble(sentence('The patch does not say which file “{0}” is of.', shown(first)));
  }
  return { change, oldPath, newPath, hunks: [], ...(mode !== undefined && { mode }), ...(binary && { binary }) };
}

/** Without the CR that a file with CRLF, or a patch that was carried with CRLF, has at the end. */
function clean(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function shown(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
