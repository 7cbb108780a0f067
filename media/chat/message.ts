import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { MessageEntry } from '../../src/protocol/transcript';
import { avatar, calledBy, toneClass } from './person';
import type { MessageRow } from './rows';
import { snippetCard } from './snippet';
import type { SnippetActions } from './snippet';
import { prose } from './text';
import { exactTime, shortTime } from './time';

/** One message: who, when, to whom, what, and what became of it. */
export interface MessageActions extends SnippetActions {
  retry: () => void;
}

function addressee(entry: MessageEntry): string | undefined {
  if (!entry.to) return undefined;
  return entry.to.self ? 'you' : calledBy(entry.to);
}

function label(entry: MessageEntry): string {
  const from = entry.from.self ? `${calledBy(entry.from)} (you)` : calledBy(entry.from);
  const to = addressee(entry);
  return to === undefined ? from : `${from}, direct message to ${to}`;
}

function head(entry: MessageEntry): TemplateResult {
  const to = addressee(entry);
  const direct = html`<span class="only">
    <span class="codicon codicon-lock" aria-hidden="true"></span> <span>Only to <bdi>${to}</bdi></span>
  </span>`;
  return html`<header class="message-head">
    ${avatar(entry.from)}
    <span class="who">
      <bdi class="name" title=${entry.from.uid ? `${calledBy(entry.from)} (${entry.from.uid})` : nothing}
        >${calledBy(entry.from)}</bdi
      >
      ${entry.from.self ? html`<span class="you">you</span>` : nothing}
      <time datetime=${new Date(entry.date).toISOString()} title=${exactTime(entry.date)}
        >${shortTime(entry.date)}</time
      >
      ${to === undefined ? nothing : direct}
    </span>
  </header>`;
}

/** Each kind of body has its own renderer: a richer one takes its place here. */
function body({ entry, continued }: MessageRow, actions: MessageActions): TemplateResult {
  switch (entry.body.type) {
    case 'text':
      return html`<div
        class="text"
        dir="auto"
        title=${continued ? exactTime(entry.date) : nothing}
        .textContent=${prose(entry.body.text)}
      ></div>`;
    case 'snippet':
      return snippetCard(entry.body, actions);
  }
}

function fate(entry: MessageEntry, actions: MessageActions): TemplateResult | typeof nothing {
  if (entry.state === 'sending') {
    return html`<span class="sending codicon codicon-clock" role="img" aria-label="Sending" title="Sending…"></span>`;
  }
  if (entry.state !== 'failed') return nothing;
  return html`<div class="failed">
    <span class="codicon codicon-error" aria-hidden="true"></span>
    <span
      ><bdi>Not sent. ${prose(entry.reason ?? '')}</bdi>
      <button type="button" class="link" @click=${actions.retry}>Retry</button></span
    >
  </div>`;
}

/** The article's own attributes, which the list sets on the element it made. */
export function messageAttributes({ entry, continued }: MessageRow): { label: string; classes: string } {
  const classes = ['message', toneClass(entry.from), `is-${entry.state}`];
  if (continued) classes.push('continued');
  if (entry.from.self) classes.push('own');
  if (entry.to) classes.push('direct');
  return { label: label(entry), classes: classes.join(' ') };
}

export function messageContent(row: MessageRow, actions: MessageActions): TemplateResult {
  return html`${row.continued ? nothing : head(row.entry)}
    <div class="message-body">${body(row, actions)} ${fate(row.entry, actions)}</div>`;
}
