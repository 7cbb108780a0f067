import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { CommandId } from '../contributions';
import type { JoinedChannels } from '../joinedChannels';
import type { TargetPicker } from '../targets';

/** A kind of its own: it is in the list of code actions, and neither a quick fix nor a refactoring. */
const KIND = vscode.CodeActionKind.Empty.append('liveChannels');

function action(title: string, command: CommandId): vscode.CodeAction {
  const made = new vscode.CodeAction(title, KIND);
  made.command = { command, title };
  return made;
}

/**
 * Offers to send what is selected, or the diagnostic under the cursor. It does nothing until it is chosen. The light bulb
 * is left to others: where only a selection is, it is offered when the person asks for the list.
 */
export class SendActions implements vscode.CodeActionProvider, Disposable {
  private readonly store = new DisposableStore();

  /** Nothing is offered before the first channel is joined. */
  constructor(
    channels: Pick<JoinedChannels, 'onDidJoin'>,
    private readonly targets: Pick<TargetPicker, 'lastLabel'>,
  ) {
    const first = this.store.add(
      channels.onDidJoin(() => {
        first.dispose();
        const metadata = { providedCodeActionKinds: [KIND] };
        this.store.add(vscode.languages.registerCodeActionsProvider('*', this, metadata));
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  provideCodeActions(
    _document: vscode.TextDocument,
    range: vscode.Range | vscode.Selection,
    { diagnostics, triggerKind }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const actions: vscode.CodeAction[] = [];
    if (diagnostics.length > 0) {
      actions.push(action(vscode.l10n.t('Send Diagnostics to Channel…'), 'liveChannels.sendDiagnostics'));
    }
    if (range.isEmpty || triggerKind !== vscode.CodeActionTriggerKind.Invoke) return actions;
    const last = this.targets.lastLabel();
    if (last !== undefined) {
      actions.push(action(vscode.l10n.t('Send Selection to {0}', last), 'liveChannels.sendToLast'));
    }
    actions.push(action(vscode.l10n.t('Send Selection to Channel…'), 'liveChannels.sendSelection'));
    return actions;
  }
}
