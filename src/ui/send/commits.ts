import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { isRecord } from '../../base/guards';
import { LIMITS, type CommitNote } from '../../protocol/bodies';
import { plain } from '../plain';
import { headOf, type GitCommit, type GitRepository } from './gitApi';
import type { Parcel } from './parcel';
import { asked, askedSections, patchParcel, repositories, repositoryName } from './repositories';

/** Commits to choose from, the latest. */
const MAX_COMMITS = 50;
/** Characters of a hash that a person reads. */
const SHORT = 7;
/** Characters of a message; what is longer is no message. */
const MAX_MESSAGE = 10_000;

/** The tree without a file, which every git knows: by SHA-1, and by SHA-256. */
const EMPTY_TREES = [
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
];

function emptyTree(hash: string): string {
  return EMPTY_TREES.find(tree => tree.length === hash.length) ?? '';
}

function noteOf({ hash, message, authorName, authorDate }: GitCommit): CommitNote {
  const date = authorDate?.getTime();
  return {
    hash: hash.slice(0, LIMITS.id),
    message: message.trim().slice(0, MAX_MESSAGE),
    ...(authorName !== undefined && { author: authorName.slice(0, LIMITS.line) }),
    ...(date !== undefined && date >= 0 && { date }),
  };
}

async function chooseRepository(given: unknown): Promise<GitRepository | undefined> {
  const all = await repositories();
  const root = isRecord(given) && given['rootUri'] instanceof vscode.Uri ? given['rootUri'].toString() : undefined;
  const clicked = all.find(({ rootUri }) => rootUri.toString() === root);
  const [first] = all;
  if (clicked || all.length === 1) return clicked ?? first;
  const items = all.map(repository => ({ label: `$(repo) ${plain(repositoryName(repository))}`, repository }));
  const placeHolder = vscode.l10n.t('Which repository?');
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Send Commit'), placeHolder }))?.repository;
}

async function chooseCommit(commits: readonly GitCommit[]): Promise<GitCommit | undefined> {
  const items = commits.map(commit => ({
    label: `$(git-commit) ${plain(commit.message.split('\n')[0] ?? '')}`,
    description: commit.hash.slice(0, SHORT),
    detail: [plain(commit.authorName ?? ''), commit.authorDate?.toLocaleString() ?? ''].filter(Boolean).join(' · '),
    commit,
  }));
  const title = vscode.l10n.t('Send Commit');
  const placeHolder = vscode.l10n.t('Which commit?');
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return picked?.commit;
}

/** A commit as a patch: against its first parent, or against nothing where it is the first of all. */
export async function commitParcel(repository: GitRepository, commit: GitCommit): Promise<Parcel> {
  const before = commit.parents[0] ?? emptyTree(commit.hash);
  const sections = await askedSections(repository.diffBlobs(before, commit.hash));
  if (sections.length === 0) throw new AppError('input', 'This commit changes no file: there is nothing to send.');
  const head = headOf(repository);
  return patchParcel(repository, sections, { commit: noteOf(commit), ...(head && { repository: head }) });
}

/**
 * The commit that the person chooses, of the repository that was clicked or chosen.
 * @returns `undefined` when they gave up.
 * @throws AppError `input` when there is no repository, or no commit in it.
 */
export async function chosenCommitParcel(given: unknown): Promise<Parcel | undefined> {
  const repository = await chooseRepository(given);
  if (!repository) return undefined;
  if (repository.state.HEAD?.commit === undefined) {
    throw new AppError('input', 'There is no commit in this repository yet.');
  }
  const commit = await chooseCommit(await asked(repository.log({ maxEntries: MAX_COMMITS })));
  return commit && commitParcel(repository, commit);
}
