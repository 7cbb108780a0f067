import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { PersonView } from '../protocol/panel';
import type { Channel } from '../session/channel';
import { run } from './commandRegistry';
import { treeItems } from './contributions';
import type { JoinedChannels } from './joinedChannels';
import { plain } from './plain';
import { stateIcon, stateText } from './stateText';
import { shortUid, type TargetHint } from './targets';
import type { Muted } from './muted';
import type { Unread } from './unread';

/** A tree node doubles as the target that a context-menu command gets. */
export type PeopleNode =
  | ({ kind: 'channel' } & TargetHint & { channel: string })
  | ({ kind: 'person'; person: PersonView; ambiguous: boolean } & TargetHint & { channel: string })
  | { kind: 'anonymous'; channel: string; count: number };

/** Names that a person cannot tell apart, as far as Unicode knows, are alike. */
function looksLike(name: string): string {
  return plain(name.normalize('NFKC')).toLocaleLowerCase();
}

function personItem({ person, ambiguous, channel }: PeopleNode & { kind: 'person' }): vscode.TreeItem {
  const item = new vscode.TreeItem(plain(person.name));
  item.iconPath = new vscode.ThemeIcon('account');
  item.contextValue = person.self ? treeItems.self : treeItems.person;
  if (person.self) item.description = vscode.l10n.t('you');
  else if (ambiguous && person.uid !== undefined) item.description = shortUid(person.uid);
  item.id = `${channel}\n${person.uid ?? 'self'}`;
  item.tooltip = person.self
    ? vscode.l10n.t('{0} (you): what others see', person.name)
    : vscode.l10n.t('{0}: what this person calls themselves, unverified', person.name);
  return item;
}

function channelItem(channel: Channel, unread: number, muted: boolean): vscode.TreeItem {
  const { view } = channel;
  const item = new vscode.TreeItem(channel.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = channel.name;
  item.contextValue = treeItems.channel;
  item.iconPath = new vscode.ThemeIcon(stateIcon(view.state));
  const state = muted ? vscode.l10n.t('{0}, muted', stateText(view)) : stateText(view);
  item.description = unread > 0 ? vscode.l10n.t('{0}, {1} new', state, unread) : state;
  item.tooltip = view.detail ?? vscode.l10n.t('Open channel: its server can read what is said here.');
  item.command = {
    command: 'liveChannels.openChat',
    title: vscode.l10n.t('Open Chat'),
    arguments: [{ channel: channel.name }],
  };
  return item;
}

/** Files, as the Explorer and editors' tabs hand them over, and other programs on a desktop: RFC 2483. */
const URI_LIST = 'text/uri-list';

function urisOf(list: string): vscode.Uri[] {
  // Other programs hand over what they like: what has no scheme is no address.
  const lines = list.split(/\r?\n/).filter(line => /^[a-z][a-z\d+.-]*:/i.test(line));
  return lines.map(line => vscode.Uri.parse(line));
}

/** Files that are dropped on a channel or a person go there, by way of the command and its questions. */
export class PeopleDrop implements vscode.TreeDragAndDropController<PeopleNode> {
  readonly dropMimeTypes = [URI_LIST];
  readonly dragMimeTypes = [];

  async handleDrop(node: PeopleNode | undefined, data: vscode.DataTransfer): Promise<void> {
    if (!node || node.kind === 'anonymous' || (node.kind === 'person' && node.person.self)) return;
    const uris = urisOf((await data.get(URI_LIST)?.asString()) ?? '');
    const hint: TargetHint = { channel: node.channel, ...(node.uid !== undefined && { uid: node.uid }) };
    if (uris.length > 0) await run('liveChannels.sendFile', hint, uris);
  }
}

/** The view "People": channels, and in each the people, oneself first, the anonymous ones as a count. */
export class PeopleTree implements vscode.TreeDataProvider<PeopleNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<PeopleNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly channels: JoinedChannels,
    private readonly unread: Unread,
    private readonly muted: Muted,
  ) {
    const refresh = () => this.changed.fire(undefined);
    for (const event of [
      channels.onDidJoin,
      channels.onDidLeave,
      channels.onDidChange,
      unread.onDidChange,
      muted.onDidChange,
    ]) {
      this.store.add((event as typeof channels.onDidLeave)(refresh));
    }
    const view = this.store.add(
      vscode.window.createTreeView('liveChannels.people', {
        treeDataProvider: this,
        dragAndDropController: new PeopleDrop(),
      }),
    );
    this.store.add(
      unread.onDidChange(() => {
        const { total } = unread;
        view.badge = total > 0 ? { value: total, tooltip: vscode.l10n.t('{0} unread messages', total) } : undefined;
      }),
    );
  }

  getTreeItem(node: PeopleNode): vscode.TreeItem {
    if (node.kind === 'person') return personItem(node);
    if (node.kind === 'channel') {
      const channel = this.channels.get(node.channel);
      if (!channel) return new vscode.TreeItem(node.channel);
      return channelItem(channel, this.unread.of(node.channel), this.muted.has(node.channel));
    }
    const label = node.count === 1 ? vscode.l10n.t('1 anonymous') : vscode.l10n.t('{0} anonymous', node.count);
    const item = new vscode.TreeItem(label);
    item.iconPath = new vscode.ThemeIcon('question');
    item.tooltip = vscode.l10n.t('Connected without a name.');
    item.id = `${node.channel}\nanonymous`;
    return item;
  }

  getChildren(node?: PeopleNode): PeopleNode[] {
    if (!node) return this.channels.all.map(({ name }) => ({ kind: 'channel', channel: name }));
    const channel = node.kind === 'channel' ? this.channels.get(node.channel) : undefined;
    if (channel?.view.state !== 'online') return [];
    const { people, anonymous } = channel.view;
    const nodes = people.map<PeopleNode>(person => ({
      kind: 'person',
      person,
      ambiguous: people.some(other => other !== person && looksLike(other.name) === looksLike(person.name)),
      channel: channel.name,
      ...(person.uid !== undefined && { uid: person.uid }),
    }));
    return anonymous > 0 ? [...nodes, { kind: 'anonymous', channel: channel.name, count: anonymous }] : nodes;
  }

  dispose(): void {
    this.store.dispose();
  }
}
