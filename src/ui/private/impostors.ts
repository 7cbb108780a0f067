import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Channel } from '../../session/channel';
import { run } from '../commandRegistry';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import type { Verified } from './verified';
import { Warnings } from './warnings';

/** Warns of somebody who has the name of a verified person and another device. */
export class Impostors implements Disposable {
  private readonly store = new DisposableStore();
  private readonly warnings = new Warnings();

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
      const done = this.warnings.begin(channel, name, device);
      if (done) void this.warn(channel, uid, name).finally(done);
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
