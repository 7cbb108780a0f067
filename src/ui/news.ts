import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { MessageEntry } from '../protocol/transcript';
import type { Channel } from '../session/channel';
import { mentions } from '../snippet/mention';
import { plainText } from '../snippet/snippet';
import { run } from './commandRegistry';
import type { JoinedChannels } from './joinedChannels';
import type { Muted } from './muted';
import type { PeopleParts } from './people/people';
import { PerChannel } from '../session/perChannel';
import { plain } from './plain';
import { readSetting } from './settings';
import type { Unread } from '../session/unread';

/** What comes together is one notification. Milliseconds. */
const TOGETHER = 1_000;
/** A notification that nobody has closed by then is out of sight; until then there is no other one. Milliseconds. */
const OUT_OF_SIGHT = 15_000;
/** UTF-16 units of a message that a notification shows. */
const MAX_TEXT = 120;

interface Pending {
  channel: Channel;
  /** Its id: until it is told, it may say something else, or nothing any more. */
  entry: string;
}

interface News {
  channel: Channel;
  entry: MessageEntry;
}

/** Tells of messages that are for the person and that they do not see: one notification at a time, whatever comes. */
export class NewsToasts implements Disposable {
  private readonly store = new DisposableStore();
  private pending: Pending[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private open = false;

  constructor(
    private readonly channels: JoinedChannels,
    private readonly unread: Unread,
    private readonly muted: Muted,
    private readonly people: Pick<PeopleParts, 'quiet' | 'silenced'>,
  ) {
    this.store.add(new PerChannel(channels, channel => this.follow(channel)));
    this.store.add(
      channels.onDidLeave(name => (this.pending = this.pending.filter(each => each.channel.name !== name))),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.store.dispose();
  }

  private follow(channel: Channel): Disposable {
    return channel.transcript.onDidChange(({ entry, isNew }) => {
      if (!isNew || entry.kind !== 'message' || entry.from.self || !this.isFor(channel, entry)) return;
      this.pending.push({ channel, entry: entry.id });
      this.soon(TOGETHER);
    });
  }

  private isFor(channel: Channel, entry: MessageEntry): boolean {
    if (entry.deleted || entry.blocked) return false;
    const wanted = readSetting('liveChannels.notifications');
    if (wanted === 'none' || this.muted.has(channel.name) || this.people.quiet()) return false;
    if (this.people.silenced.isSilenced(channel, entry.from)) return false;
    if (wanted === 'all' || entry.to?.self === true) return true;
    const me = channel.view.people.find(({ self }) => self)?.name;
    return me !== undefined && mentions(wordsOf(entry), me);
  }

  private soon(wait: number): void {
    if (this.open || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.tell();
    }, wait);
  }

  /** As it is now: what was looked at, taken back or silenced meanwhile is no news. */
  private asNews({ channel, entry: id }: Pending): News[] {
    const entry = channel.transcript.get(id);
    if (entry?.kind !== 'message' || !this.unread.has(channel.name, id) || !this.isFor(channel, entry)) return [];
    return [{ channel, entry }];
  }

  private async tell(): Promise<void> {
    const news = this.pending.flatMap(each => this.asNews(each));
    this.pending = [];
    const last = news.at(-1);
    if (!last) return;
    const { channel } = last;
    const [show, mute] = [vscode.l10n.t('Show'), vscode.l10n.t('Mute {0}', plain(channel.name))];
    this.open = true;
    const late = setTimeout(() => this.closed(), OUT_OF_SIGHT);
    const picked = await vscode.window.showInformationMessage(summaryOf(news), show, mute);
    clearTimeout(late);
    this.closed();
    if (picked === show && this.channels.get(channel.name))
      await run('liveChannels.openChat', { channel: channel.name });
    else if (picked === mute) await this.muted.set(channel.name, true);
  }

  private closed(): void {
    this.open = false;
    if (this.pending.length > 0) this.soon(0);
  }
}

function wordsOf({ body }: MessageEntry): string {
  return body.type === 'text' ? body.text : plainText(body);
}

function summaryOf(news: readonly News[]): string {
  const [first] = news;
  if (!first) return '';
  const name = plain(first.channel.name);
  if (news.length === 1) {
    const words = plain(wordsOf(first.entry).slice(0, MAX_TEXT));
    const who = plain(first.entry.from.name ?? vscode.l10n.t('Somebody'));
    return first.entry.to
      ? vscode.l10n.t('{0}, only to you in {1}: {2}', who, name, words)
      : vscode.l10n.t('{0} in {1}: {2}', who, name, words);
  }
  const where = new Set(news.map(({ channel }) => channel.name));
  return where.size === 1
    ? vscode.l10n.t('{0} messages for you in {1}', news.length, name)
    : vscode.l10n.t('{0} messages for you in {1} channels', news.length, where.size);
}
