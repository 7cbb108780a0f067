import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChannelView, PageAction } from '../../src/protocol/panel';
import { FOR_GUEST } from './hosted';
import { keepKey } from './keys';
import { t } from './l10n';
import { invitation, isAlone } from './people';

/** What stands where there is nothing yet, and what to do about it. */

type Run = (action: PageAction) => void;

/** @param relay whether this window can run one. */
export function noChannel(run: Run, relay: boolean): TemplateResult {
  return html`<section class="welcome" aria-label=${t('Getting started')}>
    <span class="codicon codicon-comment-discussion" aria-hidden="true"></span>
    <h1>${t('Talk where your code is')}</h1>
    <p>
      ${t('Join a channel by its name to talk with colleagues and to show them the code you are looking at. No account.')}
    </p>
    <vscode-button @click=${() => run('join')}>${t('Join a Channel')}</vscode-button>
    <vscode-button secondary @click=${() => run('newPrivateChannel')}>${t('New Private Channel')}</vscode-button>
    ${relay ? startRelay(run) : nothing}
  </section>`;
}

function startRelay(run: Run): TemplateResult {
  return html`<vscode-button secondary @click=${() => run('startRelay')}>${t('Start a Relay')}</vscode-button>
    <p class="dim">${t('A relay is the small server in between. You can run one in this window.')}</p>`;
}

export function noMessages(channel: ChannelView, run: Run, sayHello: () => void): TemplateResult {
  if (FOR_GUEST) return noMessagesForGuest(channel, run, sayHello);
  return html`<section class="welcome" aria-label=${t('No messages yet')}>
    <span class="codicon codicon-comment" aria-hidden="true"></span>
    <p>${t('Nobody has said anything yet. Say hello, or select code in an editor and run “Send Selection”.')}</p>
    <vscode-button @keydown=${keepKey} @click=${sayHello}>${t('Say Hello')}</vscode-button>
    <vscode-button secondary @click=${() => run('sendSelection')}>${t('Send Selection')}</vscode-button>
    ${isAlone(channel) ? alone(channel, run) : nothing}
  </section>`;
}

function noMessagesForGuest(channel: ChannelView, run: Run, sayHello: () => void): TemplateResult {
  return html`<section class="welcome" aria-label=${t('No messages yet')}>
    <span class="codicon codicon-comment" aria-hidden="true"></span>
    <p>${t('Nobody has said anything yet.')}</p>
    <vscode-button @keydown=${keepKey} @click=${sayHello}>${t('Say Hello')}</vscode-button>
    ${
      isAlone(channel)
        ? html`<p class="dim">${t('You are the only one here.')}</p>
            <vscode-button secondary @click=${() => run('copyInvitation')}>${t('Copy Link')}</vscode-button>`
        : nothing
    }
  </section>`;
}

function alone({ name, privacy }: ChannelView, run: Run): TemplateResult {
  if (privacy !== 'private') {
    return html`<p class="dim">
      ${t('You are the only one here.')} ${invitation(name, () => run('copyRelayAddress'))}
    </p>`;
  }
  return html`<p class="dim">${t('You are the only one here. Others get in with an invitation, and only with one.')}</p>
    <vscode-button secondary @click=${() => run('copyInvitation')}>${t('Copy Invitation')}</vscode-button>`;
}
