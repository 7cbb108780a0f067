import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { SnippetBody } from '../../../src/protocol/bodies';
import type { CardAction } from '../../../src/protocol/panel';
import { FOR_GUEST } from '../hosted';
import { t } from '../l10n';
import type { CardContext } from './context';

/** What a card offers to do: the most useful as buttons, the rest in a menu. */

interface Look {
  label: string;
  icon: string;
}

const LOOKS: Record<CardAction, Look> = {
  goTo: { label: t('Go to code'), icon: 'go-to-file' },
  open: { label: t('Open in editor'), icon: 'open-preview' },
  saveAs: FOR_GUEST ? { label: t('Download'), icon: 'cloud-download' } : { label: t('Save as…'), icon: 'save-as' },
  copy: { label: t('Copy code'), icon: 'copy' },
  insert: { label: t('Insert at cursor'), icon: 'insert' },
  compare: { label: t('Compare with mine'), icon: 'compare-changes' },
  apply: { label: t('Apply…'), icon: 'check' },
  suggest: { label: t('Suggest a change…'), icon: 'edit' },
};

const COPY_PATCH: Look = { label: t('Copy patch'), icon: 'copy' };

/** Without an editor there are copies only. */
const FOR_GUESTS: readonly CardAction[] = ['copy', 'saveAs'];

/** That many stand beside the menu. */
const BUTTONS = 3;

export function isSuggestion({ ranges }: SnippetBody): boolean {
  return ranges.some(({ was }) => was !== undefined);
}

/** In the order of their use. What one sent oneself is in one's own files already. */
function snippetOffers(body: SnippetBody, own: boolean): CardAction[] {
  const placed = body.path !== undefined && body.terminal !== true;
  const first: CardAction[] = placed ? ['goTo', 'copy'] : ['copy'];
  if (own) return [...first, 'open', 'saveAs'];
  const compare: CardAction[] = placed ? ['compare'] : [];
  const suggest: CardAction[] = placed && !isSuggestion(body) ? ['suggest'] : [];
  return [...first, 'open', 'insert', ...compare, ...suggest, 'saveAs'];
}

/** The offers of a whole card, without `apply`, which has a button of its own. */
export function offersOf({ entry: { body, from } }: CardContext): CardAction[] {
  switch (body.type) {
    case 'text':
      return [];
    case 'snippet':
      return snippetOffers(body, from.self);
    case 'patch':
      return ['open', 'copy', 'saveAs'];
    case 'image':
      return ['open', 'saveAs'];
    case 'bundle':
      // A browser saves one file at a time: each has its own button.
      return FOR_GUEST ? [] : ['saveAs'];
  }
}

/** The offers of one file of a bundle. */
export function itemOffers(body: SnippetBody, own: boolean): CardAction[] {
  return snippetOffers(body, own).filter(offer => offer !== 'suggest');
}

/** @param item which file of a bundle it is for, if not for all. */
export function toolbar(context: CardContext, offers: readonly CardAction[], item?: number): TemplateResult {
  const possible = FOR_GUEST ? offers.filter(offer => FOR_GUESTS.includes(offer)) : offers;
  return possible.length === 0 ? html`` : tools(context, possible, item);
}

function tools(context: CardContext, offers: readonly CardAction[], item?: number): TemplateResult {
  const shown = offers.length > BUTTONS + 1 ? offers.slice(0, BUTTONS) : offers;
  const rest = offers.slice(shown.length);
  return html`<span class="card-tools" role="group" aria-label=${t('Actions')}>
    ${shown.map(offer => button(context, offer, item))} ${rest.length === 0 ? nothing : more(context, rest, item)}
  </span>`;
}

function lookOf(offer: CardAction, { entry }: CardContext): Look {
  return offer === 'copy' && entry.body.type === 'patch' ? COPY_PATCH : LOOKS[offer];
}

function button(context: CardContext, offer: CardAction, item?: number): TemplateResult {
  const { label, icon } = lookOf(offer, context);
  const copied = offer === 'copy' && context.isCopied(item);
  return html`<button
    type="button"
    class="icon-button ${offer}"
    title=${label}
    aria-label=${label}
    @click=${() => context.act(offer, item)}
  >
    <span class="codicon codicon-${copied ? 'check' : icon}" aria-hidden="true"></span>
    <span class="copied">${copied ? t('Copied') : ''}</span>
  </button>`;
}

function more(context: CardContext, offers: readonly CardAction[], item?: number): TemplateResult {
  const open = ({ currentTarget }: Event) => {
    const items = offers.map(offer => ({ ...lookOf(offer, context), chosen: () => context.act(offer, item) }));
    context.menu.toggle(currentTarget as HTMLElement, items);
  };
  return html`<button
    type="button"
    class="icon-button more"
    title=${t('More actions')}
    aria-label=${t('More actions')}
    aria-haspopup="menu"
    aria-expanded="false"
    @click=${open}
  >
    <span class="codicon codicon-ellipsis" aria-hidden="true"></span>
  </button>`;
}
