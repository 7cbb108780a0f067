import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * npm as a script for this Node, so that no shell is needed: Windows' `npm.cmd` cannot be started without one.
 * @returns {string | undefined}
 */
function npmScript() {
  const here = dirname(process.execPath);
  return [
    process.env.npm_execpath,
    join(here, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(here, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(here, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ].find(path => path !== undefined && basename(path) === 'npm-cli.js' && existsSync(path));
}

/**
 * Runs npm in a folder and resolves to its exit code. Its output is dropped
 * unless a place for it is named; its errors always go to ours.
 * @param {readonly string[]} args
 * @param {{ cwd: string, to?: 'stdout' | 'stderr' }} options
 * @returns {Promise<number>}
 */
export function npm(args, { cwd, to }) {
  const script = npmScript();
  // Inside `npm test` the outer npm's folder is in the environment, and would win over `cwd`.
  const { npm_config_local_prefix: _, ...env } = process.env;
  const child = spawn(script ? process.execPath : 'npm', script ? [script, ...args] : [...args], {
    cwd,
    env,
    stdio: ['ignore', to === undefined ? 'ignore' : to === 'stdout' ? 1 : 2, 2],
    shell: !script && process.platform === 'win32',
    windowsHide: true,
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}
