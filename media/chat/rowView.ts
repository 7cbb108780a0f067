import { html, render } from 'lit';
import { dayName } from './days';
import { t } from './l10n';
import { messageAttributes, messageContent } from './message';
import type { MessageActions } from './message';
import { missingLine } from './missing';
import { presenceLine } from './presence';
import type { DayRow, MessageRow, Row } from './rows';
import { exactDay } from './time';

/** The element for a row, still empty. */
export function elementFor({ kind }: Row): HTMLElement {
  return document.createElement(kind === 'message' ? 'article' : 'div');
}

/** Shows a row in its element, for the first time or again. */
export function drawRow(
  row: Row,
  element: HTMLElement,
  channel: string,
  actionsOf: (row: MessageRow) => MessageActions,
): void {
  switch (row.kind) {
    case 'day':
      drawDay(row, element);
      break;
    case 'new':
      element.className = 'new-line';
      element.role = 'separator';
      element.ariaLabel = t('New since you looked');
      render(html`<span class="line-text">${t('New since you looked')}</span>`, element);
      break;
    case 'presence':
      element.className = 'presence';
      render(presenceLine(row), element);
      break;
    case 'missing':
      element.className = 'missing';
      render(missingLine(row.entry), element);
      break;
    case 'message': {
      const { label, classes, context } = messageAttributes(row, channel);
      element.className = classes;
      element.ariaLabel = label;
      element.dataset['vscodeContext'] = context;
      render(messageContent(row, actionsOf(row)), element);
    }
  }
}

function drawDay({ day }: DayRow, element: HTMLElement): void {
  const name = dayName(day);
  element.className = 'day';
  element.role = 'separator';
  element.ariaLabel = name;
  render(html`<span class="line-text" title=${exactDay(day)}>${name}</span>`, element);
}

/**
 * Tells screen readers which message of how many each one is, as most of them are not in the document; takes that away
 * where all are, as the browser knows it then.
 */
export function numberRows(rows: readonly Row[], shown: Iterable<[Row, HTMLElement]>, partial: boolean): void {
  const size = partial ? String(rows.reduce((sum, { kind }) => sum + (kind === 'message' ? 1 : 0), 0)) : null;
  let at = 0;
  let count = 0;
  for (const [row, element] of shown) {
    for (; at < rows.length && rows[at] !== row; at += 1) if (rows[at]?.kind === 'message') count += 1;
    if (row.kind !== 'message') continue;
    const place = partial ? String(count + 1) : null;
    if (element.ariaPosInSet !== place) element.ariaPosInSet = place;
    if (element.ariaSetSize !== size) element.ariaSetSize = size;
  }
}
