import type { CodeLine, Span } from './tokens';

/** The difference between two pieces of code, line by line, as a person reads it: what goes stands before what comes. */

/** More than this many differences are shown as one: finding them all would be felt. */
const MAX_EDITS = 400;
/** Lines that are held against each other in one search, before it is given up. */
const MAX_STEPS = 4_000_000;
/** Lines of one kind in a row; in longer ones nobody looks for single words. */
const MAX_MARKED_RUN = 200;

export interface DiffLine {
  text: string;
  look?: 'added' | 'removed';
}

/** How many lines of the first are behind one, for each diagonal: how many more of the first than of the second are. */
type Reach = ReadonlyMap<number, number>;

/** Myers' algorithm: the shortest way from one to the other. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const shorter = Math.min(before.length, after.length) - head;
  while (tail < shorter && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const middle = changesOf(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...before.slice(0, head).map(same), ...middle, ...before.slice(before.length - tail).map(same)];
}

function same(text: string): DiffLine {
  return { text };
}

function changesOf(before: readonly string[], after: readonly string[]): DiffLine[] {
  const rounds = searched(...interned(before, after));
  return rounds ? inOrder(walkedBack(rounds, before, after)) : [...before.map(removed), ...after.map(added)];
}

function added(text: string): DiffLine {
  return { text, look: 'added' };
}

function removed(text: string): DiffLine {
  return { text, look: 'removed' };
}

/** A number for each line, the same for the same text: long lines are read once, however often they are compared. */
function interned(before: readonly string[], after: readonly string[]): [Uint32Array, Uint32Array] {
  const numbers = new Map<string, number>();
  const numberOf = (line: string) => {
    const number = numbers.get(line) ?? numbers.size;
    numbers.set(line, number);
    return number;
  };
  return [Uint32Array.from(before, numberOf), Uint32Array.from(after, numberOf)];
}

/** What each round of one more edit begins with; `undefined` when it takes too many of them, or too much work. */
function searched(before: Uint32Array, after: Uint32Array): Reach[] | undefined {
  const rounds: Reach[] = [];
  let steps = 0;
  let reach: Reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(before.length + after.length, MAX_EDITS); edits += 1) {
    rounds.push(reach);
    const next = new Map(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const start = startOf(reach, diagonal, edits);
      let x = start;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      steps += x - start + 1;
      if (steps > MAX_STEPS) return undefined;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return rounds;
    }
    reach = next;
  }
  return undefined;
}

/** Where a round begins on a diagonal: down from the one above it, or to the right from the one below. */
function startOf(reach: Reach, diagonal: number, edits: number): number {
  return comesDown(reach, diagonal, edits) ? reachOf(reach, diagonal + 1) : reachOf(reach, diagonal - 1) + 1;
}

/** A step down is a line that comes, one to the right a line that goes; the one that gets further is taken. */
function comesDown(reach: Reach, diagonal: number, edits: number): boolean {
  if (diagonal === -edits || diagonal === edits) return diagonal === -edits;
  return reachOf(reach, diagonal - 1) < reachOf(reach, diagonal + 1);
}

function reachOf(reach: Reach, diagonal: number): number {
  return reach.get(diagonal) ?? -1;
}

function walkedBack(rounds: readonly Reach[], before: readonly string[], after: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let x = before.length;
  let y = after.length;
  for (const [edits, reach] of [...rounds.entries()].reverse()) {
    const diagonal = x - y;
    const start = edits === 0 ? 0 : startOf(reach, diagonal, edits);
    while (x > start) {
      x -= 1;
      y -= 1;
      lines.push(same(before[x] ?? ''));
    }
    if (edits === 0) break;
    if (comesDown(reach, diagonal, edits)) lines.push(added(after[(y -= 1)] ?? ''));
    else lines.push(removed(before[(x -= 1)] ?? ''));
  }
  return lines.reverse();
}

/** Of each run of changes, all that goes and then all that comes. */
function inOrder(lines: readonly DiffLine[]): DiffLine[] {
  const ordered: DiffLine[] = [];
  const coming: DiffLine[] = [];
  for (const line of lines) {
    if (line.look === 'added') coming.push(line);
    else {
      if (line.look === undefined) ordered.push(...coming.splice(0));
      ordered.push(line);
    }
  }
  return [...ordered, ...coming];
}

/**
 * Numbers the lines of a change: what is taken out by the old numbers, all else by the new ones.
 * @param max so many of the first lines are asked for.
 */
export function numbered(
  lines: readonly DiffLine[],
  first: { before: number; after: number },
  max = lines.length,
): CodeLine[] {
  let { before, after } = first;
  const marks = marksOf(lines, max);
  return lines.slice(0, max).map(({ text, look }, at): CodeLine => {
    const number = look === 'removed' ? before : after;
    if (look !== 'added') before += 1;
    if (look !== 'removed') after += 1;
    const mark = marks.get(at);
    return {
      text,
      number: `${number} ${SIGNS[look ?? 'same']}`,
      ...(look && { look }),
      ...(mark && { marks: [mark] }),
    };
  });
}

const SIGNS = { added: '+', removed: '−', same: ' ' } as const;

/**
 * Where as many lines come as go, each is held against its counterpart, and what differs within it is marked. Each run
 * is found once; the last of them may end behind what is asked for.
 */
function marksOf(lines: readonly DiffLine[], max: number): Map<number, Span> {
  const marks = new Map<number, Span>();
  for (let at = 0; at < Math.min(max, lines.length);) {
    const middle = runEnd(lines, at, 'removed');
    const end = runEnd(lines, middle, 'added');
    const size = middle - at;
    if (size > 0 && size <= MAX_MARKED_RUN && end - middle === size) {
      for (let line = at; line < middle; line += 1) markPair(lines, line, line + size, marks);
    }
    at = Math.max(end, at + 1);
  }
  return marks;
}

/** Where the lines that look like this end, from this one on. */
function runEnd(lines: readonly DiffLine[], from: number, look: DiffLine['look']): number {
  let end = from;
  while (end < lines.length && lines[end]?.look === look) end += 1;
  return end;
}

function markPair(lines: readonly DiffLine[], gone: number, come: number, marks: Map<number, Span>): void {
  const before = lines[gone]?.text ?? '';
  const after = lines[come]?.text ?? '';
  const [was, is] = [differenceOf(before, after), differenceOf(after, before)];
  if (was) marks.set(gone, was);
  if (is) marks.set(come, is);
}

/** What lies between the common beginning and the common end; nothing where hardly anything is common. */
function differenceOf(text: string, other: string): Span | undefined {
  const shorter = Math.min(text.length, other.length);
  let start = 0;
  while (start < shorter && text[start] === other[start]) start += 1;
  let common = 0;
  while (common < shorter - start && text[text.length - 1 - common] === other[other.length - 1 - common]) common += 1;
  const end = text.length - common;
  const worthwhile = (start + common) * 2 >= shorter && end > start;
  return worthwhile ? { start, end } : undefined;
}
