import * as vscode from 'vscode';
import type { Candidate, Concern } from './candidate';

/** The folders between a workspace folder and a file in it, and the file itself. */
function partsOf(uri: vscode.Uri): vscode.Uri[] {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const root = folder?.path.replace(/\/$/, '');
  if (!folder || root === undefined || !uri.path.startsWith(`${root}/`)) return [uri];
  const names = uri.path.slice(root.length + 1).split('/');
  return names.map((_, n) => folder.with({ path: `${root}/${names.slice(0, n + 1).join('/')}` }));
}

/** Concerns about files that stand where they are by a symbolic link only: what is sent may be kept elsewhere. */
export async function linkConcerns(candidates: readonly Candidate[]): Promise<Concern[]> {
  const known = new Map<string, Promise<boolean>>();
  const isLink = (uri: vscode.Uri): Promise<boolean> => {
    const key = uri.toString();
    const found = known.get(key) ?? statLink(uri);
    known.set(key, found);
    return found;
  };
  const all = candidates.map(async (candidate): Promise<Concern[]> => {
    const parts = candidate.uri ? partsOf(candidate.uri) : [];
    const links = await Promise.all(parts.map(isLink));
    return links.includes(true) ? [{ candidate, what: vscode.l10n.t('a symbolic link to somewhere else') }] : [];
  });
  return (await Promise.all(all)).flat();
}

async function statLink(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) !== 0;
  } catch {
    // Virtual, or gone: whoever reads it says so.
    return false;
  }
}
