import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { MessageEntry, Reaction } from '../../src/protocol/transcript';
import { t } from './l10n';
import { rove } from './roving';
import { counted, joined, listed, name, prose } from './text';
import type { MessageTools } from './tools';

/** What people have put to a message: a button for each emoji, pressed for those of one's own. */

/** Names that a title has room for. */
const MAX_NAMES = 12;

export function reactions(
  { reactions: all = [] }: MessageEntry,
  react: MessageTools['react'],
): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<div class="reactions" role="toolbar" aria-label=${t('Reactions')} @keydown=${rove}>
    ${all.map((one, at) => chip(one, at === 0, react))}
  </div>`;
}

function chip(one: Reaction, first: boolean, react: MessageTools['react']): TemplateResult {
  const { count, own } = one;
  const emoji = prose(one.emoji);
  const who = peopleOf(one);
  return html`<button
    type="button"
    class="reaction"
    tabindex=${first ? 0 : -1}
    aria-pressed=${own}
    aria-label=${t('{0} {1}: {2}', emoji, count, who)}
    title=${who}
    ?disabled=${!react}
    @click=${() => react?.(one.emoji, !own)}
  >
    <span class="reaction-emoji">${emoji}</span> <span class="reaction-count">${count}</span>
  </button>`;
}

/** Names as far as they are known, and how many there are besides. */
function peopleOf({ names, count }: Reaction): string {
  const known = names.flatMap(one => name(one) ?? []).slice(0, MAX_NAMES);
  const others = Math.max(0, count - known.length);
  if (others === 0) return listed(known, MAX_NAMES);
  if (known.length === 0) return counted(others, t('1 person'), t('{0} people'));
  const shown = joined(known);
  return others === 1 ? t('{0} and 1 other', shown) : t('{0} and {1} others', shown, others);
}
