import * as vscode from 'vscode';

/** A folder for one channel: a name says nothing of it, and fits every file system. It may not be there yet. */
export async function folderOf(parent: vscode.Uri, channel: string): Promise<vscode.Uri> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(channel));
  const name = [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return vscode.Uri.joinPath(parent, name);
}
