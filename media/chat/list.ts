import type { Entry, MessageEntry } from '../../src/protocol/transcript';
import type { Place } from './memory';
import { announcementOf } from './announcer';
import { Below } from './below';
import { Midnight } from './days';
import { flash } from './flash';
import { t } from './l10n';
import { RowContents } from './rowContents';
import type { ContentEvents, ContentParts } from './rowContents';
import { elementFor, numberRows } from './rowView';
import { Rows } from './rowList';
import type { RowChange } from './rowList';
import { isLine, isMessage } from './rows';
import type { Row } from './rows';
import { roamMessages } from './roving';
import { Scroller } from './scroller';
import { VirtualRows } from './virtualRows';

/**
 * The messages of one channel: `Rows` are what is shown, `VirtualRows` has the elements for those near to what is in
 * sight, `Scroller` the position. Changes are drawn once a frame, however many there are.
 *
 * It is a log by its role, but no live region: `Announcer` tells what comes.
 */
export interface ListEvents extends Omit<ContentEvents, 'changed' | 'reveal'> {
  /** How many messages came below what is in sight since the reader left the end; 0 when they are there. */
  unread(count: number, following: boolean): void;
  /** The place to come back to; `undefined` at the end. */
  moved(place: Place | undefined): void;
  /** Other elements are there, or look different. */
  drawn(): void;
}

export class MessageList {
  readonly element = document.createElement('div');
  private readonly rows: Rows;
  private readonly virtual: VirtualRows;
  private readonly contents: RowContents;
  private readonly scroller: Scroller;
  private readonly below: Below;
  private readonly midnight = new Midnight(() => this.redrawDays());
  private lastInSight: Row | undefined;
  private frame: number | undefined;

  /** Nothing is drawn before `restore`. */
  constructor(
    entries: readonly Entry[],
    parts: ContentParts,
    private readonly events: ListEvents,
  ) {
    this.rows = new Rows(entries);
    this.below = new Below(this.rows.list);
    const all = {
      ...events,
      changed: (entry: string) => this.redraw(entry),
      reveal: (key: string) => this.reveal(key),
    };
    this.contents = new RowContents(parts, all, entry => this.rows.rowOf(entry));
    for (const row of this.rows.list) this.contents.record(row);
    this.element.className = 'messages';
    this.element.tabIndex = 0;
    this.element.role = 'log';
    this.element.ariaLive = 'off';
    this.element.ariaLabel = t('Messages');
    this.virtual = new VirtualRows(this.rows.list, this.element, {
      make: row => this.made(row),
      draw: (row, element) => this.contents.draw(row, element),
      shown: () => this.shown(),
    });
    this.element.append(this.virtual.element);
    roamMessages(this.element);
    this.scroller = new Scroller(this.element, this.virtual.element, {
      following: following => this.followed(following),
      scrolled: () => this.virtual.partial && this.virtual.update(this.scroller.following),
      moved: () => this.moved(),
    });
  }

  /** The end is in sight, and stays so when something comes. */
  get following(): boolean {
    return this.scroller.following;
  }

  get hasMessages(): boolean {
    return this.rows.list.some(row => row.kind === 'message' || row.kind === 'missing');
  }

  put(entry: Entry, before?: string): void {
    const known = this.rows.rowOf(entry.id);
    const old = known?.kind === 'message' || known?.kind === 'missing' ? known.entry : undefined;
    const words = announcementOf(entry, old);
    if (words !== undefined) this.events.announce(words);
    const isNew = entry.kind === 'message' && old?.kind !== 'message';
    const late = known !== undefined || before !== undefined;
    if (late && !this.following) this.lastInSight ??= this.virtual.rowBelow(this.bottom - 1);
    this.apply(this.rows.put(entry, before));
    if (isNew && !this.following) this.noticed(entry, late);
  }

  remove(id: string): void {
    const change = this.rows.remove(id);
    if (change) this.apply(change);
  }

  trim(count: number): void {
    this.apply(this.rows.trim(count));
  }

  /** The line for what is new goes above this entry, or away. */
  markNew(entry: string | undefined): void {
    for (const change of this.rows.markNew(entry)) this.apply(change);
  }

  /** What the page has asked for. @param data base64. */
  image(entry: string, data: string): void {
    this.contents.image(entry, data);
  }

  /** Draws the rows, once the element stands in the document. */
  restore(place: Place | undefined): void {
    const row = place && this.rows.rowOf(place.entry);
    const element = row && this.virtual.bring(row);
    if (!place || !element) {
      this.toEnd();
      return;
    }
    this.scroller.to(element.offsetTop - place.offset);
    if (this.following) return;
    this.below.recall(place);
    this.tellUnread();
  }

  toEnd(): void {
    this.virtual.bringEnd();
    this.scroller.toEnd();
    this.scroller.settle();
  }

  /** Scrolls to a message. */
  show(entry: string): HTMLElement | undefined {
    const row = this.rows.rowOf(entry);
    const element = row && this.virtual.bring(row);
    if (!element) return undefined;
    const above = Math.max(0, (this.element.clientHeight - element.offsetHeight) / 2);
    this.scroller.to(element.offsetTop - above);
    return element;
  }

  /** The entries whose messages stand in the document, with their elements. */
  *messages(): Generator<[MessageEntry, HTMLElement]> {
    for (const [row, element] of this.virtual.shown()) if (isMessage(row)) yield [row.entry, element];
  }

  /** The last message that is in sight, or above what is. */
  get lastMessageInSight(): string | undefined {
    const row = this.virtual.rowBelow(this.bottom - 1);
    const at = row ? this.rows.indexOf(row) : this.rows.list.length - 1;
    return this.rows.list.slice(0, at + 1).findLast(isMessage)?.key;
  }

  dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.midnight.dispose();
    this.scroller.dispose();
    this.virtual.dispose();
    this.contents.dispose();
    this.element.remove();
  }

  private get bottom(): number {
    return this.element.scrollTop + this.element.clientHeight;
  }

  private place(): Place | undefined {
    if (this.following) return undefined;
    const top = this.element.scrollTop;
    const line = this.virtual.rowBelow(top);
    // A line belongs to the row below it, and has no entry of its own.
    const row = line && isLine(line) ? this.rows.rowOf(line.key) : line;
    const element = row && this.virtual.elementOf(row);
    const below = this.below.remembered();
    return element && below && { entry: row.key, offset: element.offsetTop - top, ...below };
  }

  private moved(): void {
    if (this.virtual.takeLeap()) this.scroller.nudge();
    this.events.moved(this.place());
  }

  /** @param late it stands among what was there: above the end, and perhaps above what is in sight. */
  private noticed({ id, from }: MessageEntry, late: boolean): void {
    if (!from.self) {
      const row = this.rows.rowOf(id);
      const last = late && this.lastInSight ? this.rows.indexOf(this.lastInSight) : -1;
      if (row && this.rows.indexOf(row) > last) this.below.add(id);
      this.tellUnread();
    } // One's own message is what one wants to see now, wherever one was reading.
    else if (!late) this.toEnd();
  }

  private followed(following: boolean): void {
    if (following) this.below.clear();
    this.tellUnread();
    this.events.moved(this.place());
  }

  private tellUnread(): void {
    this.events.unread(this.below.size, this.following);
  }

  private apply(change: RowChange): void {
    const kept = new Set(change.rows);
    const gone = change.old.filter(row => row.kind === 'message' && !kept.has(row));
    const answers = new Set(gone.flatMap(row => this.contents.answersTo(row)));
    for (const { key } of gone) this.forget(key);
    for (const row of change.drawn) {
      this.contents.record(row);
      for (const key of this.contents.answersTo(row)) answers.add(key);
    }
    this.virtual.changed(change);
    for (const key of answers) this.redraw(key);
    this.frame ??= requestAnimationFrame(() => this.update());
  }

  private update(): void {
    this.frame = undefined;
    this.lastInSight = undefined;
    const focused = this.element.contains(document.activeElement);
    this.scroller.holding(this.firstShown(), () => this.virtual.update(this.following));
    if (this.following) this.scroller.toEnd();
    // A button may go away under the focus: reading goes on where it was.
    if (focused && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  private firstShown(): HTMLElement | undefined {
    for (const [row, element] of this.virtual.shown()) if (!isLine(row)) return element;
    return undefined;
  }

  private forget(key: string): void {
    this.contents.forget(key);
    if (this.below.delete(key)) this.tellUnread();
  }

  private made(row: Row): HTMLElement {
    const element = elementFor(row);
    this.contents.draw(row, element);
    return element;
  }

  private shown(): void {
    numberRows(this.rows.list, this.virtual.shown(), this.virtual.partial);
    this.events.drawn();
  }

  private redraw(entry: string): void {
    const row = this.rows.rowOf(entry);
    if (row) this.virtual.redraw(row);
  }

  private redrawDays(): void {
    for (const row of this.rows.list) if (row.kind === 'day') this.virtual.redraw(row);
  }

  /** Scrolls to a message and takes the focus along, so that reading goes on there. */
  private reveal(key: string): void {
    const element = this.show(key);
    if (!element) return;
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    flash(element);
  }
}
