import type { RowChange } from './rowList';
import type { Row } from './rows';
import { Extents } from './virtualExtents';
import { nodesHeld, selectedRange } from './virtualHeld';
import { aroundSpan, merged, nextSpan } from './virtualWindow';
import type { Sight, Span } from './virtualWindow';

/**
 * Keeps those rows of a list in the document that are in sight or near to it, and empty room in the place of the others.
 *
 * The rows are plain blocks one below the other, in their order, and not placed one by one as most virtual lists do it. So
 * the browser's own scroll anchoring holds what one reads while rows above come, go or grow, without a script setting the
 * position in the middle of a person's scrolling; selection, Tab and screen readers meet the order in which one reads.
 *
 * The row with the focus and those where the selection begins and ends stay in the document wherever one scrolls to. What
 * lies in between is put there for the moment of copying, so that the clipboard gets all of it.
 */

/**
 * Up to here all rows are in the document: the browser finds and reads everything then, and nobody notices what it costs.
 * By `npm run bench:page`, all of 1,000 rows take eight times as long to open as those in sight do, all of 10,000 forty
 * times, and each further message a hundred times.
 */
export const ALL_WITHIN = 300;

/** What is in sight of an element that is not laid out yet. Pixels. */
const USUAL_HEIGHT = 1_000;

export interface RowView {
  /** An element for a row, with its content. */
  make(row: Row): HTMLElement;
  /** The content of a row has changed. */
  draw(row: Row, element: HTMLElement): void;
  /** Other elements stand in the document now, or look different. */
  shown(): void;
}

export class VirtualRows {
  readonly element = document.createElement('div');
  private readonly elements = new Map<Row, HTMLElement>();
  private readonly rowsOf = new WeakMap<Node, Row>();
  private readonly gaps: HTMLElement[] = [];
  private readonly extents = new Extents();
  private readonly stale = new Set<Row>();
  private readonly ended = new AbortController();
  /** Around what is in sight; beside it stand the rows that are held. */
  private span: Span = { from: 0, to: 0 };
  /** All rows that stand in the document, from above to below. */
  private spans: Span[] = [];
  private leapt = false;

  /**
   * @param rows all rows; every change of them is told to `changed`.
   * @param scroller the element in which the rows are scrolled.
   */
  constructor(
    private readonly rows: readonly Row[],
    private readonly scroller: HTMLElement,
    private readonly view: RowView,
  ) {
    this.element.className = 'rows';
    const unknown = rows.map(() => NaN);
    this.extents.splice(0, 0, unknown);
    document.addEventListener('copy', () => this.showSelection(), { signal: this.ended.signal });
  }

  elementOf(row: Row): HTMLElement | undefined {
    return this.elements.get(row);
  }

  /** The first row whose lower edge is below this line, in pixels of the scrolled content. */
  rowBelow(line: number): Row | undefined {
    for (const [row, element] of this.shown()) if (element.offsetTop + element.offsetHeight > line) return row;
    return undefined;
  }

  /** The rows in the document, with their elements. */
  *shown(): Generator<[Row, HTMLElement]> {
    for (const child of this.element.children) {
      const row = this.rowsOf.get(child);
      if (row && child instanceof HTMLElement) yield [row, child];
    }
  }

  /** Rows were replaced; nothing is drawn before `update`. */
  changed({ at, old, rows, drawn }: RowChange): void {
    const extents = new Map(old.map((row, index) => [row, this.extents.get(at + index)]));
    const known = rows.map(row => extents.get(row) ?? NaN);
    this.extents.splice(at, old.length, known);
    const moved = (edge: number) =>
      edge >= at + old.length ? edge + rows.length - old.length : Math.min(edge, at + rows.length);
    const movedSpan = ({ from, to }: Span) => ({ from: moved(from), to: moved(to) });
    this.span = movedSpan(this.span);
    this.spans = this.spans.map(movedSpan);
    const kept = new Set(rows);
    // Their elements go with the next update: until then nothing moves, and the focus stays where it is.
    for (const row of old) if (!kept.has(row)) this.elements.delete(row);
    for (const row of drawn) this.stale.add(row);
  }

  /** Not all of them are in the document. */
  get partial(): boolean {
    return this.rows.length > ALL_WITHIN;
  }

  /** Draws again what a row shows, if it stands in the document. */
  redraw(row: Row): void {
    const element = this.elements.get(row);
    if (!element) return;
    this.view.draw(row, element);
    this.view.shown();
  }

  /**
   * Whether what is in sight was nothing but empty room since this was last asked. The browser takes all rows together
   * for what it has to hold then, and finds a row only once the position is another one.
   */
  takeLeap(): boolean {
    const { leapt } = this;
    this.leapt = false;
    return leapt;
  }

  /** Puts into the document what belongs there now. @param following the end is in sight, and stays so. */
  update(following: boolean): void {
    const sight = this.sight(following);
    this.span = this.partial ? nextSpan(this.span, sight, this.extents) : { from: 0, to: this.rows.length };
    this.fill([this.span, ...this.held()]);
  }

  /** Puts a row into the document, with what stands around it, and leaves it to the caller to scroll there. */
  bring(row: Row): HTMLElement | undefined {
    const at = this.rows.lastIndexOf(row);
    if (at < 0) return undefined;
    this.measure();
    this.extents.learn();
    const top = this.extents.between(0, at);
    const sight = { top: top - this.height, bottom: top + this.height, following: false };
    this.span = this.partial ? aroundSpan(sight, this.extents) : { from: 0, to: this.rows.length };
    this.fill([this.span, { from: at, to: at + 1 }, ...this.held()]);
    return this.elements.get(row);
  }

  /** So that the end can be scrolled to. */
  bringEnd(): void {
    this.update(true);
    // What was measured now tells how high the others may be.
    this.measure();
    this.extents.learn();
    this.fill(this.spans);
  }

  dispose(): void {
    this.ended.abort();
  }

  private get height(): number {
    return this.scroller.clientHeight || USUAL_HEIGHT;
  }

  /**
   * By the first row that is in sight, as there may be rows above it that are not drawn yet; in the middle of empty room
   * by the position alone.
   */
  private sight(following: boolean): Sight {
    const first = this.measure();
    if (!first) this.leapt = true;
    const top = first
      ? this.extents.between(0, first.index) + first.hidden
      : this.scroller.scrollTop - (this.gaps[0]?.offsetTop ?? 0);
    return { top, bottom: top + this.height, following };
  }

  /** Takes note of how high what stands in the document is. Returns the first row in sight and how much of it is not. */
  private measure(): { index: number; hidden: number } | undefined {
    if (this.scroller.clientHeight === 0) return undefined;
    const view = this.scroller.getBoundingClientRect();
    const indexes = this.indexes();
    let first;
    let above = NaN;
    for (const child of this.element.children) {
      const { bottom } = child.getBoundingClientRect();
      const row = this.rowsOf.get(child);
      const index = row && indexes.get(row);
      if (index !== undefined) {
        this.extents.set(index, bottom - above);
        if (bottom > view.top && above < view.bottom) first ??= { index, hidden: view.top - above };
      }
      above = bottom;
    }
    return first;
  }

  private indexes(): Map<Row, number> {
    const indexes = new Map<Row, number>();
    for (const { from, to } of this.spans) {
      for (let index = from; index < to; index += 1) {
        const row = this.rows[index];
        if (row) indexes.set(row, index);
      }
    }
    return indexes;
  }

  private rowAt(node: Node): Row | undefined {
    for (let at: Node | null = node; at && at !== this.element; at = at.parentNode) {
      const row = this.rowsOf.get(at);
      if (row) return row;
    }
    return undefined;
  }

  private held(): Span[] {
    return nodesHeld().flatMap(node => {
      const row = this.rowAt(node);
      const at = row ? this.rows.lastIndexOf(row) : -1;
      return at < 0 ? [] : [{ from: at, to: at + 1 }];
    });
  }

  /** Everything between the ends of the selection, for a moment. */
  private showSelection(): void {
    const range = selectedRange();
    if (!range) return;
    const edges = [0, ...this.spans.flatMap(({ from, to }) => [from, to]), this.rows.length];
    const within = this.gaps.flatMap((gap, at) => {
      const [from = 0, to = 0] = edges.slice(2 * at);
      return from < to && range.intersectsNode(gap) ? [{ from, to }] : [];
    });
    if (within.length === 0) return;
    this.fill([...this.spans, ...within]);
    requestAnimationFrame(() => this.fill([this.span, ...this.held()]));
  }

  private fill(wanted: readonly Span[]): void {
    const spans = merged(wanted);
    const before = new Set(this.element.children);
    const nodes = this.nodesFor(spans);
    const kept = new Set<Element>(nodes);
    for (const child of before) {
      const row = this.rowsOf.get(child);
      if (kept.has(child)) continue;
      if (row) this.elements.delete(row);
      child.remove();
    }
    let next = this.element.firstChild;
    for (const node of nodes) {
      if (node === next) next = next.nextSibling;
      else this.element.insertBefore(node, next);
    }
    const same = this.stale.size === 0 && before.size === kept.size && nodes.every(node => before.has(node));
    this.spans = spans;
    this.stale.clear();
    if (!same) this.view.shown();
  }

  /** Room for what is not there, rows, room, rows, room. */
  private nodesFor(spans: readonly Span[]): HTMLElement[] {
    const nodes: HTMLElement[] = [];
    let above = 0;
    spans.forEach(({ from, to }, at) => {
      nodes.push(this.gap(at, above, from));
      for (const row of this.rows.slice(from, to)) nodes.push(this.drawn(row));
      above = to;
    });
    nodes.push(this.gap(spans.length, above, this.rows.length));
    this.gaps.length = spans.length + 1;
    return nodes;
  }

  private gap(at: number, from: number, to: number): HTMLElement {
    const gap = (this.gaps[at] ??= emptyGap());
    const height = `${this.extents.between(from, to)}px`;
    if (gap.style.height !== height) gap.style.height = height;
    return gap;
  }

  private drawn(row: Row): HTMLElement {
    let element = this.elements.get(row);
    if (!element) {
      element = this.view.make(row);
      this.elements.set(row, element);
      this.rowsOf.set(element, row);
    } else if (this.stale.has(row)) this.view.draw(row, element);
    return element;
  }
}

function emptyGap(): HTMLElement {
  const gap = document.createElement('div');
  gap.className = 'gap';
  return gap;
}
