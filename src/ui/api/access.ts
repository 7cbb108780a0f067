import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { Emitter } from '../../base/event';
import { isRecord } from '../../base/guards';
import type { Disposable } from '../../base/lifecycle';
import { plain } from '../plain';

/** What the person has said of an extension. */
export type Answer = 'allowed' | 'denied';

const ACCESS = 'liveChannels.extensionAccess';

function asAnswer(value: unknown): Answer | undefined {
  return value === 'allowed' || value === 'denied' ? value : undefined;
}

/**
 * Which extensions may use the channels of this person: asked once, remembered on this computer. Extensions share one
 * process, so this keeps honest ones honest and the person informed; it cannot stop a malicious one.
 */
export class Access implements Disposable {
  private readonly changed = new Emitter<string>();
  /** The answer for the extension with this id is another one. */
  readonly onDidChange = this.changed.event;
  private readonly asking = new Map<string, Promise<void>>();
  /** Closed without an answer: not asked again before this window is reloaded. */
  private readonly dismissed = new Set<string>();
  /** Those that have come for the API since this window was opened. */
  private readonly seen = new Set<string>();

  constructor(private readonly state: vscode.Memento) {}

  /** All that have an answer or could be given one. */
  get ids(): string[] {
    return [...new Set([...Object.keys(this.stored), ...this.seen])].sort();
  }

  /** An extension wants to use the API some time. */
  note(id: string): void {
    this.seen.add(id);
  }

  answer(id: string): Answer | undefined {
    return asAnswer(this.stored[id]);
  }

  /** @param answer `undefined`: the extension is to ask again. */
  async set(id: string, answer: Answer | undefined): Promise<void> {
    const others = Object.entries(this.stored).filter(([other]) => other !== id);
    await this.state.update(ACCESS, Object.fromEntries(answer === undefined ? others : [...others, [id, answer]]));
    this.dismissed.delete(id);
    this.changed.fire(id);
  }

  /**
   * Asks unless that was answered. Who calls while the person is being asked waits for the same answer.
   * @throws AppError `denied`.
   */
  async need(id: string): Promise<void> {
    if (this.answer(id) === undefined && !this.dismissed.has(id)) {
      const asked = this.asking.get(id) ?? this.ask(id).finally(() => this.asking.delete(id));
      this.asking.set(id, asked);
      await asked;
    }
    if (this.answer(id) === 'allowed') return;
    throw new AppError(
      'denied',
      '{0} may not use your channels: run “Live Channels: Manage Access of Extensions…” to change that.',
      [extensionName(id)],
    );
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Enter presses the first button, so that one gives nothing away; Escape leaves it open. */
  private async ask(id: string): Promise<void> {
    const [deny, allow] = [vscode.l10n.t('Deny'), vscode.l10n.t('Allow')];
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('May the extension “{0}” ({1}) use your channels?', plain(extensionName(id)), id),
      { modal: true, detail: whatItMeans() },
      deny,
      allow,
    );
    if (chosen === undefined) this.dismissed.add(id);
    else await this.set(id, chosen === allow ? 'allowed' : 'denied');
  }

  private get stored(): Readonly<Record<string, unknown>> {
    const found: unknown = this.state.get(ACCESS);
    return isRecord(found) ? found : {};
  }
}

function whatItMeans(): string {
  return [
    vscode.l10n.t('It could then, without asking again:'),
    vscode.l10n.t('• see which channels you are in and who is there, and read what comes in, also in private channels'),
    vscode.l10n.t('• send text and code under your name, join open channels and leave channels'),
    vscode.l10n.t('It is never given the keys of private channels. “Manage Access of Extensions…” changes this later.'),
  ].join('\n\n');
}

/** As VS Code lists it; its id where it is not installed any more. */
export function extensionName(id: string): string {
  const manifest: unknown = vscode.extensions.getExtension(id)?.packageJSON;
  const name = isRecord(manifest) ? manifest['displayName'] : undefined;
  return typeof name === 'string' && name !== '' ? name : id;
}
