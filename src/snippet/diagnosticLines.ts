import type { DiagnosticNote } from '../protocol/bodies';

/** Lines that are shown before and after what a diagnostic is about. */
const AROUND = 2;

/** Lines from 1, both ends included. */
export interface Lines {
  first: number;
  last: number;
}

/**
 * The lines that show some diagnostics, with a few around each; those that touch or overlap are one.
 * @param count how many lines the file has.
 */
export function linesAround(notes: readonly Pick<DiagnosticNote, 'startLine' | 'endLine'>[], count: number): Lines[] {
  const wanted = notes.map(({ startLine, endLine }) => ({
    first: Math.max(1, Math.min(startLine, count) - AROUND),
    last: Math.min(count, endLine + AROUND),
  }));
  const merged: Lines[] = [];
  for (const lines of wanted.sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before && lines.first <= before.last + 1) before.last = Math.max(before.last, lines.last);
    else merged.push(lines);
  }
  return merged;
}
