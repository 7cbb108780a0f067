import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChannelView, PersonView } from '../../src/protocol/panel';
import type { Status } from '../../src/protocol/presence';
import { avatar, calledBy, mark, toneClass } from './person';
import type { Target } from './memory';
import { counted } from './text';

/** Who is here: a number that opens into a list. */

/** How people are, in words and as a sign that tells them apart without its colour, too. */
const STATUS: Record<Status, { words: string; icon: string }> = {
  active: { words: 'Active', icon: 'circle-filled' },
  idle: { words: 'Idle', icon: 'circle-outline' },
  away: { words: 'Away', icon: 'clockface' },
  call: { words: 'In a call', icon: 'mic' },
  busy: { words: 'Do not disturb', icon: 'circle-slash' },
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
  return html`Colleagues get in with the same server and the channel name <bdi class="quoted">${channel}</bdi>: they run
    “Live Channels: Join Channel…”. If you run a relay, give them its address:
    <button type="button" class="link" @click=${copyAddress}>Copy Relay Address</button>`;
}

export function peopleCount(channel: ChannelView, open: boolean, toggle: () => void): TemplateResult | typeof nothing {
  const total = channel.people.length + channel.anonymous;
  if (total === 0) return nothing;
  const words = counted(total, 'person', 'people');
  return html`<button
    type="button"
    class="people-count"
    title=${open ? 'Hide who is here' : 'Show who is here'}
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
    title="Write only to ${called}"
    aria-label="Write only to ${called}"
    @click=${() => uid !== undefined && writeTo({ uid, name: called })}
  >
    <span class="codicon codicon-comment" aria-hidden="true"></span>
  </button>`;
  return html`<li class="person ${toneClass(person)}">
    ${avatar(person)} <bdi class="name" title=${uid ?? nothing}>${called}</bdi>
    ${self ? html`<span class="you">you</span>` : nothing} ${statusOf(person)}
    ${uid !== undefined && !self ? write : nothing}
  </li>`;
}

export function people(channel: ChannelView, writeTo: (to: Target) => void, copyAddress: () => void): TemplateResult {
  const { people: all, anonymous, name } = channel;
  return html`<div class="people" id="people">
    <ul aria-label="People in this channel">
      ${all.map(person => personItem(all, person, writeTo))}
      ${
        anonymous > 0
          ? html`<li class="person unnamed">${counted(anonymous, 'person', 'people')} without a name</li>`
          : nothing
      }
    </ul>
    ${isAlone(channel) && channel.privacy !== 'private' ? html`<p>${invitation(name, copyAddress)}</p>` : nothing}
  </div>`;
}
