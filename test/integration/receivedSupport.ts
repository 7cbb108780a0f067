import * as vscode from 'vscode';
import type { SnippetRange } from '../../src/protocol/bodies';
import type { CommandId } from '../../src/ui/contributions';
import { delay, workspaceFile, type Bench, type Observer } from './support';

const { executeCommand } = vscode.commands;

/** VS Code tells nobody when its own lists and previews are ready. Milliseconds. */
const LOOK_AGAIN = 100;

/** A plain client that sends code as a peer does, to this window alone, as that is confirmed when it is here. */
export class Peer {
  private seq = 0;

  private constructor(
    readonly observer: Observer,
    private readonly uid: string,
    private readonly channel: string,
  ) {}

  /** Joins a channel, and lets the window under test join it. */
  static async meet(bench: Bench, channel: string): Promise<Peer> {
    const observer = await bench.observe(channel, 'as=Grace&announce=true');
    await executeCommand('liveChannels.joinChannel', channel);
    const { uid } = await observer.sees(frame => frame.type === 'join' && frame.alias === 'Ada');
    if (uid === undefined) throw new Error('The window under test has no uid.');
    return new Peer(observer, uid, channel);
  }

  /** Sends something and waits until it is there. @returns the hint that commands take. */
  async sends(body: Record<string, unknown>): Promise<{ channel: string; entry: string }> {
    const seq = ++this.seq;
    const id = `${this.channel}-content-${seq}`;
    const session = `${this.channel}-grace`;
    this.observer.send({ text: 'x', ...body, id, session, seq, at: Date.now(), direct: true }, this.uid);
    await this.observer.hears({ type: 'receipt', id });
    return { channel: this.channel, entry: id };
  }

  async sendsCode(path: string, ranges: SnippetRange[], more: Record<string, unknown> = {}) {
    return this.sends({ type: 'snippet', path, language: 'typescript', ranges, ...more });
  }

  async sendsPatch(diff: string) {
    return this.sends({ type: 'patch', title: 'changes', diff });
  }
}

/** Whole lines of code, from a line that counts from 1. */
export function lines(startLine: number, code: string, was?: string): SnippetRange {
  const rows = (was ?? code).split('\n');
  const endLine = startLine + rows.length - 1;
  const endColumn = (rows.at(-1) ?? '').length + 1;
  return { startLine, startColumn: 1, endLine, endColumn, code, ...(was !== undefined && { was }) };
}

/** Does something again and again until a command has ended, or what it is for has happened. */
async function until(done: Thenable<unknown>, act: () => Promise<unknown>, happened = () => false): Promise<void> {
  const ended = Promise.resolve(done).then(() => true);
  let isOver = false;
  while (!isOver && !happened()) {
    await act();
    isOver = await Promise.race([ended, delay(LOOK_AGAIN).then(() => false)]);
  }
}

function isPreviewShown(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  return tabs.some(({ label }) => label.startsWith('Refactor Preview'));
}

/** Runs a command whose changes VS Code previews; ticks each of its files and applies them, as a person would. */
export async function applied(id: CommandId, hint: unknown, files = 1): Promise<void> {
  const done = executeCommand(id, hint);
  const look = async () => {
    try {
      await executeCommand('list.focusFirst');
      await executeCommand('list.select');
    } catch {
      // A list that is still empty has no first item.
    }
  };
  await until(done, look, isPreviewShown);
  await executeCommand('refactorPreview.focus');
  await executeCommand('list.collapseAll');
  await executeCommand('list.focusFirst');
  for (let file = 0; file < files; file++) {
    if (file > 0) await executeCommand('list.focusDown');
    await executeCommand('refactorPreview.toggleCheckedState');
  }
  await executeCommand('refactorPreview.apply');
  await done;
}

/** The same, and it is discarded when it has been seen. */
export async function discarded(id: CommandId, hint: unknown): Promise<void> {
  await until(executeCommand(id, hint), async () => executeCommand('refactorPreview.discard'));
}

/** Runs a command that asks, and takes the first answer of each list and dialog. */
export async function accepted(id: CommandId, hint?: unknown): Promise<void> {
  await until(executeCommand(id, hint), async () => executeCommand('workbench.action.acceptSelectedQuickOpenItem'));
}

export async function write(path: string, content: string): Promise<vscode.Uri> {
  const uri = workspaceFile(path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

export async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
}

/** What the editor has of a file, unsaved or not. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

export function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error('No editor is active.');
  return editor;
}

/** Saves all and closes it, so that the next test begins with nothing open. */
export async function closeAll(): Promise<void> {
  await vscode.workspace.saveAll(false);
  await executeCommand('workbench.action.closeAllEditors');
}
