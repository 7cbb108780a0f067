import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChannelView, PageAction } from '../../src/protocol/panel';
import { keepKey } from './keys';
import { invitation, isAlone } from './people';

/** What stands where there is nothing yet, and what to do about it. */

type Run = (action: PageAction) => void;

export function noChannel(run: Run): TemplateResult {
  return html`<section class="welcome" aria-label="Getting started">
    <span class="codicon codicon-comment-discussion" aria-hidden="true"></span>
    <h1>Talk where your code is</h1>
    <p>Join a channel by its name to talk with colleagues and to show them the code you are looking at. No account.</p>
    <vscode-button @click=${() => run('join')}>Join a Channel</vscode-button>
    <vscode-button secondary @click=${() => run('newPrivateChannel')}>New Private Channel</vscode-button>
    <vscode-button secondary @click=${() => run('startRelay')}>Start a Relay</vscode-button>
    <p class="dim">A relay is the small server in between. You can run one in this window.</p>
  </section>`;
}

export function noMessages(channel: ChannelView, run: Run, sayHello: () => void): TemplateResult {
  return html`<section class="welcome" aria-label="No messages yet">
    <span class="codicon codicon-comment" aria-hidden="true"></span>
    <p>Nobody has said anything yet. Say hello, or select code in an editor and run “Send Selection”.</p>
    <vscode-button @keydown=${keepKey} @click=${sayHello}>Say Hello</vscode-button>
    <vscode-button secondary @click=${() => run('sendSelection')}>Send Selection</vscode-button>
    ${isAlone(channel) ? alone(channel, run) : nothing}
  </section>`;
}

function alone({ name, privacy }: ChannelView, run: Run): TemplateResult {
  if (privacy !== 'private') {
    return html`<p class="dim">You are the only one here. ${invitation(name, () => run('copyRelayAddress'))}</p>`;
  }
  return html`<p class="dim">You are the only one here. Others get in with an invitation, and only with one.</p>
    <vscode-button secondary @click=${() => run('copyInvitation')}>Copy Invitation</vscode-button>`;
}
