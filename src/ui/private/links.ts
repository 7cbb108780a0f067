import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle';
import type { Notifier } from '../notifier';
import type { Ask } from './openInvitation';
import type { PrivateTools } from './tools';

/** After a no, a page that opens links one after the other is not heard for a while. Milliseconds. */
const QUIET_AFTER_NO = 3_000;

/**
 * Takes the links to this extension that anything on this computer may open: web pages, mails, programs. All they can do is
 * to ask the person to join a channel, one at a time.
 */
export class InvitationLinks implements vscode.UriHandler, Disposable {
  private asking = false;
  private deafUntil = 0;
  private disposed = false;

  constructor(
    private readonly tools: PrivateTools,
    private readonly notifier: Notifier,
    private readonly log: vscode.LogOutputChannel,
    private readonly ask?: Ask,
  ) {}

  async handleUri(uri: vscode.Uri): Promise<void> {
    if (this.disposed) return;
    if (this.asking || Date.now() < this.deafUntil) {
      // Not what it says: it may hold a key.
      this.log.warn('A link was dropped: another one had just been asked about.');
      return;
    }
    this.asking = true;
    try {
      await this.open(uri);
    } catch (thrown) {
      this.notifier.failed(thrown);
    } finally {
      this.asking = false;
    }
  }

  dispose(): void {
    this.disposed = true;
  }

  private async open(uri: vscode.Uri): Promise<void> {
    const [{ readLink }, { askModally, openInvitation }] = await Promise.all([
      import('../../session/invitation'),
      import('./openInvitation'),
    ]);
    const own = { scheme: vscode.env.uriScheme, authority: this.tools.extension };
    const joined = await openInvitation(readLink(uri, own), this.tools, this.ask ?? askModally);
    if (!joined) this.deafUntil = Date.now() + QUIET_AFTER_NO;
  }
}
