import * as vscode from 'vscode';
import { AppError, wordsOf } from '../../base/errors';
import { patchDraft } from '../../snippet/drafts';
import { linesIn, patchSections, type PatchSection } from '../../snippet/patchSections';
import type { PatchBody } from '../../protocol/bodies';
import { gitApi, type GitRepository } from './gitApi';
import { leftOutNote, type Parcel } from './parcel';

/** The repositories of this window. @throws AppError `input` when there is none, or no git. */
export async function repositories(): Promise<readonly GitRepository[]> {
  const git = await gitApi();
  if (!git) {
    throw new AppError(
      'input',
      'Git is not available here: VS Code’s Git extension is off, finds no git, or cannot run in the browser.',
    );
  }
  if (git.repositories.length === 0) {
    throw new AppError('input', 'No git repository is open in this window: there are no changes to send.');
  }
  return git.repositories;
}

/** The name of a repository's folder. */
export function repositoryName({ rootUri }: GitRepository): string {
  return rootUri.path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** Runs what asks git. @throws AppError `input` with what git says. */
export async function asked<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (thrown) {
    throw new AppError('input', 'Git could not tell what has changed: {0}', [wordsOf(thrown)], { cause: thrown });
  }
}

/** Asks git for a patch. @throws AppError `input` when what it prints is not in its own format. */
export async function askedSections(question: Promise<string>): Promise<PatchSection[]> {
  const diff = await asked(question);
  const sections = patchSections(diff);
  if (sections.length === 0 && diff.trim() !== '') {
    throw new AppError(
      'input',
      'Git prints changes in another format here (diff.external or color.ui in its configuration): switch that off to send a patch.',
    );
  }
  return sections;
}

const REASONS = {
  binary: () => vscode.l10n.t('binary'),
  conflict: () => vscode.l10n.t('in conflict'),
  submodule: () => vscode.l10n.t('a submodule'),
};

/**
 * A parcel of changes, those that can be read in a patch.
 * @param notes what else is to be said of it.
 * @throws AppError `input` when there are none.
 */
export function patchParcel(
  repository: GitRepository,
  sections: readonly PatchSection[],
  patch: Omit<PatchBody, 'diff' | 'comment' | 'title'>,
  notes: readonly (string | undefined)[] = [],
): Parcel {
  const usable = sections.filter(({ unusable }) => unusable === undefined);
  const others = sections.flatMap(({ path, unusable }) => (unusable ? [`${path} (${REASONS[unusable]()})`] : []));
  const note = [leftOutNote(others), ...notes].filter(each => each !== undefined).join(' ');
  if (usable.length === 0) {
    throw note === ''
      ? new AppError('input', 'There are no changes to send.')
      : new AppError('input', 'There are no changes to send. {0}', [note]);
  }
  const [only] = usable;
  const title = only && usable.length === 1 ? only.path : repositoryName(repository);
  const body = { title, diff: usable.map(({ text }) => text).join(''), ...patch };
  return {
    what: patch.commit ? (patch.commit.message.split('\n')[0] ?? '') : vscode.l10n.t('changes in {0}', title),
    ...(note !== '' && { note }),
    candidates: [
      ...usable.map(section => ({
        label: section.path,
        uri: vscode.Uri.joinPath(repository.rootUri, section.path),
        text: linesIn(section),
      })),
      ...(patch.commit ? [{ label: vscode.l10n.t('Commit message'), text: patch.commit.message }] : []),
    ],
    drafts: comment => [patchDraft(body, comment)],
  };
}
