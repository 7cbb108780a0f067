/** What opens over the page at a button, and is gone with the next press elsewhere. */

/** Between the button and what opens, and between that and the edge of the page. Pixels. */
const GAP = 2;

export class Popup {
  readonly element = document.createElement('div');
  private opener: HTMLElement | undefined;
  /** The press that closes it is on its own button: it must not open it again. */
  private closedBy: EventTarget | undefined;

  constructor() {
    this.element.popover = 'auto';
    this.element.addEventListener('toggle', event => this.toggled(event.newState === 'open'));
    document.addEventListener('pointerdown', ({ target }) => this.pointed(target), { capture: true });
  }

  /** The press on this button has closed it just now. Asked once for each press. */
  closedAt(opener: HTMLElement): boolean {
    const closing = this.closedBy === opener;
    this.closedBy = undefined;
    return closing;
  }

  /** What it shows must be in it: its size decides where it goes. */
  open(opener: HTMLElement): void {
    this.opener = opener;
    this.element.showPopover();
    this.place();
    opener.ariaExpanded = 'true';
  }

  /** Below the button where there is room, else above; inside of the page in any case. */
  place(): void {
    const at = this.opener?.getBoundingClientRect();
    if (!at) return;
    const { offsetWidth: width, offsetHeight: height, style } = this.element;
    const below = at.bottom + GAP + height <= innerHeight;
    const top = below ? at.bottom + GAP : at.top - GAP - height;
    style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
    style.left = `${Math.max(GAP, Math.min(at.right - width, innerWidth - width - GAP))}px`;
  }

  close(): void {
    this.element.hidePopover();
  }

  /** Closes it with the focus on its button, where reading goes on. */
  leave(): void {
    this.close();
    this.opener?.focus();
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
}
