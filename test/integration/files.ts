import * as vscode from 'vscode';
import { randomId } from '../../src/base/encoding';
import { control } from './control';
import { workspaceFile } from './support';

const { fs } = vscode.workspace;

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A folder of a test's own beside the workspace, which the runner removes with it. It is there once something is in it. */
export function tempFolder(): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFile(''), '..', `temp-${randomId()}`);
}

export async function readText(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await fs.readFile(uri));
}

/** All files in a folder and those in it; none where there is no folder. */
export async function filesIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const entries = await Promise.resolve(fs.readDirectory(folder)).catch(() => []);
  const found = entries.map(async ([name, type]) => {
    const uri = vscode.Uri.joinPath(folder, name);
    return type === vscode.FileType.Directory ? filesIn(uri) : [uri];
  });
  return (await Promise.all(found)).flat();
}

export async function removeAll(folder: vscode.Uri): Promise<void> {
  await Promise.resolve(fs.delete(folder, { recursive: true })).catch(() => undefined);
}

/** Makes a symbolic link, which VS Code itself cannot. */
export async function link(target: vscode.Uri, at: vscode.Uri): Promise<void> {
  await control('POST', '/links', { target: target.fsPath, at: at.fsPath });
}
