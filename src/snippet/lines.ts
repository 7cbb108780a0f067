/** A text as lines without their endings, as editors show it: one more line than there are line breaks. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** The same text with LF between its lines. */
export function withLf(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** A place in a text: lines and columns count from 0, columns in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/** One replacement in a text. */
export interface TextChange {
  start: Position;
  end: Position;
  text: string;
}

/** The text after some changes that do not overlap, in the order of the text. Lines end with LF. */
export function changed(text: string, changes: readonly TextChange[]): string {
  const lines = withLf(text).split('\n');
  const starts: number[] = [];
  let length = 0;
  for (const line of lines) {
    starts.push(length);
    length += line.length + 1;
  }
  const whole = lines.join('\n');
  const offset = ({ line, column }: Position) => (starts[line] ?? whole.length) + column;
  let result = '';
  let done = 0;
  for (const { start, end, text: put } of changes) {
    result += whole.slice(done, offset(start)) + put;
    done = offset(end);
  }
  return result + whole.slice(done);
}
