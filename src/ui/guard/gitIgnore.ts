import type * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { gitApi, type GitRepository } from '../send/gitApi';
import { ignoredPaths } from './ignoredPaths';
import { withinTime } from './withinTime';

/** How long git may take to say what it ignores. Milliseconds. */
const GIT_LIMIT = 10_000;

/**
 * The files that git ignores, as texts of their URIs: none where there is no git or no repository.
 *
 * @throws Error when git is there and does not say, or not in time.
 */
export async function gitIgnored(uris: readonly vscode.Uri[]): Promise<Set<string>> {
  const files = uris.filter(({ scheme }) => scheme === 'file' || scheme === 'vscode-remote');
  const git = files.length > 0 ? await gitApi() : undefined;
  if (!git) return new Set();
  if (git.state !== 'initialized') throw new AppError('input', 'it is still starting');
  const byRepository = new Map<GitRepository, vscode.Uri[]>();
  for (const uri of files) {
    const repository = git.getRepository(uri);
    if (repository) byRepository.set(repository, [...(byRepository.get(repository) ?? []), uri]);
  }
  const ignored = new Set<string>();
  for (const [repository, inside] of byRepository) {
    const paths = await withinTime(
      ignoredPaths(
        repository,
        inside.map(({ fsPath }) => fsPath),
      ),
      GIT_LIMIT,
    );
    for (const uri of inside) if (paths.has(uri.fsPath)) ignored.add(uri.toString());
  }
  return ignored;
}
