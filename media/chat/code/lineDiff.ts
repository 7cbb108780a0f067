import type { CodeLine, Span } from './tokens';

/** The difference between two pieces of code, line by line, as a person reads it: what goes stands before what comes. */

/** More than this many differences are shown as one: finding them all would be felt. */
const MAX_EDITS = 400;

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
  const rounds = searched(before, after);
  return rounds ? inOrder(walkedBack(rounds, before, after)) : [...before.map(removed), ...after.map(added)];
}

function added(text: string): DiffLine {
  return { text, look: 'added' };
}

function removed(text: string): DiffLine {
  return { text, look: 'removed' };
}

/** What each round of one more edit begins with; `undefined` when it takes too many of them. */
function searched(before: readonly string[], after: readonly string[]): Reach[] | undefined {
  const rounds: Reach[] = [];
  let reach: Reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(before.length + after.length, MAX_EDITS); edits += 1) {
    rounds.push(reach);
    const next = new Map(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOf(reach, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
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

/** Numbers the lines of a change: what is taken out by the old numbers, all else by the new ones. */
export function numbered(lines: readonly DiffLine[], first: { before: number; after: number }): CodeLine[] {
  let { before, after } = first;
  const all = lines.map(({ text, look }): CodeLine & DiffLine => {
    const number = look === 'removed' ? before : after;
    if (look !== 'added') before += 1;
    if (look !== 'removed') after += 1;
    return { text, number: `${number} ${SIGNS[look ?? 'same']}`, ...(look && { look }) };
  });
  return all.map((line, at) => withMarks(line, all, at));
}

const SIGNS = { added: '+', removed: '−', same: ' ' } as const;

/** Where as many lines come as go, each is held against its counterpart, and what differs within it is marked. */
function withMarks(line: CodeLine, all: readonly CodeLine[], at: number): CodeLine {
  if (line.look !== 'added' && line.look !== 'removed') return line;
  const starts = (look: CodeLine['look'], from: number) => {
    let start = from;
    while (all[start - 1]?.look === look) start -= 1;
    return start;
  };
  const ends = (look: CodeLine['look'], from: number) => {
    let end = from;
    while (all[end]?.look === look) end += 1;
    return end;
  };
  const middle = line.look === 'removed' ? ends('removed', at) : starts('added', at);
  const size = middle - starts('removed', middle);
  if (size === 0 || ends('added', middle) - middle !== size) return line;
  const other = all[line.look === 'removed' ? at + size : at - size];
  const mark = other && differenceOf(line.text, other.text);
  return mark ? { ...line, marks: [mark] } : line;
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
