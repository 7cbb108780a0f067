import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChannelView, PersonView } from '../../src/protocol/panel';
import type { Status } from '../../src/protocol/presence';
import { FOR_GUEST } from './hosted';
import { filled, t } from './l10n';
import { avatar, calledBy, mark, toneClass } from './person';
import type { Target } from './memory';
import { counted } from './text';

/** Who is here: a number that opens into a list. */

/** How people are, in words and as a sign that tells them apart without its colour, too. */
const STATUS: Record<Status, { words: string; icon: string }> = {
  active: { words: t('Active'), icon: 'circle-filled' },
  idle: { words: t('Idle'), icon: 'circle-outline' },
  away: { words: t('Away'), icon: 'clockface' },
  call: { words: t('In a call'), icon: 'mic' },
  busy: { words: t('Do not disturb'), icon: 'circle-slash' },
};

export function isAlone({ people, anonymous, state }: ChannelView): boolean {
  return state === 'online' && anonymous === 0 && people.every(({ self }) => self);
}

/** Two people of one name get a piece of their uid behind it. */
export function nameIn(all: readonly PersonView[], person: PersonView): string {
  const called = calledBy(person);
  const twins = all.filter(other => calledBy(other) === called).length > 1;
  return twins && person.uid ? `${called} (${mark(person.uid)})` : called;
}

export function invitation(channel: string, copyAddress: () => void): TemplateResult {
  if (FOR_GUEST) return html`<button type="button" class="link" @click=${copyAddress}>${t('Copy Link')}</button>`;
  const words = t(
    'Colleagues get in with the same server and the channel name {0}: they run “Live Channels: Join Channel…”. If you run a relay, give them its address: {1}',
  );
  const copy = html`<button type="button" class="link" @click=${copyAddress}>${t('Copy Relay Address')}</button>`;
  return html`${filled(words, html`<bdi class="quoted">${channel}</bdi>`, copy)}`;
}

export function peopleCount(channel: ChannelView, open: boolean, toggle: () => void): TemplateResult | typeof nothing {
  const total = channel.people.length + channel.anonymous;
  if (total === 0) return nothing;
  const words = counted(total, t('1 person'), t('{0} people'));
  return html`<button
    type="button"
    class="people-count"
    title=${open ? t('Hide who is here') : t('Show who is here')}
    aria-label=${words}
    aria-expanded=${open}
    aria-controls="people"
    @click=${toggle}
  >
    <span class="codicon codicon-${open ? 'chevron-down' : 'chevron-right'}" aria-hidden="true"></span>
    <span class="wide">${words}</span>
    <span class="narrow" aria-hidden="true"><span class="codicon codicon-person"></span>${total}</span>
  </button>`;
}

/** Who is simply there needs no words that one sees. */
function statusOf({ status }: PersonView): TemplateResult | typeof nothing {
  if (status === undefined) return nothing;
  const { words, icon } = STATUS[status];
  return html`<span class="status-of is-${status}" title=${words}>
    <span class="codicon codicon-${icon}" aria-hidden="true"></span>
    <span class=${status === 'active' ? 'hidden-text' : 'status-words'}>${words}</span>
  </span>`;
}

function personItem(all: readonly PersonView[], person: PersonView, writeTo: (to: Target) => void): TemplateResult {
  const called = nameIn(all, person);
  const { uid, self } = person;
  const write = html`<button
    type="button"
    class="icon-button"
    title=${t('Write only to {0}', called)}
    aria-label=${t('Write only to {0}', called)}
    @click=${() => uid !== undefined && writeTo({ uid, name: called })}
  >
    <span class="codicon codicon-comment" aria-hidden="true"></span>
  </button>`;
  return html`<li class="person ${toneClass(person)}">
    ${avatar(person)} <bdi class="name" title=${uid ?? nothing}>${called}</bdi>
    ${self ? html`<span class="you">${t('you')}</span>` : nothing} ${statusOf(person)}
    ${uid !== undefined && !self ? write : nothing}
  </li>`;
}

export function people(channel: ChannelView, writeTo: (to: Target) => void, copyAddress: () => void): TemplateResult {
  const { people: all, anonymous, name } = channel;
  return html`<div class="people" id="people">
    <ul aria-label=${t('People in this channel')}>
      ${all.map(person => personItem(all, person, writeTo))}
      ${
        anonymous > 0
          ? html`<li class="person unnamed">
              ${counted(anonymous, t('1 person without a name'), t('{0} people without a name'))}
            </li>`
          : nothing
      }
    </ul>
    ${isAlone(channel) && channel.privacy !== 'private' ? html`<p>${invitation(name, copyAddress)}</p>` : nothing}
  </div>`;
}
