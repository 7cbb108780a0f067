import type { CodeClass } from '../../../src/protocol/panel';

/** A part of code that has a colour. Offsets in UTF-16 units, the end not included. */
export interface Token {
  start: number;
  end: number;
  className: CodeClass;
}

/** One line of code as it is shown. */
export interface CodeLine {
  /** Without a line break, and with what cannot be seen made visible. */
  text: string;
  /** What stands beside it. */
  number?: string;
  look?: LineLook;
  /** What is underlined, as offsets into the text. */
  marks?: readonly Span[];
}

/** Lines of a change, or lines that somebody has something to say of. */
export type LineLook = 'added' | 'removed' | 'hunk' | 'error' | 'warning' | 'information' | 'hint';

export interface Span {
  start: number;
  end: number;
}

/** A stretch of text in which nothing changes. */
export interface Piece {
  text: string;
  className?: CodeClass;
  marked: boolean;
}

/**
 * Cuts a text at the ends of its tokens and marks.
 * @param from where the text begins in what the tokens count in; marks count from its own beginning.
 */
export function piecesOf(text: string, tokens: readonly Token[], from = 0, marks: readonly Span[] = []): Piece[] {
  const inside = tokens.filter(({ start, end }) => end > from && start < from + text.length);
  const cuts = new Set([0, text.length]);
  for (const { start, end } of inside) cuts.add(start - from).add(end - from);
  for (const { start, end } of marks) cuts.add(start).add(end);
  const places = [...cuts].filter(at => isPlaceIn(text, at)).sort((a, b) => a - b);
  let next = 0;
  return places.slice(0, -1).map((start, index) => {
    while ((inside[next]?.end ?? Infinity) - from <= start) next += 1;
    const token = inside[next];
    const coloured = token !== undefined && token.start - from <= start;
    return {
      text: text.slice(start, places[index + 1]),
      ...(coloured && { className: token.className }),
      marked: marks.some(mark => mark.start <= start && start < mark.end),
    };
  });
}

/** Not within a character that takes two units. */
function isPlaceIn(text: string, at: number): boolean {
  return at >= 0 && at <= text.length && !/^[\udc00-\udfff]/.test(text.slice(at, at + 1));
}
