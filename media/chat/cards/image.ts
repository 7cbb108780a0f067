import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { ImageBody } from '../../../src/protocol/bodies';
import { path as safePath, shorten } from '../text';
import { offersOf, toolbar } from './actions';
import type { CardContext } from './context';
import { card, fileName } from './frame';

/** An image, bounded in size; it takes its room before it is there. */

/** Pixels. */
const MAX_HEIGHT = 300;
const MIN_SIDE = 32;
const UNKNOWN = { width: 240, height: 160 };
const MAX_NAME = 120;

export function imageCard(context: CardContext, body: ImageBody): TemplateResult {
  const name = shorten(safePath(body.name), MAX_NAME) || 'Image';
  const label = `Image, ${name}`;
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

function frame(context: CardContext, { width, height }: ImageBody, name: string): TemplateResult {
  const { url, broken } = context.image;
  if (broken) {
    return html`<p class="rest broken">
      <span class="codicon codicon-warning" aria-hidden="true"></span> This image cannot be shown.
    </p>`;
  }
  const placed = (element?: Element) => {
    if (!(element instanceof HTMLElement)) return;
    if (url === undefined) reserve(element, width && height ? { width, height } : UNKNOWN);
    context.watchImage(element);
  };
  const loaded = ({ currentTarget }: Event) => {
    const { naturalWidth, naturalHeight, parentElement } = currentTarget as HTMLImageElement;
    if (parentElement) reserve(parentElement, { width: naturalWidth, height: naturalHeight });
  };
  return html`<button
    type="button"
    class="image"
    title="Open in editor"
    aria-label="Open image ${name}"
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

/** As large as it is, within bounds; narrower where the card is. What the sender says counts until it is there. */
function reserve(element: HTMLElement, { width, height }: { width: number; height: number }): void {
  const scale = Math.min(1, MAX_HEIGHT / Math.max(1, height));
  const shown = { width: Math.max(MIN_SIDE, width * scale), height: Math.max(MIN_SIDE, height * scale) };
  element.style.setProperty('--image-width', `${Math.round(shown.width)}px`);
  element.style.setProperty('--image-ratio', `${shown.width / shown.height}`);
}
