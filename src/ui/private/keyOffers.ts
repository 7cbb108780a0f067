import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Channel, KeyOffer } from '../../session/channel';
import type { JoinedChannels } from '../joinedChannels';
import type { Notifier } from '../notifier';
import { PerChannel } from '../../session/perChannel';
import { plain } from '../plain';

/** Offers that are shown of one channel in one window: any member can make one, and make as many as they like. */
const MAX_SHOWN = 5;

/** When a member has renewed a channel's key: asks, once, whether to move along. Nobody is moved without their own yes. */
export class KeyOffers implements Disposable {
  private readonly store = new DisposableStore();
  /** By channel the ids that its keys make, shown or not. */
  private readonly known = new Map<string, Set<string>>();
  private readonly asking = new Set<string>();

  constructor(
    private readonly channels: JoinedChannels,
    private readonly notifier: Notifier,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store.add(
      new PerChannel(channels, channel => {
        this.known.delete(channel.name);
        return channel.onDidOfferKey(offer => void this.offered(channel, offer));
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  private async offered(channel: Channel, { from, key }: KeyOffer): Promise<void> {
    const { name } = channel;
    const known = this.known.get(name) ?? new Set();
    this.known.set(name, known);
    if (known.has(key.channel)) return;
    if (known.size >= MAX_SHOWN || this.asking.has(name)) {
      this.log.warn('A new key was offered and not shown: there were too many.');
      return;
    }
    known.add(key.channel);
    this.asking.add(name);
    try {
      const move = vscode.l10n.t('Move');
      const who = from.name === undefined ? vscode.l10n.t('A member') : plain(from.name);
      const text = vscode.l10n.t(
        '{0} has renewed the key of {1}. Who does not move stays behind; what was said stays here.',
        who,
        plain(name),
      );
      const picked = await vscode.window.showInformationMessage(text, move, vscode.l10n.t('Stay'));
      // Meanwhile it may have been left, and another of its name joined.
      if (picked === move && this.channels.get(name) === channel) await this.channels.renew(name, key);
    } catch (thrown) {
      this.notifier.failed(thrown);
    } finally {
      this.asking.delete(name);
    }
  }
}
