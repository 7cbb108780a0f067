import * as vscode from 'vscode';
import { newFilePatch, type PatchSection } from '../../snippet/patchSections';
import { headOf, UNTRACKED, type GitChange, type GitRepository } from './gitApi';
import { leftOutNote, type Parcel } from './parcel';
import { askedSections, patchParcel } from './repositories';

/** `unstaged`: the working tree against the index. `all`: the working tree against the last commit. */
export type Scope = 'unstaged' | 'staged' | 'all';

/** Which changes: of some files, or without `files` of the whole repository. */
export interface Changes {
  repository: GitRepository;
  scope: Scope;
  files?: readonly vscode.Uri[];
}

/** Files that git does not follow yet, in one patch. */
const MAX_UNTRACKED = 200;
/** Bytes of such a file: a larger one is hardly a change that somebody wrote. */
const MAX_UNTRACKED_SIZE = 1024 * 1024;

/** Files that are new and not staged: git's own diff has nothing of them. */
export function untracked({ state }: GitRepository): GitChange[] {
  return [...state.workingTreeChanges.filter(({ status }) => status === UNTRACKED), ...(state.untrackedChanges ?? [])];
}

/** Whether two URIs are the same file. */
export function sameFile(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}

/** Where a file is in its repository, with `/`. */
function pathIn({ rootUri }: GitRepository, uri: vscode.Uri): string {
  return uri.path.slice(rootUri.path.replace(/\/+$/, '').length + 1);
}

function diff(repository: GitRepository, scope: Scope, file: vscode.Uri | undefined): Promise<string> {
  switch (scope) {
    case 'unstaged':
      return file ? repository.diffWithHEAD(file.fsPath) : repository.diff();
    case 'staged':
      return file ? repository.diffIndexWithHEAD(file.fsPath) : repository.diff(true);
    case 'all':
      // The root itself would come out as an empty path, which git refuses.
      return repository.diffWith('HEAD', file?.fsPath ?? '.');
  }
}

/** The patch that makes an untracked file; text only of what is read without loss. */
async function newFile(repository: GitRepository, uri: vscode.Uri): Promise<PatchSection> {
  const path = pathIn(repository, uri);
  const { size, type } = await vscode.workspace.fs.stat(uri);
  const unusable: PatchSection = { path, text: '', unusable: 'binary' };
  if (size > MAX_UNTRACKED_SIZE || type !== vscode.FileType.File) return unusable;
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (bytes.includes(0)) return unusable;
  try {
    // A byte order mark stays: the file is to be the same, byte by byte.
    return newFilePatch(path, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return unusable;
  }
}

function unsavedNote(repository: GitRepository, files: readonly vscode.Uri[] | undefined): string | undefined {
  const root = `${repository.rootUri.toString().replace(/\/+$/, '')}/`;
  const names = vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && uri.toString().startsWith(root))
    .filter(({ uri }) => !files || files.some(file => sameFile(file, uri)))
    .map(({ uri }) => pathIn(repository, uri));
  return names.length > 0 ? vscode.l10n.t('What is not saved is not in it: {0}.', names.join(', ')) : undefined;
}

/** Changes as a patch. @throws AppError `input` when there are none, or git cannot tell. */
export async function changesParcel({ repository, scope, files }: Changes): Promise<Parcel> {
  const sections: PatchSection[] = [];
  for (const file of files ?? [undefined]) sections.push(...(await askedSections(diff(repository, scope, file))));
  const wanted = ({ uri }: GitChange) => !files || files.some(file => sameFile(file, uri));
  const added = scope === 'staged' ? [] : untracked(repository).filter(wanted);
  for (const { uri } of added.slice(0, MAX_UNTRACKED)) sections.push(await newFile(repository, uri));
  const more = added.slice(MAX_UNTRACKED).map(({ uri }) => pathIn(repository, uri));
  const head = headOf(repository);
  return patchParcel(
    repository,
    sections,
    { ...(scope === 'staged' && { staged: true }), ...(head && { repository: head }) },
    [leftOutNote(more), scope === 'staged' ? undefined : unsavedNote(repository, files)],
  );
}
