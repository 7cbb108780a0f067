import * as vscode from 'vscode';
import type { ChannelView } from '../protocol/panel';

/** How a connection state looks, in the tree and in the status bar alike. */
export function stateIcon(state: ChannelView['state']): string {
  switch (state) {
    case 'online':
      return 'broadcast';
    case 'connecting':
    case 'reconnecting':
      return 'sync~spin';
    case 'refused':
      return 'error';
    case 'idle':
    case 'closed':
      return 'circle-slash';
  }
}

export function peopleCount({ people, anonymous }: ChannelView): number {
  return people.length + anonymous;
}

/** The state in a word or two; the number of people when all is well. */
export function stateText(view: ChannelView): string {
  switch (view.state) {
    case 'online': {
      const count = peopleCount(view);
      return count === 1 ? vscode.l10n.t('only you') : vscode.l10n.t('{0} people', count);
    }
    case 'connecting':
      return vscode.l10n.t('connecting…');
    case 'reconnecting':
      return vscode.l10n.t('reconnecting…');
    case 'refused':
      return vscode.l10n.t('not connected');
    case 'idle':
    case 'closed':
      return vscode.l10n.t('closed');
  }
}

/** Who can read what is said in a channel, in a sentence. */
export function privacyText({ privacy, meddled }: ChannelView): string {
  if (privacy !== 'private') return vscode.l10n.t('Open: its server can read what is said.');
  if (!meddled) return vscode.l10n.t('Private: only who has an invitation can read what is said.');
  return vscode.l10n.t('Private. Something came that is not of it, as if somebody meddled: it was left out.');
}
