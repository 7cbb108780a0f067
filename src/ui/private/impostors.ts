import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Channel } from '../../session/channel';
import { run } from '../commandRegistry';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import type { Verified } from './verified';

/** People that this window has warned of; beyond it the mark beside their names has to do. */
const MAX_TOLD = 50;

/** Warns, once each, of somebody who has the name of a verified person and another device. */
export class Impostors implements Disposable {
  private readonly store = new DisposableStore();
  private readonly told = new Set<string>();

  constructor(
    channels: JoinedChannels,
    private readonly verified: Verified,
  ) {
    this.store.add(channels.onDidChange(channel => this.check(channel)));
  }

  dispose(): void {
    this.store.dispose();
  }

  private check({ name: channel, view }: Channel): void {
    for (const person of view.people) {
      const { uid, name, device } = person;
      // Who has just come says their name and their device in one: without a device they are without one.
      if (uid === undefined || this.verified.stateOf(person, view.privacy) !== 'changed') continue;
      const known = JSON.stringify([channel, name, device]);
      if (this.told.has(known) || this.told.size >= MAX_TOLD) continue;
      this.told.add(known);
      void this.warn(channel, uid, name);
    }
  }

  private async warn(channel: string, uid: string, name: string): Promise<void> {
    const verify = vscode.l10n.t('Verify…');
    const text = vscode.l10n.t(
      '{0} in {1} is on another device than the one that you verified: a new computer, or somebody else.',
      plain(name),
      plain(channel),
    );
    const picked = await vscode.window.showWarningMessage(text, verify);
    if (picked === verify) await run('liveChannels.verifyPerson', { channel, uid });
  }
}
