import { html, render } from 'lit';
import type { TemplateResult } from 'lit';
import { t } from './l10n';
import { picker } from './picker';
import { NO_QUERY } from './searchQuery';
import type { Query } from './searchQuery';
import { shorten } from './text';

/** The bar one writes into what one looks for. */

export interface SearchBarEvents {
  changed(query: Query): void;
  next(): void;
  previous(): void;
  closed(): void;
}

export interface SearchResult {
  /** Counts from 1; 0 while there is none. */
  at: number;
  count: number;
  /** There is something to look for. */
  asked: boolean;
}

const MAX_NAME = 40;
const ANYBODY = 'anybody';

export class SearchBar {
  readonly element = document.createElement('search');
  private readonly field = document.createElement('input');
  private query: Query = NO_QUERY;
  private people: readonly string[] = [];
  private result: SearchResult = { at: 0, count: 0, asked: false };

  constructor(private readonly events: SearchBarEvents) {
    this.element.className = 'search';
    this.element.ariaLabel = t('Search in the messages');
    this.element.hidden = true;
    this.element.addEventListener('keydown', event => this.pressed(event));
    this.field.type = 'text';
    this.field.placeholder = t('Search');
    this.field.ariaLabel = t('Search');
    this.field.spellcheck = false;
    this.field.addEventListener('input', () => this.change({ ...this.query, text: this.field.value }));
  }

  /** With the text that is there selected, as another one may be wanted. */
  open(): void {
    this.element.hidden = false;
    this.draw();
    this.field.focus();
    this.field.select();
  }

  close(): void {
    this.element.hidden = true;
  }

  show(people: readonly string[], result: SearchResult): void {
    this.people = people;
    this.result = result;
    this.draw();
  }

  private change(query: Query): void {
    this.query = query;
    this.events.changed(query);
  }

  private pressed(event: KeyboardEvent): void {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- 229: a key that an input method takes
    if (event.isComposing || event.keyCode === 229) return;
    const act = this.actFor(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  private actFor({ key, shiftKey, target }: KeyboardEvent): (() => void) | undefined {
    if (key === 'Escape') return () => this.events.closed();
    if (target !== this.field) return undefined;
    if (key === 'ArrowUp' || (key === 'Enter' && shiftKey)) return () => this.events.previous();
    return key === 'ArrowDown' || key === 'Enter' ? () => this.events.next() : undefined;
  }

  private draw(): void {
    const none = this.result.count === 0;
    render(
      html`<div class="search-line">
          ${this.field}
          <span class="search-count ${none && this.result.asked ? 'none' : ''}" aria-live="polite"
            >${this.count()}</span
          >
          <span class="search-tools"> ${this.tools(none)} </span>
        </div>
        <div class="search-line">${this.from()} ${this.snippets()}</div>`,
      this.element,
    );
  }

  private tools(none: boolean): TemplateResult[] {
    const { events } = this;
    return [
      tool(t('Previous match (Shift+Enter)'), t('Previous match'), 'arrow-up', none, () => events.previous()),
      tool(t('Next match (Enter)'), t('Next match'), 'arrow-down', none, () => events.next()),
      tool(t('Close (Escape)'), t('Close search'), 'close', false, () => events.closed()),
    ];
  }

  private count(): string {
    const { at, count, asked } = this.result;
    if (!asked) return '';
    return count === 0 ? t('No results') : t('{0} of {1}', at, count);
  }

  /** Values are numbers, as a person can be called anything. */
  private from(): TemplateResult {
    const { people, query } = this;
    const options = [
      { value: ANYBODY, label: t('From anybody') },
      ...people.map((name, at) => ({ value: String(at), label: t('From {0}', shorten(name, MAX_NAME)) })),
    ];
    const at = people.indexOf(query.person);
    const chosen = (value: string) => this.change({ ...query, person: people[Number(value)] ?? '' });
    return html`<span class="search-from"
      >${picker({ label: t('From'), options, value: at < 0 ? ANYBODY : String(at), position: 'below', chosen })}</span
    >`;
  }

  private snippets(): TemplateResult {
    const { query } = this;
    return html`<button
      type="button"
      class="toggle"
      aria-pressed=${query.snippets}
      @click=${() => this.change({ ...query, snippets: !query.snippets })}
    >
      <span class="codicon codicon-code" aria-hidden="true"></span> ${t('Snippets only')}
    </button>`;
  }
}

function tool(title: string, label: string, icon: string, off: boolean, run: () => void): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    title=${title}
    aria-label=${label}
    ?disabled=${off}
    @click=${run}
  >
    <span class="codicon codicon-${icon}" aria-hidden="true"></span>
  </button>`;
}
