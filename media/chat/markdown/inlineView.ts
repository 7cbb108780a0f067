import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { FOR_GUEST } from '../hosted';
import { t } from '../l10n';
import { code } from '../text';
import type { TalkParts } from './context';
import { mentionsIn, namesOf } from './mentions';
import type { Inline, Link, PlaceReference } from './tree';

type Shown = string | TemplateResult | Shown[];

/** What stands within a line. */
export function inlineView(parts: TalkParts, inside: readonly Inline[]): Shown[] {
  return inside.map(part => partView(parts, part));
}

function partView(parts: TalkParts, part: Inline): Shown {
  switch (part.kind) {
    case 'text':
      return textView(parts, part.text);
    case 'strong':
      return html`<strong>${inlineView(parts, part.inside)}</strong>`;
    case 'emphasis':
      return html`<em>${inlineView(parts, part.inside)}</em>`;
    case 'deleted':
      return html`<s>${inlineView(parts, part.inside)}</s>`;
    case 'code': {
      const text = code(part.text);
      return html`<code dir="ltr">${part.place ? placeView(parts, text, part.place) : text}</code>`;
    }
    case 'link':
      return linkView(parts, part);
    case 'place':
      return placeView(parts, part.text, part.place);
  }
}

/** Text with the mentions in it marked, one's own more than others. */
export function textView(parts: TalkParts, text: string): Shown {
  const said = mentionsIn(text, namesOf(parts.people()));
  return said.map(({ text: words, mention }) =>
    mention === undefined ? words : html`<span class="mention ${mention}">${words}</span>`,
  );
}

/** The browser goes nowhere by itself, and VS Code does not see the click: the host has to look at the address first. */
function linkView(parts: TalkParts, { url, inside, leadsTo, image }: Link): TemplateResult {
  const open = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'click') parts.openLink(url);
  };
  const icon = html`<span class="codicon codicon-file-media" role="img" aria-label=${t('Image')}></span>`;
  return html`<a href=${url} title=${url} draggable="false" @click=${open} @auxclick=${open}
      >${image ? icon : nothing}${inlineView(parts, inside)}</a
    >${leadsTo === undefined ? nothing : html`<span class="leads-to" dir="ltr"> (${leadsTo})</span>`}`;
}

function placeView(parts: TalkParts, text: string, place: PlaceReference): TemplateResult {
  if (FOR_GUEST) return html`<span dir="ltr">${text}</span>`;
  const open = () => parts.openPlace(place);
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    open();
  };
  return html`<span
    class="place-link"
    role="link"
    tabindex="0"
    dir="ltr"
    title=${t('Open {0} at line {1}', place.path, place.line)}
    @click=${open}
    @keydown=${pressed}
    >${text}</span
  >`;
}
