import type { CardAction } from '../../src/protocol/panel';
import type { Entry } from '../../src/protocol/transcript';
import type { Place, Reply } from './memory';
import { Answers } from './answers';
import { CardStates } from './cards/states';
import type { CardParts } from './cards/states';
import { flash } from './flash';
import type { MessageActions } from './message';
import { replyTo } from './reply';
import { drawRow } from './rowView';
import { isMessage, isOwn, Rows } from './rows';
import type { MessageRow, Row, RowChange } from './rows';
import { Scroller } from './scroller';

/**
 * The messages of one channel. It turns rows into elements one by one: a virtual list would take the place of this
 * class and keep `Rows` below it and the renderers of a row's content beside it.
 */
export interface ListEvents {
  retry(entry: string): void;
  cancel(entry: string): void;
  act(entry: string, action: CardAction, item?: number): void;
  /** An image is about to be seen. */
  askImage(entry: string): void;
  reply(entry: string): void;
  /** How many messages came below what is in sight since the reader left the end; 0 when they are there. */
  unread(count: number, following: boolean): void;
  /** The place to come back to; `undefined` at the end. */
  moved(place: Place | undefined): void;
}

/** What is kept of new messages that came late, for when the page is made anew. */
const MAX_LATE = 100;

export class MessageList {
  readonly element = document.createElement('div');
  private readonly content = document.createElement('div');
  private readonly elements = new Map<string, HTMLElement>();
  private readonly rows: Rows;
  private readonly answers = new Answers();
  private readonly cards: CardStates;
  private readonly scroller: Scroller;
  private readonly unread = new Set<string>();
  private lastInSight: Row | undefined;

  constructor(
    entries: readonly Entry[],
    private readonly parts: CardParts,
    private readonly events: ListEvents,
  ) {
    this.rows = new Rows(entries);
    this.cards = new CardStates(parts, { ...events, changed: entry => this.redraw(entry) });
    for (const row of this.rows.list) this.record(row);
    this.element.className = 'messages';
    this.element.tabIndex = 0;
    this.element.role = 'log';
    this.element.ariaLabel = 'Messages';
    this.content.className = 'rows';
    this.content.append(...this.rows.list.map(row => this.created(row)));
    this.element.append(this.content);
    this.scroller = new Scroller(this.element, this.content, {
      following: following => this.followed(following),
      moved: () => this.events.moved(this.place()),
    });
  }

  /** The end is in sight, and stays so when something comes. */
  get following(): boolean {
    return this.scroller.following;
  }

  get hasMessages(): boolean {
    return this.rows.list.some(row => row.kind !== 'presence');
  }

  put(entry: Entry, before?: string): void {
    const known = this.rows.rowOf(entry.id);
    const isNew = entry.kind === 'message' && !(known && isMessage(known));
    const late = known !== undefined || before !== undefined;
    // Nothing here may ask for a layout while many come at once: the scroller is told of new sizes once a frame.
    if (this.scroller.following || !late) this.apply(this.rows.put(entry, before));
    else this.insertAbove(() => this.apply(this.rows.put(entry, before)));
    if (isNew && !this.scroller.following) this.noticed(entry, late);
  }

  remove(id: string): void {
    this.apply(this.rows.remove(id));
  }

  trim(count: number): void {
    this.apply(this.rows.trim(count));
  }

  /** What the page has asked for. @param data base64. */
  image(entry: string, data: string): void {
    const row = this.rows.rowOf(entry);
    if (row && isMessage(row) && row.entry.kind === 'message') this.cards.image(row.entry, data);
  }

  /** Once the element stands in the document. */
  restore(place: Place | undefined): void {
    const row = place && this.rows.rowOf(place.entry);
    const element = row && this.elements.get(row.key);
    this.scroller.toEnd();
    if (!place || !element) return;
    this.scroller.to(element.offsetTop - place.offset);
    if (!this.scroller.following) this.setUnread([...(place.late ?? []), ...this.messagesAfter(place.last)]);
  }

  toEnd(): void {
    this.scroller.toEnd();
    this.scroller.settle();
  }

  dispose(): void {
    this.scroller.dispose();
    this.cards.dispose();
    this.element.remove();
  }

  /** Above the end, and perhaps above what is in sight: which row that ends with is found once a frame. */
  private insertAbove(change: () => void): void {
    if (!this.lastInSight) {
      this.lastInSight = this.firstBelow(this.element.scrollTop + this.element.clientHeight - 1);
      requestAnimationFrame(() => (this.lastInSight = undefined));
    }
    const [first] = this.rows.list;
    this.scroller.holding(this.elements.get(first?.key ?? ''), change);
  }

  private place(): Place | undefined {
    if (this.scroller.following) return undefined;
    const top = this.element.scrollTop;
    const row = this.firstBelow(top);
    const last = this.rows.list.findLast(one => isMessage(one) && !this.unread.has(one.key)) ?? this.rows.list.at(-1);
    if (!row || !last) return undefined;
    const offset = (this.elements.get(row.key)?.offsetTop ?? 0) - top;
    const after = new Set(this.messagesAfter(last.key));
    const late = [...this.unread].filter(key => !after.has(key)).slice(-MAX_LATE);
    return { entry: row.key, offset, last: last.key, ...(late.length > 0 ? { late } : {}) };
  }

  /** Rows stand in order, so the first one in sight is found by halving. */
  private firstBelow(top: number): Row | undefined {
    let low = 0;
    let high = this.rows.list.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const element = this.elements.get(this.rows.list[middle]?.key ?? '');
      if (element && element.offsetTop + element.offsetHeight <= top) low = middle + 1;
      else high = middle;
    }
    return this.rows.list[low];
  }

  private messagesAfter(last: string): string[] {
    const at = this.rows.list.findLastIndex(({ key }) => key === last);
    return at < 0 ? [] : this.rows.list.slice(at + 1).flatMap(row => (isMessage(row) && !isOwn(row) ? [row.key] : []));
  }

  /** @param late it stands among what was there: above the end, and perhaps above what is in sight. */
  private noticed({ id, from }: Entry & { kind: 'message' }, late: boolean): void {
    const { list } = this.rows;
    const below = () =>
      list.findLastIndex(({ key }) => key === id) > list.findLastIndex(row => row === this.lastInSight);
    if (!from.self) {
      if (!late || below()) this.setUnread([...this.unread, id]);
    } // One's own message is what one wants to see now, wherever one was reading.
    else if (!late) this.scroller.toEnd();
  }

  private followed(following: boolean): void {
    this.setUnread(following ? [] : [...this.unread]);
    this.events.moved(this.place());
  }

  private setUnread(ids: readonly string[]): void {
    this.unread.clear();
    for (const id of ids) if (this.rows.rowOf(id)) this.unread.add(id);
    this.events.unread(this.unread.size, this.scroller.following);
  }

  /** From the last to the first, so that the one to stand before is there. */
  private apply({ removed, drawn }: RowChange): void {
    const focused = this.element.contains(document.activeElement);
    const answers = new Set(removed.flatMap(key => this.answers.to(key)));
    for (const key of removed) this.drop(key);
    for (const row of drawn) this.record(row);
    for (const key of drawn.flatMap(row => this.answers.to(row.key))) answers.add(key);
    for (const row of drawn.toReversed()) {
      if (this.elements.has(row.key)) this.update(row);
      else this.content.insertBefore(this.created(row), this.elementBehind(row));
    }
    for (const key of answers) this.redraw(key);
    // A button may go away under the focus: reading goes on where it was.
    if (focused && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  private elementBehind(row: Row): HTMLElement | null {
    const next = this.rows.list[this.rows.list.lastIndexOf(row) + 1];
    return (next && this.elements.get(next.key)) ?? null;
  }

  private drop(key: string): void {
    this.elements.get(key)?.remove();
    this.elements.delete(key);
    this.answers.drop(key);
    this.cards.forget(key);
    if (this.unread.has(key)) this.setUnread([...this.unread].filter(id => id !== key));
  }

  private record({ kind, key, ...row }: Row): void {
    if (kind === 'message' && 'entry' in row && row.entry.kind === 'message') this.answers.put(key, row.entry);
  }

  private created(row: Row): HTMLElement {
    const element = document.createElement(row.kind === 'message' ? 'article' : 'div');
    this.elements.set(row.key, element);
    this.draw(row, element);
    return element;
  }

  private update(row: Row): void {
    const element = this.elements.get(row.key);
    if (element) this.draw(row, element);
  }

  private redraw(entry: string): void {
    const row = this.rows.rowOf(entry);
    if (row) this.update(row);
  }

  private draw(row: Row, element: HTMLElement): void {
    drawRow(row, element, this.parts.channel, message => this.actionsOf(message));
  }

  private actionsOf({ entry }: MessageRow): MessageActions {
    const actions = { retry: () => this.events.retry(entry.id), cancel: () => this.events.cancel(entry.id) };
    if (entry.kind !== 'message') return actions;
    const { re } = entry;
    const card = this.cards.contextOf(entry);
    if (re === undefined) return { ...actions, card };
    return { ...actions, card, quoted: { to: this.replyOf(re), show: () => this.reveal(re) } };
  }

  private replyOf(content: string): Reply | undefined {
    const row = this.rows.rowOf(this.answers.keyOf(content) ?? '');
    return row?.kind === 'message' && row.entry.kind === 'message' ? replyTo(row.entry) : undefined;
  }

  /** Scrolls to a message and takes the focus along, so that reading goes on there. */
  private reveal(content: string): void {
    const element = this.elements.get(this.answers.keyOf(content) ?? '');
    if (!element) return;
    const above = Math.max(0, (this.element.clientHeight - element.offsetHeight) / 2);
    this.scroller.to(element.offsetTop - above);
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    flash(element);
  }
}
