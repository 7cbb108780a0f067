import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Channel } from '../../session/channel';
import { systemClock } from '../../session/clock';
import type { Unread } from '../../session/unread';
import type { JoinedChannels } from '../joinedChannels';
import type { Muted } from '../muted';
import type { Verified } from '../private/verified';
import type { Favourites } from './favourites';
import type { Following } from './following';
import { anonymousItem, channelItem, noteItem, personItem } from './items';
import type { LocationChoices } from './locationChoices';
import { nodeId, type PeopleNode } from './nodes';
import type { SilencedPeople } from './silencedPeople';
import { Throttle } from './throttle';
import { TreeModel } from './treeModel';

/** The tree changes at most so often, however many people move. Milliseconds. */
const EVERY = 250;

/** What the tree shows, and the view in which it does. */
export interface TreeParts {
  readonly view: Pick<vscode.TreeView<unknown>, 'badge'>;
  readonly channels: JoinedChannels;
  readonly unread: Unread;
  readonly muted: Muted;
  readonly verified: Verified;
  readonly favourites: Favourites;
  readonly silenced: SilencedPeople;
  readonly choices: LocationChoices;
  readonly following: Following;
}

/** The view "People". It refreshes what has changed and nothing else. */
export class PeopleTree implements vscode.TreeDataProvider<PeopleNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<PeopleNode[] | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly model: TreeModel;
  private readonly throttle = this.store.add(new Throttle(systemClock, EVERY, () => this.refresh()));
  /** What VS Code was given last: the order of the channels, and how each node looked. */
  private roots = '';
  private readonly looks = new Map<string, string>();

  constructor(private readonly parts: TreeParts) {
    const { view, channels, unread, muted, verified, favourites, silenced, choices, following } = parts;
    this.model = new TreeModel({
      isFavourite: channel => favourites.has(channel),
      isFollowed: (channel, person) => following.follows(channel, person),
      silenceOf: person => silenced.of(person),
      verificationOf: ({ view: { privacy } }, person) => verified.stateOf(person, privacy),
      noteOf,
    });
    const soon = () => this.throttle.request();
    for (const { onDidChange } of [unread, muted, verified, favourites, silenced, choices, following]) {
      this.store.add(onDidChange(soon));
    }
    this.store.add(channels.onDidChange(soon));
    this.store.add(channels.onDidLeave(soon));
    this.store.add(channels.onDidJoin(channel => this.store.add(channel.transcript.onDidChange(soon))));
    this.store.add(unread.onDidChange(() => showCount(view, unread)));
  }

  getTreeItem(node: PeopleNode): vscode.TreeItem {
    const item = this.itemOf(node);
    this.looks.set(nodeId(node), looksOf(item));
    return item;
  }

  getChildren(node?: PeopleNode): PeopleNode[] {
    if (!node) {
      const roots = this.model.roots(this.parts.channels.all);
      this.roots = idsOf(roots);
      return roots;
    }
    const channel = node.kind === 'channel' ? this.parts.channels.get(node.channel) : undefined;
    if (!channel) return [];
    const children = this.model.childrenOf(channel);
    const ids = new Set(children.map(nodeId));
    for (const id of this.looks.keys()) if (id.startsWith(`${channel.name}\n`) && !ids.has(id)) this.looks.delete(id);
    this.looks.set(childrenId(channel), idsOf(children));
    return children;
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Tells VS Code what looks different by now. */
  private refresh(): void {
    const { all } = this.parts.channels;
    const roots = this.model.roots(all);
    if (idsOf(roots) !== this.roots) {
      this.model.keep(new Set(all.map(({ name }) => name)));
      this.looks.clear();
      this.changed.fire(undefined);
      return;
    }
    const stale = roots.flatMap(root => {
      const channel = this.parts.channels.get(root.channel);
      return channel ? this.staleIn(root, channel) : [];
    });
    if (stale.length > 0) this.changed.fire(stale);
  }

  /** A node that stands for others is refreshed with them. */
  private staleIn(root: PeopleNode, channel: Channel): PeopleNode[] {
    const children = this.model.childrenOf(channel);
    const known = this.looks.get(childrenId(channel));
    if (this.isStale(root) || (known !== undefined && known !== idsOf(children))) return [root];
    return children.filter(child => this.isStale(child));
  }

  /** Of what VS Code has not asked for yet nothing is stale. */
  private isStale(node: PeopleNode): boolean {
    const known = this.looks.get(nodeId(node));
    return known !== undefined && known !== looksOf(this.itemOf(node));
  }

  private itemOf(node: PeopleNode): vscode.TreeItem {
    if (node.kind === 'person') return personItem(node);
    if (node.kind === 'anonymous') return anonymousItem(node);
    if (node.kind === 'note') return noteItem(node);
    const { channels, unread, muted, favourites, choices } = this.parts;
    const channel = channels.get(node.channel);
    if (!channel) return new vscode.TreeItem(node.channel);
    const { name } = channel;
    return channelItem(channel, {
      unread: unread.of(name),
      muted: muted.has(name),
      favourite: favourites.has(name),
      sharing: choices.has(name),
    });
  }
}

function showCount(view: TreeParts['view'], { total }: Unread): void {
  view.badge = total > 0 ? { value: total, tooltip: vscode.l10n.t('{0} unread messages', total) } : undefined;
}

function idsOf(nodes: readonly PeopleNode[]): string {
  return JSON.stringify(nodes.map(nodeId));
}

/** Names what a channel has below it, among the ids of nodes. */
function childrenId({ name }: Channel): string {
  return `${name}\nchildren`;
}

function looksOf(item: vscode.TreeItem): string {
  const { label, description, contextValue, iconPath, tooltip, accessibilityInformation } = item;
  return JSON.stringify([label, description, contextValue, iconPath, tooltip, accessibilityInformation]);
}

/** A channel that is refused has no people: what is wrong stands in their place, and a click tries again. */
function noteOf({ view: { state, detail } }: Channel) {
  if (state !== 'refused') return undefined;
  const text = detail ?? vscode.l10n.t('The server does not let you in.');
  return { text, icon: 'warning', command: 'liveChannels.reconnect' } as const;
}
