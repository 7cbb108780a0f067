/** Characters that take two columns in an editor: East Asian scripts and their punctuation. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;

function columnsOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

/** Pieces between which a line may end: after a space, and after each wide character, as in texts without spaces. */
function piecesOf(text: string): string[] {
  return text.split(/(?<=\s)/u).flatMap(word => {
    const pieces: string[] = [];
    let narrow = '';
    for (const character of word) {
      narrow += character;
      if (!WIDE.test(character)) continue;
      pieces.push(narrow);
      narrow = '';
    }
    return narrow === '' ? pieces : [...pieces, narrow];
  });
}

/** A text in lines of that many columns at most; a longer word stays whole, so that an address can be copied. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (line !== '' && columnsOf((line + piece).trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}
