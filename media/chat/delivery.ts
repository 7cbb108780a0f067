import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { MessageEntry } from '../../src/protocol/transcript';
import { t } from './l10n';
import { calledBy } from './person';
import { cancelButton, progressLine } from './progress';

/**
 * What becomes of a message. A mark has its room from the beginning, so that a change of state moves nothing; only a
 * failure takes a line of its own, because there is something to do.
 */
export interface DeliveryActions {
  retry: () => void;
  cancel: () => void;
}

type Passing = Exclude<MessageEntry['state'], 'failed'>;

const ICONS: Record<Passing, string> = {
  waiting: 'clockface',
  sending: 'ellipsis',
  sent: 'check',
  delivered: 'check-all',
};

function wordsFor(state: Passing, to: MessageEntry['to']): string {
  switch (state) {
    case 'waiting':
      return t('Waiting for the connection');
    case 'sending':
      return t('Sending…');
    case 'sent':
      return to ? t('Sent. No confirmation from {0} yet.', calledBy(to)) : t('Sent');
    case 'delivered':
      return to ? t('Delivered to {0}', calledBy(to)) : t('Delivered');
  }
}

function icon(state: Passing, to: MessageEntry['to']): TemplateResult {
  const words = wordsFor(state, to);
  return html`<span class="codicon codicon-${ICONS[state]}" role="img" aria-label=${words} title=${words}></span>`;
}

/** A failure is announced with the rest of the log; what stands in here is not. */
export function deliveryMark(
  { from, to, state, edited }: MessageEntry,
  { cancel }: DeliveryActions,
): TemplateResult | typeof nothing {
  const changed = edited
    ? html`<span class="edited" title=${t('Changed after it was sent')}>${t('(edited)')}</span>`
    : nothing;
  if (!from.self) return edited ? html`<span class="mark" aria-live="off">${changed}</span>` : nothing;
  const button = state === 'waiting' ? cancelButton(t('Cancel: do not send this message'), cancel) : nothing;
  return html`<span class="mark" aria-live="off"
    >${changed}${state === 'failed' ? nothing : icon(state, to)}${button}</span
  >`;
}

/** For what is long: a line below it, of the same height whether it is on its way or there. */
export function deliveryLine(entry: MessageEntry, actions: DeliveryActions): TemplateResult | typeof nothing {
  const { from, to, state, progress, edited } = entry;
  if (!from.self && !edited) return nothing;
  if (!progress || (state !== 'waiting' && state !== 'sending')) {
    return html`<div class="delivery">${deliveryMark(entry, actions)}</div>`;
  }
  const line = progressLine(t('Sending'), progress, t('Cancel: do not send the rest of it'), actions.cancel);
  return html`<div class="delivery" aria-live="off">${state === 'waiting' ? icon(state, to) : nothing}${line}</div>`;
}

/** @param words what happened, and why. */
export function failure(words: string, actions: Partial<DeliveryActions>): TemplateResult {
  const { retry, cancel } = actions;
  return html`<div class="failed">
    <span class="codicon codicon-error" aria-hidden="true"></span>
    <span
      ><bdi>${words}</bdi>
      ${retry ? html`<button type="button" class="link" @click=${retry}>${t('Retry')}</button>` : nothing}
      ${
        cancel
          ? html`<button type="button" class="link" title=${t('Take it away')} @click=${cancel}>
              ${t('Dismiss')}
            </button>`
          : nothing
      }</span
    >
  </div>`;
}
