import { execFile } from 'node:child_process';
import type { Repository } from '../protocol/bodies';

/** How long git may take for what it knows by heart. Milliseconds. */
const TIME_LIMIT = 10_000;

/** What git prints, without the line's end; `undefined` where it has no answer, or is not there. */
export function askGit(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  return new Promise(resolve => {
    const options = { cwd: folder, timeout: TIME_LIMIT, windowsHide: true };
    execFile('git', args, options, (error, stdout) => resolve(error ? undefined : stdout.trimEnd()));
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
