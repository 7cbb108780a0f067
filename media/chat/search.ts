import type { Entry, MessageEntry } from '../../src/protocol/transcript';
import { t } from './l10n';
import { firstWords } from './reply';
import { SearchBar } from './searchBar';
import { mark, unmark } from './searchMarks';
import { found, isEmpty, NO_QUERY, patternOf, peopleOf, personOf } from './searchQuery';
import type { Query } from './searchQuery';

/** Looks for messages among all of a channel, also among those that are not in the document. */

/** What is searched: the channel in front. */
export interface SearchIn {
  readonly entries: readonly Entry[];
  /** The messages in the document, with their elements. */
  shown(): Iterable<[MessageEntry, HTMLElement]>;
  /** The last message in sight. */
  inSight(): string | undefined;
  show(entry: string): void;
}

export class Search {
  private readonly bar = new SearchBar({
    changed: query => this.ask(query),
    next: () => this.go(1),
    previous: () => this.go(-1),
    closed: () => this.close(),
  });
  readonly element = this.bar.element;
  private query: Query = NO_QUERY;
  private matches: readonly string[] = [];
  private matchSet: ReadonlySet<string> = new Set();
  private current: string | undefined;
  private before: Element | null = null;
  private frame: number | undefined;

  /**
   * @param place the channel in front, if there is one.
   * @param announce for users of screen readers: the focus stays in the bar.
   * @param leave takes the focus when what had it before is gone.
   */
  constructor(
    private readonly place: () => SearchIn | undefined,
    private readonly announce: (words: string) => void,
    private readonly leave: () => void,
  ) {
    document.addEventListener('keydown', event => this.pressed(event));
  }

  open(): void {
    if (!this.place()) return;
    if (!this.element.contains(document.activeElement)) this.before = document.activeElement;
    this.bar.open();
    this.refresh();
  }

  close(): void {
    if (this.element.hidden) return;
    const focused = this.element.contains(document.activeElement);
    this.bar.close();
    unmark(this.place()?.shown() ?? []);
    if (!focused) return;
    const { before } = this;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus();
    else this.leave();
  }

  /** Another channel, or other entries: looked at once a frame. */
  changed(): void {
    if (this.element.hidden) return;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.refresh();
    });
  }

  /** Other messages are in the document, or look different. */
  drawn(): void {
    if (this.element.hidden) return;
    const pattern = patternOf(this.query);
    mark(this.place()?.shown() ?? [], { pattern, matches: this.matchSet, current: this.current });
  }

  private ask(query: Query): void {
    this.query = query;
    this.refresh();
    // Where one is as long as that will do, else upwards from there: what one looks for was said before.
    if (this.current !== undefined && this.matchSet.has(this.current)) this.show(this.current);
    else this.show(this.nearest());
  }

  private refresh(): void {
    const place = this.place();
    if (!place || this.element.hidden) {
      this.close();
      return;
    }
    this.matches = found(place.entries, this.query);
    this.matchSet = new Set(this.matches);
    this.tell();
    this.drawn();
  }

  private nearest(): string | undefined {
    const place = this.place();
    if (!place || this.matches.length === 0) return undefined;
    const from = this.current ?? place.inSight();
    const last = place.entries.findLastIndex(({ id }) => id === from);
    const entry = place.entries.slice(0, last + 1).findLast(({ id }) => this.matchSet.has(id));
    return entry?.id ?? this.matches.at(-1);
  }

  /** Past the last one comes the first. */
  private go(by: 1 | -1): void {
    const { matches } = this;
    const at = this.current === undefined ? -1 : matches.indexOf(this.current);
    const next = at < 0 ? this.nearest() : matches[(at + by + matches.length) % matches.length];
    this.show(next);
    const entry = this.place()?.entries.find(({ id }) => id === next);
    if (entry?.kind === 'message') this.announce(t('{0}: {1}', personOf(entry), firstWords(entry.body)));
  }

  private show(entry: string | undefined): void {
    this.current = entry;
    if (entry !== undefined) this.place()?.show(entry);
    this.tell();
    this.drawn();
  }

  private tell(): void {
    const at = this.current === undefined ? 0 : this.matches.indexOf(this.current) + 1;
    const result = { at, count: this.matches.length, asked: !isEmpty(this.query) };
    this.bar.show(peopleOf(this.place()?.entries ?? []), result);
  }

  private pressed(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (key.toLowerCase() === 'f' && (ctrlKey || metaKey) && !shiftKey && !altKey) this.open();
    else if (key === 'F3' && !this.element.hidden) this.go(shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }
}
