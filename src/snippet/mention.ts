/** Whether talk mentions somebody: `@` and their name, as a word of its own, in letters of either case. */
export function mentions(words: string, name: string): boolean {
  if (name === '') return false;
  const wanted = `@${name.toLocaleLowerCase()}`;
  const text = words.toLocaleLowerCase();
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!isWord(text, at - 1) && !isWord(text, at + wanted.length)) return true;
  }
  return false;
}

/** A letter or digit: what comes before it belongs to the same word. */
function isWord(text: string, at: number): boolean {
  return at >= 0 && /[\p{L}\p{N}_]/u.test(text.charAt(at));
}
