import * as vscode from 'vscode';
import { AppError, messageOf, wordsOf } from '../../base/errors';
import { readReceivedPath } from '../../snippet/receivedPath';
import { gitApi } from '../send/gitApi';

/** How long the git extension may take where it only helps. Milliseconds. */
const GIT_WITHIN = 500;

/** A place in the workspace that a received path leads to. */
export interface WorkspacePlace {
  readonly uri: vscode.Uri;
  readonly exists: boolean;
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch (thrown) {
    // Of another kind of failure nothing can be known either, and what is tried then says what it is.
    if (thrown instanceof vscode.FileSystemError) return undefined;
    throw thrown;
  }
}

/**
 * Follows a path that arrived, below a folder the person chose. @throws AppError `input` when it is not harmless, or
 * leads through a symbolic link: where that goes cannot be told here.
 */
export async function placeBelow(root: vscode.Uri, path: string): Promise<WorkspacePlace> {
  const read = readReceivedPath(path);
  if ('reason' in read) throw AppError.of('input', read.reason);
  let uri = root;
  for (const [index, segment] of read.segments.entries()) {
    uri = vscode.Uri.joinPath(uri, segment);
    const type = await typeOf(uri);
    if (type === undefined) return { uri: vscode.Uri.joinPath(root, ...read.segments), exists: false };
    if (type & vscode.FileType.SymbolicLink) {
      throw new AppError('input', '{0} leads through a symbolic link, which is not followed for others.', [path]);
    }
    const isLast = index === read.segments.length - 1;
    if (isLast === ((type & vscode.FileType.Directory) !== 0)) {
      throw isLast
        ? new AppError('input', '{0} is a folder here.', [path])
        : new AppError('input', '{0} leads through a file here.', [path]);
    }
  }
  return { uri, exists: true };
}

/** Finds the files that others speak of in the folders of this window, and nowhere else. */
export class WorkspaceFiles {
  /** @param findRoots the folders that paths may be counted from. */
  constructor(private readonly findRoots = workspaceRoots) {}

  /**
   * Where a path leads: to a file that is there, else to where it would be in the first folder.
   * @throws AppError `input` when it leads nowhere that may be used, or no folder is open.
   */
  async find(path: string): Promise<WorkspacePlace> {
    return this.findBelow(await this.roots(), path);
  }

  /** The folder that a patch is about: the one that has most of its files. @throws AppError as `find`. */
  async rootOf(paths: readonly string[]): Promise<vscode.Uri> {
    const roots = await this.roots();
    let best: { root: vscode.Uri; count: number } | undefined;
    for (const root of roots) {
      const found = await Promise.all(paths.map(path => this.isThere(root, path)));
      const count = found.filter(Boolean).length;
      if (!best || count > best.count) best = { root, count };
    }
    if (!best) throw noFolder();
    return best.root;
  }

  /** Where a path leads below one root. @throws AppError as `find`. */
  async below(root: vscode.Uri, path: string): Promise<WorkspacePlace> {
    return this.findBelow([root], path);
  }

  private async roots(): Promise<readonly vscode.Uri[]> {
    if (!vscode.workspace.workspaceFolders?.length) throw noFolder();
    return this.findRoots();
  }

  private async findBelow(roots: readonly vscode.Uri[], path: string): Promise<WorkspacePlace> {
    let missing: WorkspacePlace | undefined;
    let trouble: unknown;
    for (const root of roots) {
      const place = await this.within(root, path).catch((thrown: unknown) => {
        trouble ??= thrown;
        return undefined;
      });
      if (place?.exists) return place;
      missing ??= place;
    }
    if (trouble !== undefined) throw trouble instanceof Error ? trouble : new Error(messageOf(trouble));
    if (!missing) throw new AppError('input', '{0} is not inside the folders of this window.', [path]);
    return missing;
  }

  /** A repository may begin above its workspace folder: what lies outside of that is not for others. */
  private async within(root: vscode.Uri, path: string): Promise<WorkspacePlace | undefined> {
    const read = readReceivedPath(path);
    if ('reason' in read) throw AppError.of('input', read.reason);
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.joinPath(root, ...read.segments));
    if (!folder) return undefined;
    const isAbove = !`${root.path}/`.startsWith(`${folder.uri.path.replace(/\/$/, '')}/`);
    if (!isAbove) return placeBelow(root, path);
    const rest = vscode.Uri.joinPath(root, ...read.segments).path.slice(folder.uri.path.length + 1);
    return placeBelow(folder.uri, rest);
  }

  private async isThere(root: vscode.Uri, path: string): Promise<boolean> {
    const place = await this.within(root, path).catch(() => undefined);
    return place?.exists === true;
  }
}

/** Workspace folders, and the roots of repositories that are in one or have one in them. */
async function workspaceRoots(): Promise<readonly vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const roots = new Map(folders.map(({ uri }) => [uri.toString(), uri]));
  for (const { rootUri } of (await gitApi(GIT_WITHIN))?.repositories ?? []) roots.set(rootUri.toString(), rootUri);
  return [...roots.values()];
}

function noFolder(): AppError {
  return new AppError('input', 'No folder is open in this window: open the one that has this file.');
}

/** A text file as the editor has it, unsaved changes included. @throws AppError `input` when it is not text. */
export async function openText(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (thrown) {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    throw new AppError('input', '{0} cannot be opened as text: {1}', [name, wordsOf(thrown)], { cause: thrown });
  }
}
