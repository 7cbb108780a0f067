import { html, render } from 'lit';
import { Popup } from './popup';

/** A menu that opens at a button: with the keyboard as menus everywhere. */

export interface MenuItem {
  label: string;
  icon: string;
  chosen: () => void;
}

export class Menu {
  private readonly popup = new Popup();
  readonly element = this.popup.element;

  constructor() {
    this.element.className = 'menu';
    this.element.role = 'menu';
    this.element.addEventListener('keydown', event => this.pressed(event));
  }

  /** Opens the menu of this button, or closes it. */
  toggle(opener: HTMLElement, items: readonly MenuItem[]): void {
    if (this.popup.closedAt(opener)) return;
    this.element.ariaLabel = opener.ariaLabel;
    render(
      items.map(
        item =>
          html`<button type="button" role="menuitem" tabindex="-1" @click=${() => this.choose(item)}>
            <span class="codicon codicon-${item.icon}" aria-hidden="true"></span> ${item.label}
          </button>`,
      ),
      this.element,
    );
    this.popup.open(opener);
    this.items[0]?.focus();
  }

  private get items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  private choose({ chosen }: MenuItem): void {
    this.popup.leave();
    chosen();
  }

  private pressed(event: KeyboardEvent): void {
    const { items } = this;
    const at = items.findIndex(item => item === document.activeElement);
    const next = targetOf(event, items, at);
    const leaves = event.key === 'Escape' || event.key === 'Tab';
    if (leaves) this.popup.leave();
    if (next === undefined && !leaves) return;
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
  }
}

/** Where a key leads to; a letter leads to the next item that begins with it. */
function targetOf({ key }: KeyboardEvent, items: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items.at(at - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default: {
      const behind = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      const letter = key.length === 1 ? key.toLowerCase() : undefined;
      return behind.find(item => letter !== undefined && item.innerText.trim().toLowerCase().startsWith(letter));
    }
  }
}
