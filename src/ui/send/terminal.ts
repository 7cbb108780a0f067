import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { stripAnsi } from '../../snippet/ansi';
import type { Parcel } from './parcel';
import { snippetParcel } from './selection';

/**
 * What is selected in the terminal in front. VS Code has no stable API for that (`Terminal.selection` is a proposal), so
 * it is copied by VS Code's own command, and the clipboard gets back what was in it at once. It is borrowed for some
 * milliseconds only; an image in it could not be given back, as an extension sees nothing but text there.
 */
async function copiedSelection(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  try {
    // Nothing selected leaves the clipboard as it is: then it must not be what was there before.
    await clipboard.writeText('');
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    return await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
}

/** A terminal's text as a snippet, without colours and what stands to the right of lines. */
export function terminalParcel(raw: string): Parcel {
  const text = stripAnsi(raw)
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
  if (text === '') {
    throw new AppError('input', 'Nothing is selected in the terminal: select the lines to send.');
  }
  const lines = text.split('\n');
  const range = {
    startLine: 1,
    startColumn: 1,
    endLine: lines.length,
    endColumn: (lines.at(-1)?.length ?? 0) + 1,
    code: text,
  };
  const label = vscode.l10n.t('Terminal selection');
  return { ...snippetParcel({ terminal: true }, [range], [{ label, text, startLine: 1 }]), what: label };
}

/** What is selected in the terminal. @throws AppError `input` when there is no terminal, or nothing is selected. */
export async function terminalSelectionParcel(): Promise<Parcel> {
  if (!vscode.window.activeTerminal) {
    throw new AppError('input', 'No terminal is open: open one and select the lines to send.');
  }
  return terminalParcel(await copiedSelection());
}
