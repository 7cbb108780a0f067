import * as vscode from 'vscode';
import type { PersonView } from '../../protocol/panel';
import type { Channel } from '../../session/channel';
import { treeItems, type treeFlags } from '../contributions';
import { plain } from '../plain';
import { privacyText, stateIcon, stateText } from '../stateText';
import { shortUid } from '../targets';
import { nodeId, type AnonymousNode, type NoteNode, type PersonNode } from './nodes';
import { placeText, placeWords, statusColour, statusIcon, statusText } from './statusText';

/** How the nodes of the view "People" look. */

/** What is told of a channel beside its state. */
export interface ChannelMarks {
  readonly unread: number;
  readonly muted: boolean;
  readonly favourite: boolean;
  /** The person shows where they are there. */
  readonly sharing: boolean;
}

/** The words that `when` clauses look for in `viewItem`. */
function contextOf(kind: string, flags: Partial<Record<keyof typeof treeFlags, boolean>>): string {
  const given = Object.entries(flags).flatMap(([flag, is]) => (is ? [flag] : []));
  return [kind, ...given].join(' ');
}

function described(words: readonly (string | false | undefined)[]): string {
  return words.filter(word => word !== false && word !== undefined && word !== '').join(', ');
}

/** Blocked people are shown as that and nothing else: what they say of themselves is theirs to say, not to be seen. */
function personIcon({ silence, verification, person: { status } }: PersonNode): vscode.ThemeIcon {
  if (silence === 'block') return new vscode.ThemeIcon('circle-slash');
  if (verification === 'changed') {
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  }
  if (status === undefined) return new vscode.ThemeIcon('account');
  const colour = statusColour(status);
  return new vscode.ThemeIcon(statusIcon(status), colour === undefined ? undefined : new vscode.ThemeColor(colour));
}

function silenceWords({ silence }: PersonNode): string | undefined {
  if (silence === 'block') return vscode.l10n.t('blocked');
  return silence === 'mute' ? vscode.l10n.t('muted') : undefined;
}

function verificationWords({ verification }: PersonNode): string | undefined {
  if (verification === 'verified') return vscode.l10n.t('verified');
  return verification === 'changed' ? vscode.l10n.t('not the verified device') : undefined;
}

function nameTooltip({ person: { name, self }, verification }: PersonNode): string {
  if (self) return vscode.l10n.t('{0} (you): what others see', plain(name));
  switch (verification) {
    case 'verified':
      return vscode.l10n.t('{0}: you have verified their device', plain(name));
    case 'changed':
      return vscode.l10n.t('{0}: on another device than the one that you verified, or somebody else', plain(name));
    case 'unverified':
      return vscode.l10n.t('{0}: what this person calls themselves, unverified', plain(name));
  }
}

export function personItem(node: PersonNode): vscode.TreeItem {
  const { person, isAmbiguous, isFollowed, silence } = node;
  const { name, self, uid, status, place } = silence === 'block' ? withoutPresence(person) : person;
  const item = new vscode.TreeItem(plain(name));
  item.id = nodeId(node);
  item.iconPath = personIcon(node);
  item.contextValue = contextOf(self ? treeItems.self : treeItems.person, {
    place: !self && place !== undefined,
    followed: isFollowed,
    muted: silence === 'mute',
    blocked: silence === 'block',
  });
  const words = [
    self && vscode.l10n.t('you'),
    !self && isAmbiguous && uid !== undefined && shortUid(uid),
    isFollowed && vscode.l10n.t('following'),
    verificationWords(node),
    silenceWords(node),
  ];
  // That somebody is active goes without saying: their icon has the colour.
  item.description = described([
    ...words,
    status && status !== 'active' && statusText(status),
    place && placeText(place),
  ]);
  item.tooltip = [nameTooltip(node), status && statusText(status), place && placeWords(place)]
    .filter(line => line !== undefined)
    .join('\n');
  item.accessibilityInformation = {
    label: described([plain(name), ...words, status && statusText(status), place && placeWords(place)]),
  };
  return item;
}

function withoutPresence({ name, self, uid }: PersonView): PersonView {
  return { name, self, ...(uid !== undefined && { uid }) };
}

export function channelItem(channel: Channel, { unread, muted, favourite, sharing }: ChannelMarks): vscode.TreeItem {
  const { view } = channel;
  const item = new vscode.TreeItem(channel.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = channel.name;
  item.contextValue = contextOf(treeItems.channel, { favourite, sharing });
  const isPrivate = view.privacy === 'private';
  item.iconPath = new vscode.ThemeIcon(isPrivate && view.state === 'online' ? 'lock' : stateIcon(view.state));
  const words = described([
    isPrivate && vscode.l10n.t('private'),
    stateText(view),
    muted && vscode.l10n.t('muted'),
    sharing && vscode.l10n.t('sharing location'),
    unread > 0 && vscode.l10n.t('{0} new', unread),
  ]);
  item.description = favourite ? `★ ${words}` : words;
  item.accessibilityInformation = {
    label: described([plain(channel.name), favourite && vscode.l10n.t('favourite'), words]),
  };
  item.tooltip = view.detail ?? privacyText(view);
  item.command = {
    command: 'liveChannels.openChat',
    title: vscode.l10n.t('Open Chat'),
    arguments: [{ channel: channel.name }],
  };
  return item;
}

export function anonymousItem(node: AnonymousNode): vscode.TreeItem {
  const { count } = node;
  const item = new vscode.TreeItem(count === 1 ? vscode.l10n.t('1 anonymous') : vscode.l10n.t('{0} anonymous', count));
  item.iconPath = new vscode.ThemeIcon('question');
  item.tooltip = vscode.l10n.t('Connected without a name.');
  item.id = nodeId(node);
  return item;
}

export function noteItem(node: NoteNode): vscode.TreeItem {
  const { text, icon, command, channel } = node;
  const item = new vscode.TreeItem(text);
  item.id = nodeId(node);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = text;
  if (command !== undefined) item.command = { command, title: text, arguments: [{ channel }] };
  return item;
}
