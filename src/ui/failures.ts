import * as vscode from 'vscode';
import type { AppError } from '../base/errors';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Channel, ChannelFailure } from '../session/channel';
import { run } from './commandRegistry';
import type { JoinedChannels } from './joinedChannels';
import type { ChannelKeys, KeyStore } from './keyStore';
import type { Action, Notifier } from './notifier';
import { changeServer, enterKey, proxySettings } from './waysForward';

const KEY_WANTED = /key|permission|not allowed|unauthori[sz]ed/i;

/**
 * Tells a person what the server reports and why a join does not come about, each with a way forward. A connection that
 * was up and is lost is no notification: the status bar and the views show it, and it comes back by itself.
 */
export class Failures implements Disposable {
  private readonly store = new DisposableStore();
  /** Channels whose present trouble the person has been told of; a channel that comes online is taken out. */
  private readonly told = new Map<string, string>();
  private readonly refused = new Set<string>();

  constructor(
    private readonly channels: JoinedChannels,
    private readonly keys: KeyStore,
    private readonly notifier: Notifier,
  ) {
    this.store.add(
      channels.onDidJoin(channel => this.store.add(channel.onDidFail(failure => this.onFailure(failure)))),
    );
    this.store.add(channels.onDidChange(channel => this.onChange(channel)));
    this.store.add(channels.onDidLeave(name => this.told.delete(name)));
  }

  dispose(): void {
    this.store.dispose();
  }

  private onFailure({ channel, error, entry }: ChannelFailure): void {
    const actions: Action[] = [];
    if (entry !== undefined) {
      const retry = () => this.channels.get(channel)?.retry(entry);
      if (this.wantsKey(channel, entry)) {
        actions.push(this.enterKey(channel, 'sendKey', () => this.retryForKey(channel)));
      }
      actions.push({ title: vscode.l10n.t('Retry'), run: retry });
    }
    actions.push({ title: vscode.l10n.t('Open Chat'), run: () => run('liveChannels.openChat', channel) });
    this.notifier.failed(error, actions);
  }

  /** With the key, all that failed for want of it can go. */
  private retryForKey(name: string): void {
    const channel = this.channels.get(name);
    const failed =
      channel?.transcript.entries.filter(entry => entry.kind === 'message' && entry.state === 'failed') ?? [];
    for (const { id } of failed) if (this.wantsKey(name, id)) channel?.retry(id);
  }

  /** Only the server's own words count, not a channel or a person that is called so. */
  private wantsKey(channel: string, entryId: string): boolean {
    const entry = this.channels.get(channel)?.transcript.get(entryId);
    return entry?.kind === 'message' && entry.to === undefined && KEY_WANTED.test(entry.reason ?? '');
  }

  private onChange(channel: Channel): void {
    const { state, error } = channel.status;
    // Who tries once more what was refused hears of it once more: nothing else leads out of that state.
    if (state === 'online' || (this.refused.has(channel.name) && state !== 'refused')) this.told.delete(channel.name);
    if (state === 'refused') this.refused.add(channel.name);
    else this.refused.delete(channel.name);
    if (state === 'online') return;
    const worthTelling = state === 'refused' || (state === 'reconnecting' && !channel.hasBeenOnline);
    if (!error || !worthTelling || this.told.get(channel.name) === error.message) return;
    this.told.set(channel.name, error.message);
    this.notifier.failed(error, this.waysIn(channel.name, error));
  }

  private waysIn(channel: string, error: AppError): Action[] {
    const reconnect = () => this.channels.get(channel)?.reconnect();
    const retry: Action = { title: vscode.l10n.t('Retry'), run: reconnect };
    if (error.code === 'refused') return [this.enterKey(channel, 'joinKey', reconnect), retry];
    const settings = error.code === 'proxy' ? proxySettings() : changeServer();
    if (error.code === 'address' || error.code === 'relay') return [retry, settings];
    const test: Action = {
      title: vscode.l10n.t('Test Connection'),
      run: () => run('liveChannels.testConnection', { channel }),
    };
    return [test, retry, settings];
  }

  private enterKey(channel: string, kind: keyof ChannelKeys, then: () => unknown): Action {
    const done = () => {
      if (kind === 'sendKey') this.channels.get(channel)?.reconnect();
      then();
    };
    return enterKey(this.keys, channel, kind, done);
  }
}
