import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Progress } from '../../src/protocol/transcript';
import { t } from './l10n';
import { size } from './text';

/** How far something long is. */

function amount({ done, total }: Progress): string {
  // Of what was refused at once nothing is known.
  const percent = total === 0 ? 0 : Math.max(0, Math.min(100, Math.floor((100 * done) / total)));
  return t('{0}\u00a0% of {1}', percent, size(total));
}

export function cancelButton(title: string, cancel: () => void): TemplateResult {
  return html`<button
    type="button"
    class="icon-button cancel"
    title=${title}
    aria-label=${t('Cancel')}
    @click=${cancel}
  >
    <span class="codicon codicon-close" aria-hidden="true"></span>
  </button>`;
}

/** One slim line, which is not read out with every part that is through. */
export function progressLine(label: string, progress: Progress, title: string, cancel: () => void): TemplateResult {
  const words = amount(progress);
  return html`<span class="progress" aria-live="off">
    <progress aria-label=${label} aria-valuetext=${words} max=${progress.total} .value=${progress.done}></progress>
    <span class="amount" aria-hidden="true">${words}</span>
    ${cancelButton(title, cancel)}
  </span>`;
}
