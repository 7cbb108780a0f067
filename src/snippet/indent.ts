import { linesOf } from './lines';

/** How an editor indents. `size`: columns of a tab, or spaces of one step. */
export interface IndentStyle {
  spaces: boolean;
  size: number;
}

/** Widths of a step that people use; anything else is taken for alignment and kept as it is. Columns. */
const STEPS = [2, 3, 4, 8];

/** As much as is believed to have stood before code that begins within a line: any number can be sent. Columns. */
const MAX_BEFORE = 200;

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Columns of an indentation, with tabs of one step. */
function widthOf(indent: string, step: number): number {
  let width = 0;
  for (const character of indent) width = character === '\t' ? width + step - (width % step) : width + 1;
  return width;
}

/** The step of code that is indented with spaces: the smallest one deeper that is no alignment by a single space. */
function stepOf(widths: readonly number[]): number | undefined {
  let smallest = Infinity;
  widths.forEach((width, index) => {
    const deeper = width - (widths[index - 1] ?? width);
    if (deeper > 1) smallest = Math.min(smallest, deeper);
  });
  return STEPS.includes(smallest) ? smallest : undefined;
}

/** An indentation of so many columns in an editor's own way. */
function indentWith(width: number, step: number, style: IndentStyle): string {
  const steps = Math.floor(width / step);
  return (style.spaces ? ' '.repeat(steps * style.size) : '\t'.repeat(steps)) + ' '.repeat(width % step);
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

/**
 * Fits code to where it is put: what its lines have in common goes, `lead` comes in front of every line but the first,
 * which follows what stands before the cursor, and the steps become the editor's. Lines end with LF.
 * @param column where the first line began, from 1: in front of it stood what the code does not show.
 */
export function fitIndent(code: string, column: number, lead: string, style: IndentStyle): string {
  const [first = '', ...rest] = linesOf(code);
  const whole = (column === 1 ? [first, ...rest] : rest).filter(line => !isBlank(line));
  const tabs = whole.some(line => line.startsWith('\t'));
  const step = (tabs ? undefined : stepOf(whole.map(line => indentOf(line).length))) ?? style.size;
  const width = (line: string) => widthOf(indentOf(line), step);
  // At most as much is taken off as may have stood before the first line.
  const before = Math.min(column - 1, MAX_BEFORE) * (tabs ? step : 1) + width(first);
  const common = rest.reduce(
    (least, line) => (isBlank(line) ? least : Math.min(least, width(line))),
    isBlank(first) ? Infinity : before,
  );
  const fit = (line: string, columns: number) =>
    isBlank(line) ? '' : indentWith(Math.max(0, columns - common), step, style) + line.slice(indentOf(line).length);
  const head = fit(first, indentOf(first) === '' ? 0 : before);
  return [head, ...rest.map(line => (isBlank(line) ? '' : lead + fit(line, width(line))))].join('\n');
}
