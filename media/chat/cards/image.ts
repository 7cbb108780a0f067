import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { ImageBody } from '../../../src/protocol/bodies';
import { FOR_GUEST } from '../hosted';
import { t } from '../l10n';
import { path as safePath, shorten } from '../text';
import { offersOf, toolbar } from './actions';
import type { CardContext } from './context';
import { card, fileName } from './frame';

/** An image, bounded in size; it takes its room before it is there. */

/** Pixels. */
const MAX_HEIGHT = 300;
const MIN_SIDE = 32;
const MAX_NAME = 120;
/** Pixels: what takes more memory than this once it is decoded is opened by itself, or not at all. */
const MAX_PIXELS = 40_000_000;

interface Size {
  width: number;
  height: number;
}

export function imageCard(context: CardContext, body: ImageBody): TemplateResult {
  const name = shorten(safePath(body.name), MAX_NAME) || t('Image');
  const label = t('Image, {0}', name);
  const { width, height } = body;
  const size = width === undefined || height === undefined ? '' : `${width} × ${height}`;
  return card(context, body.comment, {
    icon: 'file-media',
    label,
    head: html`${fileName(name)} <span class="about">${size}</span>`,
    tools: toolbar(context, offersOf(context)),
    content: frame(context, body, name),
  });
}

/** The host reads the size in the file itself, and says none where it could not. */
function shownSize({ width, height }: ImageBody): Size | undefined {
  if (width === undefined || height === undefined) return undefined;
  return width * height <= MAX_PIXELS ? { width, height } : undefined;
}

function frame(context: CardContext, body: ImageBody, name: string): TemplateResult {
  const size = shownSize(body);
  if (!size) return html`<p class="rest">${t('Too large to be shown here')}</p>`;
  const { url, broken } = context.image;
  if (broken) {
    return html`<p class="rest broken">
      <span class="codicon codicon-warning" aria-hidden="true"></span> ${t('This image cannot be shown.')}
    </p>`;
  }
  const placed = (element?: Element) => {
    if (!(element instanceof HTMLElement)) return;
    if (url === undefined) reserve(element, size);
    context.watchImage(element);
  };
  const loaded = ({ currentTarget }: Event) => {
    const { naturalWidth, naturalHeight, parentElement } = currentTarget as HTMLImageElement;
    if (parentElement) reserve(parentElement, { width: naturalWidth, height: naturalHeight });
  };
  return html`<button
    type="button"
    class="image"
    title=${FOR_GUEST ? t('Show it large') : t('Open in editor')}
    aria-label=${t('Open image {0}', name)}
    aria-busy=${url === undefined}
    @click=${() => context.act('open')}
    ${ref(placed)}
  >
    ${
      url === undefined
        ? nothing
        : html`<img src=${url} alt=${name} decoding="async" @load=${loaded} @error=${() => context.imageFailed()} />`
    }
  </button>`;
}

/** As large as it is, within bounds; narrower where the card is. What its message says counts until it is there. */
function reserve(element: HTMLElement, { width, height }: Size): void {
  const scale = Math.min(1, MAX_HEIGHT / Math.max(1, height));
  const shown = { width: Math.max(MIN_SIDE, width * scale), height: Math.max(MIN_SIDE, height * scale) };
  element.style.setProperty('--image-width', `${Math.round(shown.width)}px`);
  element.style.setProperty('--image-ratio', `${shown.width / shown.height}`);
}
