import type { Extents } from './virtualExtents';

/** Which rows of a list stand in the document. Knows nothing of the DOM. */

/** From the row `from` to before the row `to`. */
export interface Span {
  from: number;
  to: number;
}

/** What is in sight of a list, in pixels below the upper edge of its first row. */
export interface Sight {
  top: number;
  bottom: number;
  /** The end is in sight and stays so, whatever comes. */
  following: boolean;
}

/** Rows stand ready at least so far above and below what is in sight, and are taken away only far beyond. Pixels. */
const READY = 800;
const MADE = 2 * READY;
const KEPT = 4 * READY;

/** The rows that should be there from now on; the ones that were there, as long as that will do. */
export function nextSpan(now: Span, sight: Sight, extents: Extents): Span {
  const needed = around(sight, READY, extents);
  if (covers(now, needed)) return covers(around(sight, KEPT, extents), now) ? now : aroundSpan(sight, extents);
  const joined = { from: Math.min(now.from, needed.from), to: Math.max(now.to, needed.to) };
  // One row more at the end is no reason to take one away at the other.
  const touches = now.from <= needed.to && needed.from <= now.to;
  if (touches && sight.following && covers(around(sight, KEPT, extents), joined)) return joined;
  return aroundSpan(sight, extents);
}

/** The rows for a place that one comes to from elsewhere. */
export function aroundSpan(sight: Sight, extents: Extents): Span {
  return around(sight, MADE, extents);
}

function covers(outer: Span, inner: Span): boolean {
  return outer.from <= inner.from && outer.to >= inner.to;
}

function around({ top, bottom, following }: Sight, beyond: number, extents: Extents): Span {
  const { count } = extents;
  if (!following) return { from: extents.at(top - beyond), to: Math.min(count, extents.at(bottom + beyond) + 1) };
  const all = extents.between(0, count);
  return { from: extents.at(all - (bottom - top) - beyond), to: count };
}

/** The spans one below the other, without overlaps, as few as possible. */
export function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (from < to) result.push({ from, to });
  }
  return result;
}
