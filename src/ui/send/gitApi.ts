import * as vscode from 'vscode';
import { LIMITS, type Repository } from '../../protocol/bodies';

/** The part of VS Code's git extension's API, version 1, that is used here. Its own `git.d.ts` has the whole. */
export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
}

export interface GitChange {
  readonly uri: vscode.Uri;
  readonly status: number;
}

/** The value of `GitChange.status` for a file that git does not follow yet. */
export const UNTRACKED = 7;

export interface GitCommit {
  readonly hash: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly authorName?: string;
  readonly authorDate?: Date;
}

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD: { readonly name?: string; readonly commit?: string } | undefined;
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    /** Only where the setting `git.untrackedChanges` keeps them apart. */
    readonly untrackedChanges?: readonly GitChange[];
  };
  /** Looks anew at what has changed. */
  status(): Promise<void>;
  /** `git diff`, with `--cached` where so said. */
  diff(cached?: boolean): Promise<string>;
  /** `git diff -- path`: the file against the index. */
  diffWithHEAD(path: string): Promise<string>;
  /** `git diff ref -- path`. */
  diffWith(ref: string, path: string): Promise<string>;
  /** `git diff --cached -- path`. */
  diffIndexWithHEAD(path: string): Promise<string>;
  /** `git diff one two`, of blobs, trees or commits. */
  diffBlobs(one: string, two: string): Promise<string>;
  log(options: { maxEntries: number }): Promise<GitCommit[]>;
  /** Those of these paths that git ignores; a tracked file is never ignored. */
  checkIgnore(paths: string[]): Promise<Set<string>>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** How long a window's repositories may take to be found. Milliseconds. */
const FOUND_WITHIN = 5_000;
/** The same where a repository is only something to mention. Milliseconds. */
const MENTIONED_WITHIN = 500;

async function initialized(git: GitApi, limit: number): Promise<void> {
  if (git.state === 'initialized') return;
  await new Promise<void>(resolve => {
    const done = () => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(done, limit);
    const listener = git.onDidChangeState(done);
  });
}

/** The git extension, activated if need be; `undefined` where there is none, or it is off or finds no git. */
export async function gitApi(limit = FOUND_WITHIN): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  try {
    const exported = await extension.activate();
    if (!exported.enabled) return undefined;
    const git = exported.getAPI(1);
    await initialized(git, limit);
    return git;
  } catch {
    // It throws when it was switched off or there is no git on the machine: that is how it says so.
    return undefined;
  }
}

/** Branch and commit of the repository that a file is in, as far as they are known at once. */
export async function repositoryOf(uri: vscode.Uri): Promise<Repository | undefined> {
  if (uri.scheme !== 'file' && uri.scheme !== 'vscode-remote') return undefined;
  const repository = (await gitApi(MENTIONED_WITHIN))?.getRepository(uri);
  return repository ? headOf(repository) : undefined;
}

/** What is checked out; `undefined` where there is no commit yet. */
export function headOf({ state: { HEAD: head } }: GitRepository): Repository | undefined {
  if (!head) return undefined;
  const branch = head.name?.slice(0, LIMITS.line);
  const commit = head.commit?.slice(0, LIMITS.id);
  if (branch === undefined && commit === undefined) return undefined;
  return { ...(branch !== undefined && { branch }), ...(commit !== undefined && { commit }) };
}
