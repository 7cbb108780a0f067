import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Sender } from '../../src/protocol/transcript';
import { t } from './l10n';
import { name, shorten } from './text';

/** How a person is called and coloured, everywhere on the page. */

const TONES = 7;

export type Who = Pick<Sender, 'uid' | 'name'>;

/** A few characters of the uid: enough to tell two people of one name apart. */
export function mark(uid: string): string {
  return shorten(name(uid) ?? '?', 99).slice(0, 4);
}

export function calledBy(who: Who): string {
  const called = name(who.name);
  if (called !== undefined) return called;
  return who.uid ? t('Anonymous {0}', mark(who.uid)) : t('Anonymous');
}

/** One person's lines belong together: by connection where there is one, else by name. */
export function identity(who: Sender): string {
  if (who.self) return 'self';
  return who.uid ? `uid ${who.uid}` : `name ${who.name ?? ''}`;
}

/**
 * The number of a person's colour. It comes from the name, so that a person keeps it across reconnects and in every
 * window: 0 to 4 are the chart colours red, blue, yellow, green and purple, then terminal cyan and magenta.
 */
function toneOf(who: Who): number {
  let hash = 0x811c9dc5;
  // The same in every language.
  const called = name(who.name) ?? `Anonymous ${who.uid ? mark(who.uid) : ''}`.trim();
  for (const character of called) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % TONES;
}

export function toneClass(who: Who): string {
  return `tone-${toneOf(who)}`;
}

export function avatar(who: Who): TemplateResult {
  const [initial = '?'] = name(who.name) ?? '?';
  return html`<span class="avatar" aria-hidden="true">${initial.toLocaleUpperCase()}</span>`;
}
