import * as vscode from 'vscode';
import type { Place, Status } from '../../protocol/presence';
import { plain } from '../plain';
import { cursorLine } from './scrollWatch';

/** How a status looks and what it is called, everywhere outside of the page. */

export function statusText(status: Status): string {
  switch (status) {
    case 'active':
      return vscode.l10n.t('active');
    case 'idle':
      return vscode.l10n.t('idle');
    case 'away':
      return vscode.l10n.t('away');
    case 'call':
      return vscode.l10n.t('in a call');
    case 'busy':
      return vscode.l10n.t('do not disturb');
  }
}

/** The icon's name, without its colour. */
export function statusIcon(status: Status): string {
  switch (status) {
    case 'active':
      return 'circle-filled';
    case 'idle':
      return 'clock';
    case 'away':
      return 'circle-outline';
    case 'call':
      return 'call-outgoing';
    case 'busy':
      return 'bell-slash';
  }
}

/** The theme's colour of it; those who are away are not in one. */
export function statusColour(status: Status): string | undefined {
  switch (status) {
    case 'active':
      return 'charts.green';
    case 'idle':
      return 'charts.yellow';
    case 'away':
      return undefined;
    case 'call':
    case 'busy':
      return 'charts.red';
  }
}

/** `src/a.ts:12` */
export function placeText({ path, top, selections }: Place): string {
  return `${plain(path)}:${cursorLine(selections[0]) ?? top}`;
}

/** The same in words, for who listens. */
export function placeWords({ path, top, selections }: Place): string {
  return vscode.l10n.t('at line {0} of {1}', cursorLine(selections[0]) ?? top, plain(path));
}
