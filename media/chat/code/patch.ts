import { t } from '../l10n';
import { codeLine, path as safePath } from '../text';
import type { DiffLine } from './lineDiff';

/**
 * Reads git's unified format for showing it. It takes whatever comes: a peer's patch may be broken, and the host gives
 * the page the beginning of a long one. What is applied is read by the host, strictly.
 */
export interface ShownPatch {
  files: ShownFile[];
  /** What stands behind the last file and is none of it: that the rest is not shown. */
  rest: string;
}

export interface ShownFile {
  /** The new name, made harmless. */
  path: string;
  /** The old one, if it is another. */
  from?: string;
  status: 'added' | 'deleted' | 'renamed' | 'modified';
  /** It has no lines to show: binary, or only its mode changed. */
  note?: string;
  added: number;
  removed: number;
  hunks: ShownHunk[];
}

export interface ShownHunk {
  before: number;
  after: number;
  /** What git says of where it is, such as the function it is in. */
  heading: string;
  lines: DiffLine[];
}

const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)$/s;
const HEADER =
  /^(---|\+\+\+|new file mode|deleted file mode|rename from|rename to|copy from|copy to|new mode|Binary files|GIT binary patch)(?: (.*))?$/s;

export function readPatch(diff: string): ShownPatch {
  const reader = new PatchReader();
  // As the host does when it applies one: only a line feed ends a line, and what is shown is what would be written.
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) reader.take(line.endsWith('\r') ? line.slice(0, -1) : line);
  return { files: reader.files, rest: codeLine(reader.rest).trim() };
}

class PatchReader {
  readonly files: ShownFile[] = [];
  /** The last line, if it means nothing here. */
  rest = '';
  private hunk: ShownHunk | undefined;
  /** Lines of the hunk that are still to come, by its own count: what looks like a header may be one of them. */
  private left = { before: 0, after: 0 };

  take(line: string): void {
    this.rest = '';
    if (this.hunk && this.inHunk(this.hunk, line)) return;
    if (line.startsWith('diff --git ')) this.begin(namedTwice(line.slice('diff --git '.length)));
    else if (!this.beginHunk(line) && !this.header(line)) this.rest = line;
  }

  private get file(): ShownFile | undefined {
    return this.files.at(-1);
  }

  private begin(path: string): void {
    this.files.push({ path, status: 'modified', added: 0, removed: 0, hunks: [] });
  }

  private beginHunk(line: string): boolean {
    const match = HUNK.exec(line);
    if (!match || !this.file) return false;
    const [, before, linesBefore = '1', after, linesAfter = '1', heading = ''] = match;
    this.hunk = { before: Number(before), after: Number(after), heading: codeLine(heading), lines: [] };
    this.left = { before: Number(linesBefore), after: Number(linesAfter) };
    this.file.hunks.push(this.hunk);
    return true;
  }

  /** @returns whether the line belongs to the hunk. */
  private inHunk({ lines }: ShownHunk, line: string): boolean {
    const { file, left } = this;
    const sign = line === '' ? ' ' : line[0];
    const text = codeLine(line.slice(1));
    if (sign === '\\') return true;
    if (!file || left.before + left.after <= 0) return false;
    if (sign === '+') file.added += 1;
    else if (sign === '-') file.removed += 1;
    else if (sign !== ' ') return false;
    if (sign !== '+') left.before -= 1;
    if (sign !== '-') left.after -= 1;
    lines.push({ text, ...(sign === '+' && { look: 'added' }), ...(sign === '-' && { look: 'removed' }) });
    return true;
  }

  private header(line: string): boolean {
    const [, word, value = ''] = HEADER.exec(line) ?? [];
    if (word === undefined) return /^(index|similarity|dissimilarity|old mode) /.test(line);
    const name = value.split('\t', 1)[0] ?? value;
    // A plain patch has no `diff` line: there a file begins with its old name.
    if (word === '---' && (!this.file || this.file.hunks.length > 0)) this.begin(nameOf(name));
    if (this.file) applyHeader(this.file, word, name);
    return true;
  }
}

/** `a/name b/name`: two names mostly, and other lines say so where they are not the same. */
function namedTwice(names: string): string {
  // The closing quote may be missing: a match that can fail would begin again at each quote, and take time squared.
  const last = [...names.matchAll(/"(?:[^"\\]|\\.)*("?)/gs)].at(-1);
  const quoted = last?.[1] !== '' && last && last.index + last[0].length === names.length ? last[0] : undefined;
  return nameOf(quoted ?? names.slice((names.length + 1) / 2));
}

function applyHeader(file: ShownFile, word: string, value: string): void {
  switch (word) {
    case '---':
      if (value === '/dev/null') file.status = 'added';
      break;
    case '+++':
      if (value === '/dev/null') file.status = 'deleted';
      else file.path = nameOf(value);
      break;
    case 'new file mode':
      file.status = 'added';
      break;
    case 'deleted file mode':
      file.status = 'deleted';
      break;
    case 'rename from':
    case 'copy from':
      file.from = nameOf(value);
      if (word === 'rename from') file.status = 'renamed';
      break;
    case 'rename to':
    case 'copy to':
      file.path = nameOf(value);
      break;
    case 'new mode':
      file.note = t('The mode of the file changes');
      break;
    default:
      file.note = t('Binary file');
  }
}

/** Git writes unusual names in quotes, with the bytes of UTF-8 in octal. */
function nameOf(written: string): string {
  const name = written.startsWith('"') ? unquoted(written) : written;
  return safePath(name.replace(/^[ab]\//, ''));
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v', a: '\x07' };

function unquoted(written: string): string {
  const inner = written.replace(/^"|"$/g, '');
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [piece, octal, escape] of inner.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+|\\/gsu)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8) & 255);
    else
      for (const byte of encoder.encode(escape === undefined ? piece : (ESCAPES[escape] ?? escape))) bytes.push(byte);
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
