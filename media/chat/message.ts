import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Body, MessageEntry, TransferEntry } from '../../src/protocol/transcript';
import { bundleCard } from './cards/bundle';
import type { CardContext } from './cards/context';
import { imageCard } from './cards/image';
import { patchCard } from './cards/patch';
import { snippetCard } from './cards/snippet';
import { deliveryLine, deliveryMark, failure } from './delivery';
import type { DeliveryActions } from './delivery';
import { avatar, calledBy, toneClass } from './person';
import { progressLine } from './progress';
import type { MessageRow } from './rows';
import { quote } from './reply';
import type { Reply } from './memory';
import { name, prose } from './text';
import { exactTime, shortTime } from './time';

/** One message: who, when, to whom, what, and what became of it. */
export interface MessageActions extends DeliveryActions {
  /** For what is not still coming in. */
  card?: CardContext;
  /** For what answers something: that, if it is here. */
  quoted?: { to: Reply | undefined; show: () => void };
}

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

function talk(entry: MessageEntry, continued: boolean, actions: MessageActions): TemplateResult {
  const words = entry.body.type === 'text' ? prose(entry.body.text) : '';
  const long = words.length > LONG || entry.progress !== undefined;
  const mark = long ? nothing : deliveryMark(entry, actions);
  const title = continued ? exactTime(entry.date) : nothing;
  return html`<div class="text" dir="auto" title=${title}><span .textContent=${words}></span>${mark}</div>
    ${long ? deliveryLine(entry, actions) : nothing}`;
}

/** A newer version says something that this one cannot show as it should be. */
function foreignNote(foreign: string | undefined): TemplateResult | typeof nothing {
  const kind = name(foreign);
  if (kind === undefined) return nothing;
  return html`<p class="foreign">
    <span class="codicon codicon-question" aria-hidden="true"></span>
    <span>A “<bdi>${kind}</bdi>”: this version shows its text only</span>
  </p>`;
}

function cardOf(card: CardContext, body: Exclude<Body, { type: 'text' }>): TemplateResult {
  switch (body.type) {
    case 'snippet':
      return snippetCard(card, body);
    case 'patch':
      return patchCard(card, body);
    case 'image':
      return imageCard(card, body);
    case 'bundle':
      return bundleCard(card, body);
  }
}

/** What waits or has failed has buttons of its own where this one would stand, and nobody could know what is answered. */
function isThrough({ state }: MessageEntry): boolean {
  return state === 'sent' || state === 'delivered';
}

function replyButton(reply: () => void): TemplateResult {
  return html`<span class="message-tools">
    <button type="button" class="icon-button" title="Reply" aria-label="Reply" @click=${reply}>
      <span class="codicon codicon-reply" aria-hidden="true"></span>
    </button>
  </span>`;
}

function body(entry: MessageEntry, continued: boolean, actions: MessageActions): TemplateResult {
  const { card } = actions;
  if (entry.body.type === 'text' || !card) {
    const foreign = entry.body.type === 'text' ? entry.body.foreign : undefined;
    return html`${foreignNote(foreign)}${talk(entry, continued, actions)}
    ${card?.reply && isThrough(entry) ? replyButton(card.reply) : nothing}`;
  }
  return html`${cardOf(card, entry.body)}${deliveryLine(entry, actions)}`;
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
  const { quoted } = actions;
  const above = quoted ? quote(quoted.to, quoted.show) : nothing;
  const failed = entry.state === 'failed' ? failure('Not sent.', entry.reason, actions) : nothing;
  return html`${above}${body(entry, continued, actions)}${failed}`;
}

interface Attributes {
  label: string;
  classes: string;
  /** For `data-vscode-context`. */
  context: string;
}

/** The article's own attributes, which the list sets on the element it made. */
export function messageAttributes({ entry, continued }: MessageRow, channel: string): Attributes {
  const classes = ['message', toneClass(entry.from), entry.kind === 'message' ? `is-${entry.state}` : 'is-coming'];
  if (continued) classes.push('continued');
  if (entry.from.self) classes.push('own');
  if (addressee(entry) !== undefined) classes.push('direct');
  const context = JSON.stringify({ webviewSection: 'message', channel, entry: entry.id });
  return { label: label(entry), classes: classes.join(' '), context };
}

export function messageContent(row: MessageRow, actions: MessageActions): TemplateResult {
  return html`${row.continued ? nothing : head(row.entry)}
    <div class="message-body">${content(row.entry, row.continued, actions)}</div>`;
}
