import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { MessageEntry, TransferEntry } from '../../src/protocol/transcript';
import { deliveryLine, deliveryMark, failure } from './delivery';
import type { DeliveryActions } from './delivery';
import { avatar, calledBy, toneClass } from './person';
import { progressLine } from './progress';
import type { MessageRow } from './rows';
import { snippetCard } from './snippet';
import type { SnippetActions } from './snippet';
import { prose } from './text';
import { exactTime, shortTime } from './time';

/** One message: who, when, to whom, what, and what became of it. */
export interface MessageActions extends SnippetActions, DeliveryActions {}

type Shown = MessageEntry | TransferEntry;

/** From here on, what becomes of a text stands below it and not at the end of its last line. */
const LONG = 2_000;

function addressee(entry: Shown): string | undefined {
  if (entry.kind !== 'message' || !entry.to) return undefined;
  return entry.to.self ? 'you' : calledBy(entry.to);
}

function label(entry: Shown): string {
  const from = entry.from.self ? `${calledBy(entry.from)} (you)` : calledBy(entry.from);
  const to = addressee(entry);
  return to === undefined ? from : `${from}, direct message to ${to}`;
}

function head(entry: Shown): TemplateResult {
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
function body(entry: MessageEntry, continued: boolean, actions: MessageActions): TemplateResult {
  switch (entry.body.type) {
    case 'text': {
      const words = prose(entry.body.text);
      const long = words.length > LONG || entry.progress !== undefined;
      const mark = long ? nothing : deliveryMark(entry, actions);
      const title = continued ? exactTime(entry.date) : nothing;
      return html`<div class="text" dir="auto" title=${title}><span .textContent=${words}></span>${mark}</div>
        ${long ? deliveryLine(entry, actions) : nothing}`;
    }
    case 'snippet':
      return html`${snippetCard(entry.body, actions)}${deliveryLine(entry, actions)}`;
    case 'patch':
    case 'image':
    case 'bundle':
      return html`<div class="text" .textContent=${prose(entry.body.comment ?? '')}></div>`;
  }
}

function incoming({ from, progress, reason }: TransferEntry, { cancel }: MessageActions): TemplateResult {
  if (reason !== undefined) return failure('Not received.', reason, { cancel });
  return html`<div class="incoming">Receiving a long message…</div>
    <div class="delivery">
      ${progressLine(`Receiving from ${calledBy(from)}`, progress, 'Cancel: do not receive the rest of it', cancel)}
    </div>`;
}

function content(entry: Shown, continued: boolean, actions: MessageActions): TemplateResult {
  if (entry.kind === 'transfer') return incoming(entry, actions);
  const failed = entry.state === 'failed' ? failure('Not sent.', entry.reason, actions) : nothing;
  return html`${body(entry, continued, actions)}${failed}`;
}

/** The article's own attributes, which the list sets on the element it made. */
export function messageAttributes({ entry, continued }: MessageRow): { label: string; classes: string } {
  const classes = ['message', toneClass(entry.from), entry.kind === 'message' ? `is-${entry.state}` : 'is-coming'];
  if (continued) classes.push('continued');
  if (entry.from.self) classes.push('own');
  if (addressee(entry) !== undefined) classes.push('direct');
  return { label: label(entry), classes: classes.join(' ') };
}

export function messageContent(row: MessageRow, actions: MessageActions): TemplateResult {
  return html`${row.continued ? nothing : head(row.entry)}
    <div class="message-body">${content(row.entry, row.continued, actions)}</div>`;
}
