import { render } from 'lit';
import type { Entry } from '../../src/protocol/transcript';
import type { Place } from './memory';
import { messageAttributes, messageContent } from './message';
import { presenceLine } from './presence';
import { Rows } from './rows';
import type { MessageRow, Row } from './rows';
import { Scroller } from './scroller';

/**
 * The messages of one channel. It turns rows into elements one by one: a virtual list would take the place of this
 * class and keep `Rows` below it and the renderers of a row's content beside it.
 */
export interface ListEvents {
  retry(entry: string): void;
  copy(entry: string): void;
  /** How many messages came since the reader left the end; 0 when they are there. */
  unread(count: number, following: boolean): void;
  /** The place to come back to; `undefined` at the end. */
  moved(place: Place | undefined): void;
}

const COPIED_FOR = 2_000;

export class MessageList {
  readonly element = document.createElement('div');
  private readonly content = document.createElement('div');
  private readonly elements = new Map<string, HTMLElement>();
  private readonly expanded = new Set<string>();
  private readonly copied = new Set<string>();
  private readonly rows: Rows;
  private readonly scroller: Scroller;
  private unread = 0;

  constructor(
    entries: readonly Entry[],
    private readonly events: ListEvents,
  ) {
    this.rows = new Rows(entries);
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

  get hasMessages(): boolean {
    return this.rows.list.some(row => row.kind === 'message');
  }

  put(entry: Entry): void {
    const { row, added } = this.rows.put(entry);
    if (added) this.content.append(this.created(row));
    else this.update(row);
    if (added && entry.kind === 'message' && !this.scroller.following) {
      // One's own message is what one wants to see now, wherever one was reading.
      if (entry.from.self) this.scroller.toEnd();
      else this.setUnread(this.unread + 1);
    }
    this.scroller.settle();
  }

  trim(count: number): void {
    const { removed, changed } = this.rows.trim(count);
    for (const { key } of removed) {
      this.elements.get(key)?.remove();
      this.elements.delete(key);
      this.expanded.delete(key);
    }
    if (changed) this.update(changed);
    this.scroller.settle();
  }

  /** Once the element stands in the document. */
  restore(place: Place | undefined): void {
    const row = place && this.rows.rowOf(place.entry);
    const element = row && this.elements.get(row.key);
    this.scroller.toEnd();
    if (!place || !element) return;
    this.scroller.to(element.offsetTop - place.offset);
    if (!this.scroller.following) this.setUnread(this.messagesAfter(place.last));
  }

  toEnd(): void {
    this.scroller.toEnd();
    this.scroller.settle();
  }

  dispose(): void {
    this.scroller.dispose();
    this.element.remove();
  }

  private place(): Place | undefined {
    if (this.scroller.following) return undefined;
    const top = this.element.scrollTop;
    const row = this.firstBelow(top);
    const last = this.rows.list.at(-1);
    if (!row || !last) return undefined;
    const unreadFrom = this.rows.list.filter(({ kind }) => kind === 'message').at(-1 - this.unread);
    const offset = (this.elements.get(row.key)?.offsetTop ?? 0) - top;
    return { entry: row.key, offset: offset, last: (unreadFrom ?? last).key };
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

  private messagesAfter(last: string): number {
    const at = this.rows.list.findIndex(({ key }) => key === last);
    return at < 0 ? 0 : this.rows.list.slice(at + 1).filter(({ kind }) => kind === 'message').length;
  }

  private followed(following: boolean): void {
    this.setUnread(following ? 0 : this.unread);
    this.events.moved(this.place());
  }

  private setUnread(count: number): void {
    this.unread = count;
    this.events.unread(count, this.scroller.following);
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

  private draw(row: Row, element: HTMLElement): void {
    if (row.kind === 'presence') {
      element.className = 'presence';
      render(presenceLine(row), element);
      return;
    }
    const { label, classes } = messageAttributes(row);
    element.className = classes;
    element.ariaLabel = label;
    render(messageContent(row, this.actionsOf(row)), element);
  }

  private actionsOf(row: MessageRow): Parameters<typeof messageContent>[1] {
    const { key } = row;
    return {
      expanded: this.expanded.has(key),
      copied: this.copied.has(key),
      retry: () => this.events.retry(row.entry.id),
      toggle: () => this.flip(this.expanded, row),
      copy: () => {
        this.events.copy(row.entry.id);
        if (this.copied.has(key)) return;
        this.flip(this.copied, row);
        setTimeout(() => this.flip(this.copied, row), COPIED_FOR);
      },
    };
  }

  private flip(set: Set<string>, row: MessageRow): void {
    if (!set.delete(row.key)) set.add(row.key);
    this.update(row);
  }
}
