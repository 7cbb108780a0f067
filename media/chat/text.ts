import { LOCALE, t } from './l10n';

/** Everything shown here comes from strangers: what could disguise itself is made harmless before it is shown. */

/* eslint-disable no-control-regex -- control characters are what these look for */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Embeddings, overrides and isolates reorder what stands around them: "Trojan Source". */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;
/** The same, and all that shows nothing at all: never of use in a path or in code. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
/* eslint-enable no-control-regex */

const MAX_NAME = 64;

/** Prose: line breaks stay, and so do the marks that Arabic, Hebrew and joined emoji need. */
export function prose(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(CONTROLS, '')
    .replace(REORDERING, '');
}

/** Code: what cannot be seen is shown by its number, so that what one reads is what is there. */
export function code(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, escaped);
}

/** One line of code: a carriage return within it does not end it, and is shown by its number. */
export function codeLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** A path, on one line, with what cannot be seen shown by its number. */
export function path(text: string): string {
  return text.replace(/[\n\t]/g, escaped).replace(UNSEEN, escaped);
}

/** A name on one line; `undefined` if nothing visible is left of it. */
export function name(text: string | undefined): string | undefined {
  const seen = prose(text ?? '')
    .replace(UNSEEN, '')
    .replace(/\s+/g, ' ')
    .trim();
  return seen === '' ? undefined : shorten(seen, MAX_NAME);
}

/** Leaves out the middle: both ends of a long name tell more than its beginning alone. */
export function shorten(text: string, max: number): string {
  // UTF-16 length is never less than the number of characters: most texts need no splitting.
  if (text.length <= max) return text;
  const characters = Array.from(text);
  if (characters.length <= max) return text;
  const half = Math.floor((max - 1) / 2);
  return `${characters.slice(0, max - 1 - half).join('')}…${characters.slice(-half).join('')}`;
}

/** "Ada, Grace" */
export function joined(names: readonly string[]): string {
  return names.join(t(', '));
}

/** "Ada", "Ada and Grace", "Ada, Grace and 3 others". */
export function listed(names: readonly string[], max = 3): string {
  const [last] = names.slice(-1);
  if (last === undefined || names.length === 1) return last ?? '';
  if (names.length <= max) return t('{0} and {1}', joined(names.slice(0, -1)), last);
  return t('{0} and {1} others', joined(names.slice(0, max - 1)), names.length - max + 1);
}

/** "1 file", "12 files". @param many with `{0}` where the number goes. */
export function counted(count: number, one: string, many: string): string {
  return count === 1 ? one : many.replace('{0}', String(count));
}

/** "340 KB", "1.2 MB": as file managers say it. */
export function size(bytes: number): string {
  if (bytes < 1_000) return t('{0}\u00a0bytes', bytes);
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)}\u00a0KB`;
  return `${tenths(bytes / 1_000_000)}\u00a0MB`;
}

/** "1.2", and "1,2" where that is how one writes it. */
export function tenths(value: number): string {
  return value.toLocaleString(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
