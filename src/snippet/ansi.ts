/**
 * Escape sequences of ECMA-48: control sequences (colours, the cursor), strings with their end (titles, links), and short
 * escapes; both ends of a string are known, BEL as xterm has it too.
 */
const SEQUENCE =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;

/** What is left of the other control characters: lines and tabs stay. */
// eslint-disable-next-line no-control-regex -- the same
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What stands on a line in the end: after a bare CR it is written over, as progress bars do. */
function overwritten(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

/** What a terminal prints, as the text that a person sees: no colours, no control characters, lines end with LF. */
export function stripAnsi(text: string): string {
  const lines = text.replace(SEQUENCE, '').split('\n');
  return lines.map(overwritten).join('\n').replace(CONTROL, '');
}
