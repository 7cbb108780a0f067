import { render } from 'lit';
import { messageAttributes, messageContent } from './message';
import type { MessageActions } from './message';
import { missingLine } from './missing';
import { presenceLine } from './presence';
import type { MessageRow, Row } from './rows';

/** Shows a row in its element, for the first time or again. */
export function drawRow(
  row: Row,
  element: HTMLElement,
  channel: string,
  actionsOf: (row: MessageRow) => MessageActions,
): void {
  switch (row.kind) {
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
