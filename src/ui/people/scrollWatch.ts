import type { Place } from '../../protocol/presence';

/** The first line in sight may differ by this from the one that was asked for, as it may be in sight in part. */
const TOLERANCE = 1;
/** Scrolls that are waited for at the same time. More are under way only where nothing answers. */
const MAX_TARGETS = 16;

/** A line that the editor is to scroll to, and how near it has come. */
interface Target {
  readonly line: number;
  nearest: number;
}

/**
 * Tells a scroll of the person's own from one that was asked for: what was asked for comes nearer to its line, in one
 * step or, where scrolling is smooth, in several. It may stop short of it, at the end of a file or below pinned lines.
 */
export class ScrollWatch {
  private targets: Target[] = [];

  /**
   * The editor is about to scroll.
   *
   * @param line the first line that is to be in sight.
   * @param from the first line in sight now; `undefined` for an editor that has just been opened and may be anywhere.
   */
  asked(line: number, from: number | undefined): void {
    const nearest = from === undefined ? Infinity : Math.abs(from - line);
    this.targets = [...this.targets, { line, nearest }].slice(-MAX_TARGETS);
  }

  /** The first line in sight is another one. @returns whether the person did that. */
  isOwn(line: number): boolean {
    const index = this.targets.findIndex(target => Math.abs(line - target.line) <= target.nearest + TOLERANCE);
    const reached = this.targets[index];
    if (!reached) return true;
    reached.nearest = Math.min(reached.nearest, Math.abs(line - reached.line));
    // Scrolls come in the order in which they were asked for.
    this.targets = this.targets.slice(index);
    return false;
  }
}

/**
 * The line that is to be the first in sight, so that one sees what another sees: from the same line on, or where one's
 * own editor is lower and the cursor would be out of sight, around the cursor.
 *
 * @param height lines that one's own editor shows.
 * @returns counts from 1, as lines in a place do.
 */
export function topLine({ top, bottom, selections }: Place, height: number): number {
  const cursor = cursorLine(selections[0]) ?? top;
  const isInTheirSight = cursor >= top && cursor <= bottom;
  if (!isInTheirSight || cursor < top + height) return top;
  return Math.max(top, Math.min(cursor - Math.floor(height / 2), bottom - height + 1));
}

/** Where the cursor of a selection is. Counts from 1. */
export function cursorLine(selection: Place['selections'][number] | undefined): number | undefined {
  return selection?.reversed ? selection.startLine : selection?.endLine;
}
