import { html, nothing, render } from 'lit';
import { t } from './l10n';
import { counted } from './text';

/** The way down to the newest message, with how many are new; there while the end is not in sight. */
export class Jump {
  readonly element = document.createElement('div');

  constructor(private readonly pressed: () => void) {
    this.element.className = 'jump-place';
  }

  show(unread: number, following: boolean): void {
    const words = unread > 0 ? counted(unread, t('1 new message'), t('{0} new messages')) : t('Jump to newest');
    const button = html`<button type="button" class="jump" @click=${this.pressed}>
      <span class="codicon codicon-arrow-down" aria-hidden="true"></span> ${words}
    </button>`;
    render(following ? nothing : button, this.element);
  }
}
