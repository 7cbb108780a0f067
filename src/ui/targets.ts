import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { isRecord } from '../base/guards';
import type { PersonView } from '../protocol/panel';
import type { Channel } from '../session/channel';
import { run } from './commandRegistry';
import type { JoinedChannels } from './joinedChannels';
import { plain } from './plain';

/** Where something goes: to everyone in a channel, or with `person` to that one alone. */
export interface Target {
  channel: Channel;
  person?: PersonView & { uid: string };
}

/** What a command's caller may hand over so as not to be asked: a tree item, or the same by hand in a keybinding. */
export interface TargetHint {
  channel?: string;
  uid?: string;
  /** The message, or the comment beside code. */
  text?: string;
}

export function asTargetHint(value: unknown): TargetHint | undefined {
  if (!isRecord(value)) return undefined;
  const { channel, uid, text } = value;
  if (typeof channel !== 'string') return undefined;
  return { channel, ...(typeof uid === 'string' && { uid }), ...(typeof text === 'string' && { text }) };
}

/** `#demo`, or the person's name and where. */
export function targetLabel({ channel, person }: Target): string {
  return person ? vscode.l10n.t('{0} (only) in {1}', plain(person.name), channel.name) : channel.name;
}

/** The people one can write to alone. */
export function reachable(channel: Channel): (PersonView & { uid: string })[] {
  return channel.view.people.flatMap(({ uid, name, self }) => (self || uid === undefined ? [] : [{ uid, name, self }]));
}

type TargetItem = vscode.QuickPickItem & { target?: Target };

/** A piece of a uid, to tell two people of one name apart. */
export function shortUid(uid: string): string {
  return uid.slice(0, 6);
}

function itemsOf(channel: Channel, kinds: 'all' | 'people' | 'channels'): TargetItem[] {
  const { anonymous, people } = channel.view;
  const others = people.length - 1 + anonymous;
  const everyone: TargetItem = {
    label: `$(${isPrivate(channel) ? 'lock' : 'broadcast'}) ${plain(channel.name)}`,
    description: others === 1 ? vscode.l10n.t('everyone: 1 other') : vscode.l10n.t('everyone: {0} others', others),
    target: { channel },
  };
  const single = reachable(channel).map<TargetItem>(person => ({
    label: `$(account) ${plain(person.name)}`,
    description: vscode.l10n.t('only this person, in {0} · {1}', channel.name, shortUid(person.uid)),
    target: { channel, person },
  }));
  if (kinds === 'channels') return [everyone];
  if (kinds === 'people') return single;
  const separator = { label: channel.name, kind: vscode.QuickPickItemKind.Separator };
  return [separator, everyone, ...single];
}

/** The item of the last target stands before all others, as Enter takes the first. */
function lastFirst(items: readonly TargetItem[], last: Target | { gone: string } | undefined): TargetItem[] {
  if (!last || !('channel' in last)) return [...items];
  const isLast = ({ target }: TargetItem) =>
    target?.channel === last.channel && target.person?.uid === last.person?.uid;
  const separator = { label: vscode.l10n.t('last'), kind: vscode.QuickPickItemKind.Separator };
  return [separator, ...items.filter(isLast), ...items.filter(item => !isLast(item))];
}

const LAST = 'liveChannels.lastTarget';

function isPrivate(channel: Channel): boolean {
  return channel.view.privacy === 'private';
}

/** The last target, as the workspace remembers it. A uid names a connection: after a reconnect it is nobody's. */
interface StoredTarget {
  channel: string;
  /** The channel was private: an open one of its name is another. */
  private?: true;
  person?: { uid: string; name: string };
}

function asStoredTarget(value: unknown): StoredTarget | undefined {
  if (!isRecord(value) || typeof value['channel'] !== 'string') return undefined;
  const { channel, person } = value;
  const where: StoredTarget = { channel, ...(value['private'] === true && { private: true }) };
  if (person === undefined) return where;
  if (!isRecord(person) || typeof person['uid'] !== 'string' || typeof person['name'] !== 'string') return undefined;
  return { ...where, person: { uid: person['uid'], name: person['name'] } };
}

/** Asks where things go, unless it is plain from what a command was given. */
export class TargetPicker {
  constructor(
    private readonly channels: JoinedChannels,
    private readonly memory: vscode.Memento,
  ) {}

  /** Code went there: the next one may go there with no question. */
  async remember({ channel, person }: Target): Promise<void> {
    const stored: StoredTarget = {
      channel: channel.name,
      ...(isPrivate(channel) && { private: true }),
      ...(person && { person: { uid: person.uid, name: person.name } }),
    };
    await this.memory.update(LAST, stored);
  }

  /**
   * Where code went last in this workspace, or a sentence why it cannot go there now. Somebody who came back has another
   * uid, and anyone can take a name: so that one is asked for again.
   */
  last(): Target | { gone: string } | undefined {
    const stored = asStoredTarget(this.memory.get(LAST));
    if (!stored) return undefined;
    const { channel: name, person: former } = stored;
    const channel = this.channels.get(name);
    if (!channel || isPrivate(channel) !== (stored.private ?? false)) {
      return { gone: vscode.l10n.t('You have left {0}.', name) };
    }
    if (!former) return { channel };
    const person = reachable(channel).find(({ uid }) => uid === former.uid);
    return person ? { channel, person } : { gone: vscode.l10n.t('{0} has left {1}.', plain(former.name), name) };
  }

  /** A channel is to be forgotten. */
  async forget(channel: string): Promise<void> {
    if (asStoredTarget(this.memory.get(LAST))?.channel === channel) await this.memory.update(LAST, undefined);
  }

  /** The last target's name, as long as it is there. */
  lastLabel(): string | undefined {
    const last = this.last();
    return last && 'channel' in last ? targetLabel(last) : undefined;
  }

  /** The target a hint names. @throws AppError `input` when it is not there any more. */
  resolve({ channel: name, uid }: TargetHint): Target | undefined {
    const channel = name === undefined ? undefined : this.channels.get(name);
    if (!channel) return undefined;
    if (uid === undefined) return { channel };
    const person = reachable(channel).find(other => other.uid === uid);
    if (!person) throw new AppError('input', 'This person is no longer in {0}.', [channel.name]);
    return { channel, person };
  }

  /** Joined channels, the one in front first; asks to join one when there is none. `undefined`: the person gave up. */
  async joined(): Promise<readonly Channel[]> {
    if (this.channels.all.length === 0) {
      const join = vscode.l10n.t('Join Channel…');
      const text = vscode.l10n.t('You have not joined a channel yet: join one first, then send.');
      if ((await vscode.window.showInformationMessage(text, join)) === join) await run('liveChannels.joinChannel');
    }
    const { active } = this.channels;
    return this.channels.all.toSorted((a, b) => Number(b === active) - Number(a === active));
  }

  /** A channel, or one person in it. */
  async pick(title: string, hint?: TargetHint): Promise<Target | undefined> {
    const given = hint && this.resolve(hint);
    if (given) return given;
    const channels = await this.joined();
    const items = lastFirst(
      channels.flatMap(channel => itemsOf(channel, 'all')),
      this.last(),
    );
    return items.length === 0 ? undefined : this.ask(title, vscode.l10n.t('To whom?'), items);
  }

  /** A channel; not asked where there is only one. */
  async pickChannel(title: string, hint?: TargetHint): Promise<Channel | undefined> {
    const given = hint?.channel === undefined ? undefined : this.channels.get(hint.channel);
    if (given) return given;
    const channels = await this.joined();
    if (channels.length <= 1) return channels[0];
    const items = channels.flatMap(channel => itemsOf(channel, 'channels'));
    return (await this.ask(title, vscode.l10n.t('Which channel?'), items))?.channel;
  }

  /** One person. @throws AppError `input` when nobody can be written to. */
  async pickPerson(title: string, hint?: TargetHint): Promise<Target | undefined> {
    const given = hint?.uid === undefined ? undefined : this.resolve(hint);
    if (given) return given;
    const channels = await this.joined();
    const items = channels.flatMap(channel => itemsOf(channel, 'people'));
    if (channels.length > 0 && items.length === 0) {
      throw new AppError('input', 'There is nobody else with a name here: direct messages need someone to go to.');
    }
    return items.length === 0 ? undefined : this.ask(title, vscode.l10n.t('To whom?'), items);
  }

  private async ask(title: string, placeHolder: string, items: TargetItem[]): Promise<Target | undefined> {
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
    return picked?.target;
  }
}
