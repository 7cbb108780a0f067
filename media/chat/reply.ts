import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Body, MessageEntry } from '../../src/protocol/transcript';
import { bundleTitle } from './cards/bundle';
import { patchTitle } from './cards/patch';
import { placeOf, titleOf } from './cards/snippet';
import { filled, t } from './l10n';
import type { Reply } from './memory';
import { calledBy } from './person';
import { prose, shorten } from './text';

/** A message that answers another one: how that one is named above it, and in the box. */

const MAX_WORDS = 80;

/** What a reply says of the one it answers; `undefined` where that one has no id to name it by. */
export function replyTo({ content, from, body, deleted }: MessageEntry): Reply | undefined {
  if (content === undefined) return undefined;
  const words = deleted ? t('Message deleted') : firstWords(body);
  return { content, name: from.self ? t('you') : calledBy(from), words };
}

/** How it begins, or what it is if nothing was said. One line. */
export function firstWords(body: Body): string {
  const said = prose(saidOf(body)).trim();
  const [line = ''] = (said === '' ? whatIs(body) : said).split('\n', 1);
  return shorten(line, MAX_WORDS);
}

function saidOf(body: Body): string {
  return (body.type === 'text' ? body.text : body.comment) ?? '';
}

function whatIs(body: Body): string {
  switch (body.type) {
    case 'text':
      return '';
    case 'snippet':
      return t('{0}, {1}', titleOf(body), placeOf(body));
    case 'patch':
      return patchTitle(body);
    case 'image':
      return prose(body.name);
    case 'bundle':
      return bundleTitle(body);
  }
}

/**
 * The line above a reply.
 * @param to what it answers, if that is here.
 */
export function quote(to: Reply | undefined, show: () => void): TemplateResult {
  const icon = html`<span class="codicon codicon-reply" aria-hidden="true"></span>`;
  if (!to) {
    const words = t('A message that is not here any more');
    return html`<div class="quote">${icon}<span class="quote-words">${words}</span></div>`;
  }
  return html`<button type="button" class="quote" title=${t('Show what this answers')} @click=${show}>
    ${icon}<span class="hidden-text">${t('In reply to')}</span> <bdi class="quote-name">${to.name}</bdi>
    <span class="quote-words" dir="auto">${to.words}</span>
  </button>`;
}

/** The line in the box while one writes a reply. */
export function replyingTo({ name, words }: Reply, cancel: () => void): TemplateResult {
  return html`<div class="replying">
    <span class="codicon codicon-reply" aria-hidden="true"></span>
    <span class="replying-text" id="replying">
      <span class="replying-to">${filled(t('Replying to {0}'), html`<bdi class="quote-name">${name}</bdi>`)}</span>
      ${words === '' ? nothing : html`<span class="quote-words" dir="auto">${words}</span>`}
    </span>
    <button
      type="button"
      class="icon-button"
      title=${t('Do not reply (Escape)')}
      aria-label=${t('Do not reply')}
      @click=${cancel}
    >
      <span class="codicon codicon-close" aria-hidden="true"></span>
    </button>
  </div>`;
}
