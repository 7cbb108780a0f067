import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import type { Emoji, EmojiFinder } from './emoji';
import { t } from './l10n';
import { Popup } from './popup';
import { counted } from './text';

/** Emoji to choose from: a box to search in and what it finds below. The focus stays in the box all the time. */

/** More than that nobody looks through: they type another letter. */
const MAX_FOUND = 64;

const LIST = 'emoji-list';

export class EmojiPicker {
  private readonly popup = new Popup();
  readonly element = this.popup.element;
  private readonly box = document.createElement('input');
  private found: readonly Emoji[] = [];
  private active = 0;
  private chosen: (emoji: string) => void = () => undefined;

  constructor(private readonly finder: EmojiFinder) {
    const { element, box } = this;
    element.className = 'emoji-picker';
    element.role = 'dialog';
    element.ariaLabel = t('Emoji');
    box.type = 'text';
    box.placeholder = t('Search emoji');
    box.ariaLabel = t('Search emoji');
    box.role = 'combobox';
    box.autocomplete = 'off';
    box.spellcheck = false;
    box.ariaExpanded = 'true';
    box.ariaAutoComplete = 'list';
    box.setAttribute('aria-controls', LIST);
    box.addEventListener('input', () => this.search());
    box.addEventListener('keydown', event => this.pressed(event));
  }

  /** Opens it at this button, or closes it. */
  toggle(opener: HTMLElement, chosen: (emoji: string) => void): void {
    if (this.popup.closedAt(opener)) return;
    this.chosen = chosen;
    this.box.value = '';
    this.search();
    this.popup.open(opener);
    this.box.focus();
    void this.finder.ready().then(() => this.box.value !== '' && this.search());
  }

  private search(): void {
    this.active = 0;
    // Without a word those at hand are enough: all of them would be a wall.
    const [query, max] = this.box.value.trim() === '' ? ['', this.finder.atHand] : [this.box.value, MAX_FOUND];
    this.found = this.finder.find(query, max);
    this.draw();
    this.element.querySelector('.emoji-list')?.scrollTo({ top: 0 });
  }

  private draw(): void {
    const count = this.found.length;
    const status = count === 0 ? t('No emoji is called so') : counted(count, t('1 emoji'), t('{0} emoji'));
    render(
      html`${this.box}
        <div class="emoji-list" role="listbox" id=${LIST} aria-label=${t('Emoji')}>
          ${this.found.map((one, at) => this.option(one, at))}
        </div>
        <p class=${count === 0 ? 'emoji-none' : 'hidden-text'} role="status">${status}</p>
        <p class="emoji-name" aria-hidden="true">${this.nameOfActive()}</p>`,
      this.element,
    );
    if (count === 0) this.box.removeAttribute('aria-activedescendant');
    else this.box.setAttribute('aria-activedescendant', idOf(this.active));
  }

  private nameOfActive(): string | typeof nothing {
    const one = this.found[this.active];
    return one ? `:${one.names[0] ?? ''}:` : nothing;
  }

  private option(one: Emoji, at: number): TemplateResult {
    const called = (one.names[0] ?? '').replaceAll('_', ' ');
    return html`<span
      role="option"
      id=${idOf(at)}
      class="emoji-option"
      title=${called}
      aria-label=${called}
      aria-selected=${at === this.active}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @pointermove=${() => this.move(at, false)}
      @click=${() => this.choose(one)}
      >${one.emoji}</span
    >`;
  }

  private move(to: number, scroll = true): void {
    if (to === this.active || to < 0 || to >= this.found.length) return;
    this.active = to;
    this.draw();
    if (scroll) this.options[to]?.scrollIntoView({ block: 'nearest' });
  }

  private choose(one: Emoji | undefined): void {
    if (!one) return;
    this.popup.leave();
    this.chosen(one.emoji);
  }

  private get options(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('.emoji-option')];
  }

  /** As many as stand on the first line. */
  private get columns(): number {
    const [first, ...others] = this.options;
    const second = others.findIndex(option => option.offsetTop !== first?.offsetTop);
    return second < 0 ? this.options.length : second + 1;
  }

  private pressed(event: KeyboardEvent): void {
    const step = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey ? undefined : this.stepOf(event.key);
    if (step !== undefined) this.move(this.active + step);
    else if (event.key === 'Enter') this.choose(this.found[this.active]);
    else if (event.key === 'Escape' || event.key === 'Tab') this.popup.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private stepOf(key: string): number | undefined {
    switch (key) {
      case 'ArrowRight':
        return 1;
      case 'ArrowLeft':
        return -1;
      case 'ArrowDown':
        return this.columns;
      case 'ArrowUp':
        return -this.columns;
      default:
        return undefined;
    }
  }
}

function idOf(at: number): string {
  return `emoji-${at}`;
}
