/** The words of the page in the person's language. What they say in English names them, as with `vscode.l10n.t`. */

/** Where the host puts the table: data that no browser executes. See src/ui/chat/dataBlock.ts. */
const TABLE_ID = 'l10n';
const PLACEHOLDER = /\{(\d+)\}/g;

/** There is no document where a test runs the page's own rules without the page. */
const page = typeof document === 'undefined' ? undefined : document;
const table = readTable(page?.getElementById(TABLE_ID)?.textContent);

/**
 * For dates and numbers: the language of the words, as it is written where the person lives if the browser knows that.
 * `undefined` where there is no page.
 */
export const LOCALE = page && localeFor(page.documentElement.lang, navigator.languages);

/**
 * @param message in English, with `{0}`, `{1}` and so on where arguments go. What has no argument stays, for `filled`.
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  const words = table.get(message) ?? message;
  return words.replace(PLACEHOLDER, (placeholder, index: string) => String(args[Number(index)] ?? placeholder));
}

/** The pieces of a sentence whose placeholders are elements. @param words what `t` has found for it. */
export function filled(words: string, ...parts: readonly unknown[]): unknown[] {
  // With a group in the pattern every second piece is a number.
  return words.split(PLACEHOLDER).map((piece, at) => (at % 2 === 0 ? piece : parts[Number(piece)]));
}

/** @param text JSON from the host; anything else is no table, and the page speaks English. */
function readTable(text: string | null | undefined): ReadonlyMap<string, string> {
  const words: unknown = JSON.parse(text ?? '{}');
  const entries = typeof words === 'object' && words !== null ? Object.entries(words) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** "en-GB" for "en" where people read that. */
function localeFor(language: string, known: readonly string[]): string {
  const wanted = language.toLowerCase();
  const closer = known.find(one => `${one.toLowerCase()}-`.startsWith(`${wanted}-`));
  return closer ?? language;
}
