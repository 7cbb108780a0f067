import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { SendGuard } from '../guard/sendGuard';
import { plain } from '../plain';
import { targetLabel, type Target, type TargetHint, type TargetPicker } from '../targets';
import { askText } from '../textInput';
import type { Parcel } from './parcel';

/** A short word in the status bar that something went out. Milliseconds. */
export const SENT_SHOWN = 4_000;

function titleOf({ what }: Parcel): string {
  return vscode.l10n.t('Send {0}', plain(what));
}

/** What the status bar says of what was just handed over. */
export function sentText(target: Target): string {
  const label = targetLabel(target);
  return target.channel.view.state === 'online'
    ? vscode.l10n.t('$(check) Sent to {0}', label)
    : vscode.l10n.t('$(clock) Waits for a connection: {0}', label);
}

/** The one way that code takes out of the window: to whom, may it go, a comment, and gone. */
export class Sender {
  constructor(
    private readonly targets: TargetPicker,
    private readonly guard: Pick<SendGuard, 'review' | 'reviewTyped'>,
  ) {}

  /**
   * Asks where it goes unless the hint says so, lets the guard look, asks for a comment unless the hint has one.
   * @throws AppError `input` or `offline` when it cannot be sent.
   */
  async send(parcel: Parcel, hint?: TargetHint): Promise<void> {
    // What cannot be sent is said before anything is asked.
    parcel.drafts('');
    const target = await this.targets.pick(titleOf(parcel), hint);
    if (target) await this.deliver(parcel, target, hint?.text);
  }

  /** Sends to where the last one went, with no question; asks where there was none or it is gone. */
  async sendToLast(parcel: Parcel): Promise<void> {
    parcel.drafts('');
    const last = this.targets.last();
    if (last && 'channel' in last) {
      await this.deliver(parcel, last, '');
      return;
    }
    const target = await this.targets.pick(last ? vscode.l10n.t('{0} To whom now?', last.gone) : titleOf(parcel));
    if (target) await this.deliver(parcel, target, '');
  }

  private async deliver(parcel: Parcel, target: Target, comment: string | undefined): Promise<void> {
    const label = targetLabel(target);
    if (!(await this.guard.review(parcel.candidates, label))) return;
    let sent = 0;
    const send = async (text: string) => {
      await this.guard.reviewTyped(text, label);
      // When one of several cannot be taken over, the next try goes on there.
      for (const draft of parcel.drafts(text).slice(sent)) {
        target.channel.send(draft, target.person?.uid);
        sent++;
      }
    };
    if (comment !== undefined) await send(comment);
    else if (!(await this.askComment(parcel, label, send))) return;
    await this.targets.remember(target);
    vscode.window.setStatusBarMessage(sentText(target), SENT_SHOWN);
  }

  private askComment({ what, note }: Parcel, label: string, send: (text: string) => Promise<void>): Promise<boolean> {
    const prompt = vscode.l10n.t('Enter to send, with a comment if you like.');
    return askText(
      {
        title: vscode.l10n.t('Send {0} to {1}', plain(what), label),
        prompt: note === undefined ? prompt : `${plain(note)} ${prompt}`,
        placeholder: vscode.l10n.t('Comment (optional)'),
        optional: true,
      },
      send,
    );
  }
}

/** The sentence for what needs an editor. */
export function noEditor(): AppError {
  return new AppError('input', 'No editor is open: open a file and select the code to send.');
}
