import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf } from './processes';
import type { Settings } from './settings';

/** A copy of the sample workspace for one person, under version control where there is git. */
export async function copySample(parent: string, person: string, settings: Settings): Promise<string> {
  const folder = join(parent, person.toLowerCase(), 'limiter');
  await cp(join(__dirname, 'sample'), folder, { recursive: true });
  await mkdir(join(folder, '.vscode'));
  await writeFile(join(folder, '.vscode', 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
  const email = `${person.toLowerCase()}@example.com`;
  const steps = [
    ['init', '--quiet', '--initial-branch=main'],
    ['config', 'user.name', person],
    ['config', 'user.email', email],
    ['config', 'commit.gpgsign', 'false'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'A token bucket for outgoing requests'],
  ];
  // Without git, or with one too old, the sample is simply not under version control.
  steps.every(step => outputOf('git', ['-C', folder, ...step]) !== undefined);
  return folder;
}
