import * as vscode from 'vscode';
import type { CommandId } from '../contributions';
import type { CommandRegistry } from '../commandRegistry';
import { asTargetHint } from '../targets';
import type { Parcel } from './parcel';
import type { Sender } from './sender';

/** The files that the Explorer, a tab or a caller hands to a command: the one clicked, and all that are selected. */
function filesOf(clicked: unknown, selected: unknown): vscode.Uri[] {
  if (Array.isArray(selected) && selected.length > 0) return selected.filter(item => item instanceof vscode.Uri);
  return clicked instanceof vscode.Uri ? [clicked] : [];
}

/** Commands that send code: each gathers its kind of thing, in a file that is loaded then, and hands it to the sender. */
export function registerSendCommands(registry: CommandRegistry, sender: Sender): void {
  const source = (id: CommandId, gather: (...args: unknown[]) => Promise<Parcel | undefined>): void => {
    registry.register(id, async (...args) => {
      const parcel = await gather(...args);
      if (parcel) await sender.send(parcel, asTargetHint(args[0]));
    });
  };

  source('liveChannels.sendSelection', async () => {
    const { selectionParcel } = await import('./selection');
    return selectionParcel();
  });
  registry.register('liveChannels.sendToLast', async () => {
    const { selectionParcel } = await import('./selection');
    await sender.sendToLast(await selectionParcel());
  });
  source('liveChannels.sendFile', async (clicked, selected) => {
    const { activeFile, filesOrFolderParcel } = await import('./files');
    const given = filesOf(clicked, selected);
    return filesOrFolderParcel(given.length > 0 ? given : [activeFile()]);
  });
  source('liveChannels.sendChanges', async (...args) => {
    const [{ chooseChanges }, { changesParcel }] = await Promise.all([import('./chooseChanges'), import('./changes')]);
    const changes = await chooseChanges(args);
    return changes && changesParcel(changes);
  });
  source('liveChannels.sendCommit', async clicked => {
    const { chosenCommitParcel } = await import('./commits');
    return chosenCommitParcel(clicked);
  });
  source('liveChannels.sendDiagnostics', async () => {
    const { diagnosticsAtCursor } = await import('./diagnostics');
    return diagnosticsAtCursor();
  });
  source('liveChannels.sendTerminalSelection', async () => {
    const { terminalSelectionParcel } = await import('./terminal');
    return terminalSelectionParcel();
  });
  source('liveChannels.sendCell', async clicked => {
    const { cellParcel, chosenCell } = await import('./notebook');
    return cellParcel(chosenCell(clicked));
  });
  source('liveChannels.sendImage', async (clicked, selected) => {
    const { chosenImageParcel, imageFileParcel, pastedImageParcel } = await import('./images');
    if (typeof selected === 'string') return pastedImageParcel(selected);
    const [file] = filesOf(clicked, selected);
    return file ? imageFileParcel(file) : chosenImageParcel();
  });
}
