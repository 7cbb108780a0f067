import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** npm as a script for this Node, so that no shell is needed: Windows' `npm.cmd` cannot be started without one. */
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
 * How to start npm with these arguments in a folder of one's choice.
 * @param {readonly string[]} args
 * @returns {{ command: string, args: string[], env: NodeJS.ProcessEnv, shell: boolean }}
 */
export function npm(args) {
  const script = npmScript();
  // Inside `npm test` the outer npm's folder is in the environment, and would win over the one that is chosen.
  const { npm_config_local_prefix: _, ...env } = process.env;
  return script
    ? { command: process.execPath, args: [script, ...args], env, shell: false }
    : { command: 'npm', args: [...args], env, shell: process.platform === 'win32' };
}
