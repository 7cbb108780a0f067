import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChannelView, ConnectionState, PageAction } from '../../src/protocol/panel';
import { Countdown } from './countdown';
import { t } from './l10n';
import { people, peopleCount } from './people';
import { picker } from './picker';
import type { Target } from './memory';
import { name as shownName } from './text';

/** Which channel this is, how it is connected, and who is there. */
export interface HeaderEvents {
  select(channel: string): void;
  run(action: PageAction, channel: string): void;
  togglePeople(): void;
  writeTo(person: Target): void;
}

/** @property listed what a channel is called among others. */
const STATES: Record<ConnectionState, { text: string; listed: (name: string) => string; icon: string }> = {
  online: { text: '', listed: name => name, icon: '' },
  idle: { text: t('Not connected.'), listed: name => t('{0} (not connected)', name), icon: 'debug-disconnect' },
  connecting: {
    text: t('Connecting…'),
    listed: name => t('{0} (connecting…)', name),
    icon: 'loading codicon-modifier-spin',
  },
  reconnecting: {
    text: t('Connection lost. Reconnecting…'),
    listed: name => t('{0} (reconnecting…)', name),
    icon: 'sync codicon-modifier-spin',
  },
  refused: { text: t('The server refused the connection.'), listed: name => t('{0} (refused)', name), icon: 'error' },
  closed: { text: t('Disconnected.'), listed: name => t('{0} (disconnected)', name), icon: 'debug-disconnect' },
};

/** States in which nothing happens until the person asks for it. */
const WAITING: readonly ConnectionState[] = ['idle', 'refused', 'closed'];

export class Header {
  readonly element = document.createElement('header');
  private readonly countdown = new Countdown();

  constructor(private readonly events: HeaderEvents) {
    this.element.className = 'header';
  }

  show(channels: readonly ChannelView[], active: ChannelView | undefined, peopleOpen: boolean): void {
    this.element.hidden = !active;
    this.countdown.show(active?.state === 'reconnecting' ? active.retryAt : undefined);
    if (!active) return;
    const content = html`<div class="bar">
        ${channels.length > 1 ? this.switcher(channels, active) : heading(active)} ${privacyMark(active)}
        ${peopleCount(active, peopleOpen, () => this.events.togglePeople())}
      </div>
      ${peopleOpen ? people(active, person => this.events.writeTo(person), this.copyAddress(active)) : nothing}
      <div class="state ${active.state}">
        <span class="state-text" role="status">${reason(active)}</span>
        ${this.wayOn(active)}
      </div>`;
    render(content, this.element);
  }

  private switcher(channels: readonly ChannelView[], active: ChannelView): TemplateResult {
    const options = channels.map(channel => ({
      value: channel.name,
      label: channel.name === active.name ? listed(channel) : withNews(channel),
    }));
    const list = picker({
      label: t('Channel'),
      options,
      value: active.name,
      position: 'below',
      chosen: value => this.events.select(value),
    });
    return html`<h1 class="hidden-text">${t('Chat')}</h1>
      <div class="switcher">${list}</div>`;
  }

  private copyAddress({ name }: ChannelView): () => void {
    return () => this.events.run('copyRelayAddress', name);
  }

  private wayOn({ name, state }: ChannelView): TemplateResult | typeof nothing {
    const reconnect = () => this.events.run('reconnect', name);
    if (state === 'reconnecting') {
      return html`<span class="next-try"
        >${this.countdown.element} <button type="button" class="link" @click=${reconnect}>${t('Try Now')}</button></span
      >`;
    }
    if (!WAITING.includes(state)) return nothing;
    return html`<vscode-button secondary @click=${reconnect}>${t('Reconnect')}</vscode-button>`;
  }
}

function reason({ state, detail }: ChannelView): TemplateResult | typeof nothing {
  if (state === 'online') return nothing;
  return html`<span class="codicon codicon-${STATES[state].icon}" aria-hidden="true"></span
    ><bdi>${detail ?? STATES[state].text}</bdi>`;
}

/** Who can read what is said here: always in sight. A server that says nothing of it is not asked. */
function privacyMark({ privacy, meddled }: ChannelView): TemplateResult | typeof nothing {
  if (privacy === undefined) return nothing;
  const [icon, words] = privacyOf(privacy, meddled === true);
  return html`<span class="privacy ${meddled ? 'meddled' : privacy}" role="img" aria-label=${words} title=${words}
    ><span class="codicon codicon-${icon}" aria-hidden="true"></span
  ></span>`;
}

function privacyOf(privacy: 'open' | 'private', meddled: boolean): [icon: string, words: string] {
  if (privacy === 'open') return ['globe', t('Open: its server can read what is said.')];
  if (!meddled) return ['lock', t('Private: only who has an invitation can read what is said.')];
  return ['warning', t('Private. Something came that is not of it, as if somebody meddled: it was left out.')];
}

/** What a channel is called among others. */
function listed({ name, state }: ChannelView): string {
  return STATES[state].listed(shownName(name) ?? name);
}

/** The same, with how many are unread there. */
function withNews(channel: ChannelView): string {
  const { unread = 0 } = channel;
  if (unread === 0) return listed(channel);
  return unread === 1 ? t('{0} (1 new)', listed(channel)) : t('{0} ({1} new)', listed(channel), unread);
}

function heading({ name }: ChannelView): TemplateResult {
  const shown = shownName(name) ?? name;
  return html`<h1 class="title" title=${shown}>
    <span class="codicon codicon-comment-discussion" aria-hidden="true"></span><bdi>${shown}</bdi>
  </h1>`;
}
