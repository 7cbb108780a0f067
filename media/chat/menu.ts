import { html, render } from 'lit';

/** A menu that opens at a button: with the keyboard as menus everywhere, and gone with the next press elsewhere. */

export interface MenuItem {
  label: string;
  icon: string;
  chosen: () => void;
}

/** Between the button and its menu, and between the menu and the edge of the page. Pixels. */
const GAP = 2;

export class Menu {
  readonly element = document.createElement('div');
  private opener: HTMLElement | undefined;
  /** The press that closes the menu is on its own button: it must not open it again. */
  private closedBy: EventTarget | undefined;

  constructor() {
    const { element } = this;
    element.className = 'menu';
    element.role = 'menu';
    element.popover = 'auto';
    element.addEventListener('toggle', event => this.toggled(event.newState === 'open'));
    element.addEventListener('keydown', event => this.pressed(event));
    document.addEventListener('pointerdown', ({ target }) => this.pointed(target), { capture: true });
  }

  /** Opens the menu of this button, or closes it. */
  toggle(opener: HTMLElement, items: readonly MenuItem[]): void {
    const closing = this.closedBy === opener;
    this.closedBy = undefined;
    if (closing) return;
    this.opener = opener;
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
    this.element.showPopover();
    this.place(opener);
    this.items[0]?.focus();
    opener.ariaExpanded = 'true';
  }

  close(): void {
    this.element.hidePopover();
  }

  private get items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  /** Below the button where there is room, else above; inside of the page in any case. */
  private place(opener: HTMLElement): void {
    const at = opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height, style } = this.element;
    const below = at.bottom + GAP + height <= innerHeight;
    const top = below ? at.bottom + GAP : at.top - GAP - height;
    style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
    style.left = `${Math.max(GAP, Math.min(at.right - width, innerWidth - width - GAP))}px`;
  }

  private choose({ chosen }: MenuItem): void {
    this.close();
    this.opener?.focus();
    chosen();
  }

  private toggled(open: boolean): void {
    if (open || !this.opener) return;
    this.opener.ariaExpanded = 'false';
    // Closed with Escape or by a choice: the focus would be nowhere.
    if (document.activeElement === document.body) this.opener.focus();
  }

  private pointed(target: EventTarget | null): void {
    const open = this.element.matches(':popover-open');
    const onOpener = open && target instanceof Node && this.opener?.contains(target);
    this.closedBy = onOpener ? this.opener : undefined;
  }

  private pressed(event: KeyboardEvent): void {
    const { items } = this;
    const at = items.findIndex(item => item === document.activeElement);
    const next = targetOf(event, items, at);
    if (event.key === 'Tab') this.close();
    if (event.key === 'Escape' || event.key === 'Tab') {
      this.close();
      this.opener?.focus();
    }
    if (next === undefined && event.key !== 'Escape' && event.key !== 'Tab') return;
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
