import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { isRecord } from '../../base/guards';
import { plain } from '../plain';
import { sameFile, untracked, type Changes, type Scope } from './changes';
import type { GitRepository } from './gitApi';
import { asked, repositories, repositoryName } from './repositories';

/** The groups of VS Code's Source Control view that git has, by their ids. */
const GROUPS: Record<string, Scope> = { index: 'staged', workingTree: 'unstaged', untracked: 'unstaged' };
/** What git's own items say of their group, where they do: merge, index, working tree, untracked. */
const INDEX_TYPE = 1;

interface Found {
  uri: vscode.Uri;
  scope: Scope | undefined;
}

/** The file of a `SourceControlResourceState`, and its group as far as it tells. */
function asState(value: unknown): Found | undefined {
  if (!isRecord(value) || !(value['resourceUri'] instanceof vscode.Uri)) return undefined;
  const type = value['resourceGroupType'];
  const scope = typeof type !== 'number' ? undefined : type === INDEX_TYPE ? 'staged' : 'unstaged';
  return { uri: value['resourceUri'], scope };
}

function inStaged({ state }: GitRepository, uri: vscode.Uri): boolean {
  return state.indexChanges.some(change => sameFile(change.uri, uri));
}

function inWorkingTree(repository: GitRepository, uri: vscode.Uri): boolean {
  const changes = [...repository.state.workingTreeChanges, ...untracked(repository)];
  return changes.some(change => sameFile(change.uri, uri));
}

function owner(all: readonly GitRepository[], uri: vscode.Uri): GitRepository | undefined {
  const holds = ({ rootUri }: GitRepository) => `${uri.path}/`.startsWith(`${rootUri.path.replace(/\/+$/, '')}/`);
  // The innermost: a submodule is a repository inside another.
  return all.filter(holds).toSorted((a, b) => b.rootUri.path.length - a.rootUri.path.length)[0];
}

/** What the Source Control view hands over: files, a group of them, or a repository. */
function given(all: readonly GitRepository[], args: readonly unknown[]): Changes | GitRepository | undefined {
  const [first] = args;
  if (isRecord(first) && Array.isArray(first['resourceStates'])) {
    const states = first['resourceStates'].flatMap(state => asState(state) ?? []);
    const repository = states[0] && owner(all, states[0].uri);
    if (!repository) throw new AppError('input', 'There are no changes to send.');
    const scope = GROUPS[String(first['id'])] ?? 'unstaged';
    // A whole group is one question to git, unless what git does not follow yet is a group of its own.
    const whole = first['id'] !== 'untracked' && (repository.state.untrackedChanges ?? []).length === 0;
    return { repository, scope, ...(!whole && { files: states.map(({ uri }) => uri) }) };
  }
  const states = args.flatMap(arg => asState(arg) ?? []);
  const [one] = states;
  if (one) {
    const repository = owner(all, one.uri);
    if (!repository) throw new AppError('input', 'This file is in no repository that is open in this window.');
    const scope = one.scope ?? (inWorkingTree(repository, one.uri) ? 'unstaged' : 'staged');
    const files = states.filter(({ uri }) => owner(all, uri) === repository).map(({ uri }) => uri);
    return { repository, scope, files };
  }
  const root = isRecord(first) && first['rootUri'] instanceof vscode.Uri ? first['rootUri'] : undefined;
  return root && all.find(({ rootUri }) => sameFile(rootUri, root));
}

type Item = vscode.QuickPickItem & { changes?: Changes };

function counted(count: number): string {
  return count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', count);
}

/** What of a repository can be sent, only what is not empty, the file in front first. */
export function choices(repository: GitRepository, file: vscode.Uri | undefined): Item[] {
  const { indexChanges, workingTreeChanges, untrackedChanges = [] } = repository.state;
  const name = plain(repositoryName(repository));
  const items: Item[] = [];
  const add = (label: string, description: string, changes: Changes) => items.push({ label, description, changes });
  if (file) {
    const files = [file];
    const base = plain(file.path.slice(file.path.lastIndexOf('/') + 1));
    if (inWorkingTree(repository, file)) {
      add(vscode.l10n.t('$(file) Changes in {0}', base), vscode.l10n.t('working tree'), {
        repository,
        scope: 'unstaged',
        files,
      });
    }
    if (inStaged(repository, file)) {
      add(vscode.l10n.t('$(file) Staged changes in {0}', base), '', { repository, scope: 'staged', files });
    }
  }
  const [staged, unstaged] = [indexChanges.length, workingTreeChanges.length + untrackedChanges.length];
  if (unstaged > 0) {
    const description = vscode.l10n.t('working tree, {0}', counted(unstaged));
    add(vscode.l10n.t('$(repo) Changes in {0}', name), description, { repository, scope: 'unstaged' });
  }
  if (staged > 0) {
    add(vscode.l10n.t('$(repo) Staged changes in {0}', name), counted(staged), { repository, scope: 'staged' });
  }
  if (staged > 0 && unstaged > 0 && repository.state.HEAD?.commit !== undefined) {
    const description = vscode.l10n.t('staged or not, against the last commit');
    add(vscode.l10n.t('$(repo) All changes in {0}', name), description, { repository, scope: 'all' });
  }
  return items;
}

/** One of several; the only one without a question. `undefined`: the person gave up. */
async function chosen(items: readonly Item[]): Promise<Changes | undefined> {
  const [first] = items;
  if (!first) throw new AppError('input', 'Nothing has changed since the last commit: there are no changes to send.');
  if (items.length === 1) return first.changes;
  const title = vscode.l10n.t('Send Changes');
  const placeHolder = vscode.l10n.t('Which changes?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.changes;
}

/**
 * Which changes to send: what the Source Control view hands over, or what the person chooses.
 * @returns `undefined` when they gave up.
 * @throws AppError `input` when there is no repository, or nothing has changed.
 */
export async function chooseChanges(args: readonly unknown[]): Promise<Changes | undefined> {
  const all = await repositories();
  const clicked = given(all, args);
  if (clicked && 'scope' in clicked) return clicked;
  const wanted = clicked ? [clicked] : all;
  await asked(Promise.all(wanted.map(repository => repository.status())));
  const file = vscode.window.activeTextEditor?.document.uri;
  const own = file && owner(wanted, file);
  const sorted = wanted.toSorted((a, b) => Number(b === own) - Number(a === own));
  return chosen(sorted.flatMap(repository => choices(repository, repository === own ? file : undefined)));
}
