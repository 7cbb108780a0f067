import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Repository } from '../protocol/bodies';

/** How long git may take for what it knows by heart. Milliseconds. */
const TIME_LIMIT = 10_000;

/** Git as `PATH` has it: Windows would take a `git.exe` of the folder first, which may be a stranger's clone. */
function findGit(): string | undefined {
  if (process.platform !== 'win32') return 'git';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return folders.map(folder => join(folder, 'git.exe')).find(existsSync);
}

/** What git prints, without the line's end; `undefined` where it has no answer, or is not there. */
export function askGit(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  const git = findGit();
  if (git === undefined) return Promise.resolve(undefined);
  return new Promise(resolve => {
    const options = { cwd: folder, timeout: TIME_LIMIT, windowsHide: true };
    execFile(git, args, options, (error, stdout) => resolve(error ? undefined : stdout.trimEnd()));
  });
}

/** Whether git ignores a file; it does not where there is no repository, or no git. */
export async function isIgnored(folder: string, path: string): Promise<boolean> {
  return (await askGit(folder, 'check-ignore', '--quiet', '--', path)) !== undefined;
}

/** Branch and commit of the repository that a folder is in. */
export async function headOf(folder: string): Promise<Repository | undefined> {
  const [branch, commit] = await Promise.all([
    askGit(folder, 'symbolic-ref', '--quiet', '--short', 'HEAD'),
    askGit(folder, 'rev-parse', '--verify', '--quiet', 'HEAD'),
  ]);
  return branch === undefined && commit === undefined
    ? undefined
    : { ...(branch !== undefined && { branch }), ...(commit !== undefined && { commit }) };
}
