import { stripAnsi } from '../snippet/ansi';

/** What turns the direction of what follows, or is not seen: a name or a line may look like another by it. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}]/gu;

/** Longest name or note of others in one line. UTF-16 units. */
const MAX_LINE = 300;

/** What others wrote, fit for a terminal: lines and tabs stay, no sequence or control character does. */
export function cleanText(text: string): string {
  return stripAnsi(text).replace(UNSEEN, '');
}

/** The same in one line that is not long: a name, a path, what a server says. */
export function cleanLine(text: string): string {
  const line = cleanText(text.slice(0, 4 * MAX_LINE))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
}

const UNESCAPED = /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * A value as JSON in one line that a terminal prints as it is. JSON itself escapes the control characters of ASCII, and
 * leaves those that 8-bit terminals obey; what is read from it is the same.
 */
export function cleanJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(UNESCAPED, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
