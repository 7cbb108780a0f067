import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { CardContext } from '../cards/context';
import { foldedCode } from '../code/block';
import type { Listing } from '../code/block';
import { linesOf } from '../code/listing';
import { t } from '../l10n';
import type { Block } from './tree';

/** How long it is said that something was copied. Milliseconds. */
const COPIED_FOR = 2_000;

/** A block of code in talk: as in cards, without numbers. @param index which one of the message it is. */
export function talkCode(
  context: CardContext,
  { text, language }: Block & { kind: 'code' },
  index: number,
): TemplateResult {
  const lines = linesOf(text);
  const listing: Listing = {
    label: t('Code'),
    size: lines.length,
    first: max => lines.slice(0, max).map(line => ({ text: line })),
  };
  // What people write behind the opening marks is the ending of a file as often as the name of a language.
  const shown = { listings: [listing], path: language };
  return html`<div class="talk-code" data-language=${language ?? ''}>
    ${foldedCode(context, `talk ${index}`, shown)}${copyButton(lines.join('\n'))}
  </div>`;
}

function copyButton(text: string): TemplateResult {
  const copy = async ({ currentTarget }: Event) => {
    const button = currentTarget as HTMLElement;
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    button.classList.toggle('is-copied', copied);
    button.ariaLabel = copied ? t('Copied') : t('This could not be copied');
    setTimeout(() => {
      button.classList.remove('is-copied');
      button.ariaLabel = t('Copy code');
    }, COPIED_FOR);
  };
  return html`<button
    type="button"
    class="icon-button"
    title=${t('Copy code')}
    aria-label=${t('Copy code')}
    @click=${copy}
  >
    <span class="codicon codicon-copy" aria-hidden="true"></span>
    <span class="codicon codicon-check" aria-hidden="true"></span>
  </button>`;
}
