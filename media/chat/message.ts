import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Body, MessageEntry, TransferEntry } from '../../src/protocol/transcript';
import { bundleCard } from './cards/bundle';
import type { CardContext } from './cards/context';
import { imageCard } from './cards/image';
import { patchCard } from './cards/patch';
import { snippetCard } from './cards/snippet';
import { deliveryLine, failure } from './delivery';
import type { DeliveryActions } from './delivery';
import { filled, t } from './l10n';
import { avatar, calledBy, toneClass } from './person';
import { progressLine } from './progress';
import type { MessageRow } from './rows';
import { quote } from './reply';
import { reactions } from './reactions';
import type { Reply } from './memory';
import { talk } from './talk';
import { name, prose } from './text';
import { toolbar } from './tools';
import type { MessageTools } from './tools';
import { exactTime, shortTime } from './time';

/** One message: who, when, to whom, what, and what became of it. */
export interface MessageActions extends DeliveryActions {
  /** For what is not still coming in. */
  card?: CardContext;
  /** For what is through, and still there. */
  tools?: MessageTools | undefined;
  /** For what answers something: that, if it is here. */
  quoted?: { to: Reply | undefined; show: () => void };
}

type Shown = MessageEntry | TransferEntry;

function addressee(entry: Shown): string | undefined {
  if (entry.kind !== 'message' || !entry.to) return undefined;
  return entry.to.self ? t('you') : calledBy(entry.to);
}

function label(entry: Shown): string {
  const from = entry.from.self ? t('{0} (you)', calledBy(entry.from)) : calledBy(entry.from);
  const to = addressee(entry);
  return to === undefined ? from : t('{0}, direct message to {1}', from, to);
}

function head(entry: Shown): TemplateResult {
  const to = addressee(entry);
  const direct = html`<span class="only">
    <span class="codicon codicon-lock" aria-hidden="true"></span>
    <span>${filled(t('Only to {0}'), html`<bdi>${to}</bdi>`)}</span>
  </span>`;
  return html`<header class="message-head">
    ${avatar(entry.from)}
    <span class="who">
      <bdi class="name" title=${entry.from.uid ? `${calledBy(entry.from)} (${entry.from.uid})` : nothing}
        >${calledBy(entry.from)}</bdi
      >
      ${entry.from.self ? html`<span class="you">${t('you')}</span>` : nothing}
      <time datetime=${new Date(entry.date).toISOString()} title=${exactTime(entry.date)}
        >${shortTime(entry.date)}</time
      >
      ${to === undefined ? nothing : direct}
    </span>
  </header>`;
}

/** A newer version says something that this one cannot show as it should be. */
function foreignNote(foreign: string | undefined): TemplateResult | typeof nothing {
  const kind = name(foreign);
  if (kind === undefined) return nothing;
  return html`<p class="foreign">
    <span class="codicon codicon-question" aria-hidden="true"></span>
    <span>${filled(t('A “{0}”: this version shows its text only'), html`<bdi>${kind}</bdi>`)}</span>
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

/** Its author has taken it back: the line keeps its place, as others may have answered it. */
function takenBack(continued: boolean, date: number): TemplateResult {
  return html`<p class="taken-back" title=${continued ? exactTime(date) : nothing}>
    <span class="codicon codicon-trash" aria-hidden="true"></span> ${t('Message deleted')}
  </p>`;
}

/** The host keeps back what they say. */
function keptBack(continued: boolean, date: number): TemplateResult {
  return html`<p class="taken-back" title=${continued ? exactTime(date) : nothing}>
    <span class="codicon codicon-circle-slash" aria-hidden="true"></span> ${t('From somebody you have blocked')}
  </p>`;
}

function body(entry: MessageEntry, continued: boolean, actions: MessageActions): TemplateResult {
  const { card } = actions;
  if (entry.body.type === 'text' || !card) {
    const foreign = entry.body.type === 'text' ? entry.body.foreign : undefined;
    return html`${foreignNote(foreign)}${talk(entry, continued, actions)}`;
  }
  return html`${cardOf(card, entry.body)}${deliveryLine(entry, actions)}`;
}

function incoming({ from, progress, reason }: TransferEntry, { cancel }: MessageActions): TemplateResult {
  if (reason !== undefined) return failure(t('Not received. {0}', prose(reason)), { cancel });
  return html`<div class="incoming">${t('Receiving a long message…')}</div>
    <div class="delivery">
      ${progressLine(t('Receiving from {0}', calledBy(from)), progress, t('Cancel: do not receive the rest of it'), cancel)}
    </div>`;
}

function content(entry: Shown, continued: boolean, actions: MessageActions): TemplateResult {
  if (entry.kind === 'transfer') return incoming(entry, actions);
  if (entry.deleted) return takenBack(continued, entry.date);
  if (entry.blocked) return keptBack(continued, entry.date);
  const { quoted, tools } = actions;
  const above = quoted ? quote(quoted.to, quoted.show) : nothing;
  const why = prose(entry.reason ?? '');
  const failed = entry.state === 'failed' ? failure(t('Not sent. {0}', why), actions) : nothing;
  return html`${above}${body(entry, continued, actions)}${failed}${reactions(entry, tools?.react)}
  ${tools ? toolbar(entry, tools) : nothing}`;
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
