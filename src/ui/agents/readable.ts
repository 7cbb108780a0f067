import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Channel } from '../../session/channel';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';

type ChannelItem = vscode.QuickPickItem & { channel: Channel };

function isPrivate(channel: Channel): boolean {
  return channel.view.privacy === 'private';
}

function itemOf(channel: Channel): ChannelItem {
  return {
    label: `$(${isPrivate(channel) ? 'lock' : 'broadcast'}) ${plain(channel.name)}`,
    ...(isPrivate(channel) && { description: vscode.l10n.t('private: you are asked once more') }),
    channel,
  };
}

/** A yes to what leaves a private channel. Enter presses the first button, and Escape none: neither says yes. */
export async function mayLeavePrivate(question: string): Promise<boolean> {
  const [no, yes] = [vscode.l10n.t('Keep It Private'), vscode.l10n.t('Let It Read')];
  const detail = vscode.l10n.t(
    'What is said there is sealed from its server. An agent hands what it reads to the provider of its language model, who can then read it too. The others in the channel are not asked.',
  );
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, no, yes)) === yes;
}

/** Which channels agents may read: those that the person has picked, as long as this window is open and they are joined. */
export class ReadableChannels {
  /** By the channel itself: one that is left and joined again, or another of its name, was not picked. */
  private readonly picked = new WeakSet<Channel>();
  /** What was asked for and not given, by the name asked for: it is not asked for again. */
  private readonly refused = new Set<string>();
  private asking: Promise<Channel | undefined> | undefined;

  constructor(private readonly channels: Pick<JoinedChannels, 'all' | 'get' | 'active'>) {}

  has(channel: Channel): boolean {
    return this.picked.has(channel);
  }

  /**
   * The channel that an agent may read: the one it asks for, if it was picked, else the one that the person picks now.
   * @param name what it asks for; without it the only one that was picked.
   * @returns `undefined` when the person picks none.
   * @throws AppError `input` when there is no such channel.
   */
  async find(name: string | undefined): Promise<Channel | undefined> {
    const { all } = this.channels;
    if (all.length === 0) throw new AppError('input', 'You have not joined a channel yet.');
    const wanted = name === undefined ? undefined : this.channels.get(name);
    if (name !== undefined && !wanted) {
      throw new AppError('input', 'No channel called {0} is joined: join it first.', [name]);
    }
    const picked = wanted ? [wanted].filter(each => this.has(each)) : all.filter(each => this.has(each));
    const [only] = picked;
    if (only && picked.length === 1) return only;
    if (this.refused.has(name ?? '')) return undefined;
    this.asking ??= this.ask(wanted ?? this.channels.active).finally(() => (this.asking = undefined));
    const chosen = await this.asking;
    if (!chosen) this.refused.add(name ?? '');
    return chosen;
  }

  /** Lets the person change what they have picked. */
  async choose(): Promise<void> {
    const { all } = this.channels;
    if (all.length === 0) throw new AppError('input', 'You have not joined a channel yet.');
    const items = all.map(channel => ({ ...itemOf(channel), picked: this.has(channel) }));
    const chosen = await vscode.window.showQuickPick(items, {
      canPickMany: true,
      title: vscode.l10n.t('Choose Channels for Agents'),
      placeHolder: vscode.l10n.t('What agents in VS Code’s chat may read, until this window is closed'),
    });
    if (!chosen) return;
    this.refused.clear();
    for (const { channel } of items) if (!chosen.some(each => each.channel === channel)) this.picked.delete(channel);
    for (const { channel } of chosen) await this.pick(channel);
  }

  private async ask(first: Channel | undefined): Promise<Channel | undefined> {
    const items = this.channels.all.toSorted((a, b) => Number(b === first) - Number(a === first)).map(itemOf);
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('An agent wants to read what is said in a channel'),
      placeHolder: vscode.l10n.t('Which one may it read, until this window is closed? Escape: none'),
      ignoreFocusOut: true,
    });
    return chosen && (await this.pick(chosen.channel)) ? chosen.channel : undefined;
  }

  private async pick(channel: Channel): Promise<boolean> {
    if (this.has(channel)) return true;
    const question = vscode.l10n.t('Let an agent read the private channel “{0}”?', plain(channel.name));
    if (isPrivate(channel) && !(await mayLeavePrivate(question))) return false;
    this.picked.add(channel);
    return true;
  }
}
