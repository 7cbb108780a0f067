import { sentence, type Sentence } from '../base/sentence';
import type { TextChange } from './lines';
import type { FilePatch, Hunk } from './patch';
import { PatchImage } from './patchImage';
import { TooMuchWork, WorkBudget } from './workBudget';

/** The comparisons of two lines that one patch may take, all its files together: a fraction of a second. */
const MAX_WORK = 100_000_000;

/** What became of a hunk. */
export interface HunkFit {
  /** `@@ -1,2 +1,3 @@ …`, as it stood in the patch. */
  header: string;
  /** One sentence why it does not fit; without it, it does. */
  reason?: Sentence;
  /** How many lines further down than the patch says it fits. */
  offset: number;
  /** It fits but for white space at the ends of lines, or at the end of the file. */
  loose?: true;
}

/** A file's patch fitted to the text that is here. */
export interface PatchFit {
  /** What is to be changed, in the order of the text; the lines in `text` end with LF. */
  changes: TextChange[];
  /** One for each hunk of the patch, in its order. */
  hunks: HunkFit[];
}

/** Some lines of the file, by index, whose place others take. */
interface LineEdit {
  start: number;
  end: number;
  lines: string[];
}

/** What all files of one patch may take together. */
export function patchBudget(): WorkBudget {
  return new WorkBudget(MAX_WORK);
}

/**
 * Fits the hunks of a patch to a text where `git apply` would, and those that git would refuse for white space alone. One
 * that does not fit is named with the reason, and the others fit all the same.
 * @param text as editors have it: without a byte order mark, its lines ended by LF or CRLF.
 * @param budget shared by the files of a patch.
 */
export function fitPatch(text: string, file: Pick<FilePatch, 'hunks'>, budget = patchBudget()): PatchFit {
  return new Fitter(text, budget).fit(file.hunks);
}

/** The text of a file that a patch adds. Lines end with LF. */
export function addedText({ hunks }: Pick<FilePatch, 'hunks'>): string {
  const lines = hunks.flatMap(hunk => hunk.lines.filter(({ kind }) => kind === '+'));
  return lines.map(({ text, bare }, index) => withoutMark(text, index) + (bare ? '' : '\n')).join('');
}

/** Behind the last line of a file that has no line break there: no line of a file can contain one. */
const BARE = '\n';
const MARK = '\uFEFF';

function withoutMark(text: string, line: number): string {
  return line === 0 && text.startsWith(MARK) ? text.slice(1) : text;
}

/** A hunk's lines as one of its sides has them. */
function sideOf({ lines, oldStart }: Hunk, side: '-' | '+', loose: boolean): string[] {
  return lines
    .filter(({ kind }) => kind === ' ' || kind === side)
    .map(({ text, bare }, index) => {
      const plain = oldStart <= 1 ? withoutMark(text, index) : text;
      return loose ? plain.trimEnd() : plain + (bare ? BARE : '');
    });
}

function contextOf({ lines }: Hunk): { leading: number; trailing: number } {
  const first = lines.findIndex(({ kind }) => kind !== ' ');
  const last = lines.findLastIndex(({ kind }) => kind !== ' ');
  return { leading: first, trailing: lines.length - 1 - last };
}

class Fitter {
  private readonly lines: string[];
  private readonly endsWithBreak: boolean;
  private readonly image: PatchImage;
  /** Made when a hunk does not fit exactly; what was put in before then is put in there too. */
  private looseImage: PatchImage | undefined;
  private readonly put: { index: number; taken: number; count: number }[] = [];
  private readonly edits: LineEdit[] = [];
  /** Whether the text is to end with a line break, where the patch changes that. */
  private newBreak: boolean | undefined;

  constructor(
    text: string,
    private readonly budget: WorkBudget,
  ) {
    this.lines = text.split('\n').map(line => (line.endsWith('\r') ? line.slice(0, -1) : line));
    this.endsWithBreak = this.lines.at(-1) === '';
    if (this.endsWithBreak) this.lines.pop();
    const last = this.lines.length - 1;
    this.image = new PatchImage(
      this.lines.map((line, index) => (index === last && !this.endsWithBreak ? line + BARE : line)),
      budget,
    );
  }

  fit(hunks: readonly Hunk[]): PatchFit {
    const fits = hunks.map(hunk => this.tryHunk(hunk));
    const edits = this.edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    return { changes: edits.map(edit => this.changeOf(edit)), hunks: fits };
  }

  private tryHunk(hunk: Hunk): HunkFit {
    try {
      return this.fitHunk(hunk);
    } catch (thrown) {
      if (!(thrown instanceof TooMuchWork)) throw thrown;
      return { header: hunk.header, offset: 0, reason: sentence('To look for its place in this file takes too long.') };
    }
  }

  private fitHunk(hunk: Hunk): HunkFit {
    const { header, oldStart, newStart } = hunk;
    const { leading, trailing } = contextOf(hunk);
    if (leading === -1) return { header, offset: 0, reason: sentence('It changes nothing.') };
    const hint = Math.max(0, newStart - 1);
    const begins = oldStart <= 1;
    const strict = { hint, begins, ends: trailing === 0 };
    const old = sideOf(hunk, '-', false);
    if (old.length === 0 && this.lines.length > 0) {
      return {
        header,
        offset: 0,
        reason: sentence('It shows no line of what was there, so that its place cannot be checked.'),
      };
    }
    const exact = this.image.find(old, strict);
    const loose = exact === undefined && old.length > 0 ? this.findLoosely(hunk, hint) : undefined;
    const index = exact ?? loose;
    if (index === undefined) return { header, offset: 0, reason: this.reasonOf(hunk, hint) };
    this.take(hunk, index, old.length);
    return { header, offset: index - hint, ...(exact === undefined && { loose: true }) };
  }

  private findLoosely(hunk: Hunk, hint: number): number | undefined {
    if (!this.looseImage) {
      this.looseImage = new PatchImage(
        this.lines.map(line => line.trimEnd()),
        this.budget,
      );
      for (const { index, taken, count } of this.put) this.looseImage.replace(index, taken, count);
    }
    return this.looseImage.find(sideOf(hunk, '-', true), { hint, begins: false, ends: false });
  }

  private reasonOf(hunk: Hunk, hint: number): Sentence {
    const wanted = sideOf(hunk, '+', false);
    const isThere = wanted.length > 0 && this.image.find(wanted, { hint, begins: false, ends: false }) !== undefined;
    return isThere
      ? sentence('What it changes is changed already.')
      : sentence('The lines it changes are not in this file.');
  }

  private take(hunk: Hunk, index: number, taken: number): void {
    const edits = editsOf(hunk, this.image.originOf(index));
    const count = hunk.lines.filter(({ kind }) => kind !== '-').length;
    this.image.replace(index, taken, count);
    this.looseImage?.replace(index, taken, count);
    this.put.push({ index, taken, count });
    for (const edit of edits) this.edits.push(edit);
    const [oldBare, newBare] = [isBare(hunk, '-'), isBare(hunk, '+')];
    if (oldBare !== newBare) this.newBreak = !newBare;
  }

  private changeOf({ start, end, lines }: LineEdit): TextChange {
    const text = lines.map(line => `${line}\n`).join('');
    const count = this.lines.length;
    if (end < count) return { start: { line: start, column: 0 }, end: { line: end, column: 0 }, text };
    // At the end of the text a line may have no line break behind it, before and after.
    const endsWithBreak = this.endsWithBreak || count === 0;
    const keeps = this.newBreak ?? endsWithBreak;
    const endOfText = endsWithBreak ? { line: count, column: 0 } : this.endOf(count - 1);
    const remains = start > 0;
    const beforeBreak = (start === count && !endsWithBreak) || (lines.length === 0 && !keeps && remains);
    const from = beforeBreak && remains ? this.endOf(start - 1) : { line: start, column: 0 };
    const body = keeps ? text : text.slice(0, -1);
    return { start: from, end: endOfText, text: beforeBreak && lines.length > 0 ? `\n${body}` : body };
  }

  private endOf(line: number): { line: number; column: number } {
    return { line, column: this.lines[line]?.length ?? 0 };
  }
}

function isBare({ lines }: Hunk, side: '-' | '+'): boolean {
  return lines.some(({ kind, bare }) => bare && (kind === ' ' || kind === side));
}

/** What a hunk changes when its first line stands at `start`: runs of lines between those that stay. */
function editsOf(hunk: Hunk, start: number): LineEdit[] {
  const edits: LineEdit[] = [];
  let at = start;
  let edit: LineEdit | undefined;
  hunk.lines.forEach(({ kind, text }) => {
    if (kind === ' ') {
      at++;
      edit = undefined;
      return;
    }
    if (!edit) edits.push((edit = { start: at, end: at, lines: [] }));
    if (kind === '-') edit.end = ++at;
    else edit.lines.push(edit.start === 0 ? withoutMark(text, edit.lines.length) : text);
  });
  return edits;
}
