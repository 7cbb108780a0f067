// Every npm script goes through here: sees to the Node version and to the dependencies, then hands over to the command.
// Nothing but Node is to be had before the dependencies are there, hence no TypeScript yet.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { npm } from './npm.mjs';
// A signal that is sent to npm alone ends npm; what it has started would go on without it.
import './watchParent.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const [name = '', ...rest] = process.argv.slice(2);

/** Whether this Node is as new as package.json's `engines` asks. */
function checkNode() {
  const wanted = /[\d.]+/.exec(readJson(join(root, 'package.json')).engines.node)[0];
  const [major, minor = 0] = wanted.split('.').map(Number);
  const [ourMajor, ourMinor] = process.versions.node.split('.').map(Number);
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return;
  console.error(`Live Channels needs Node ${wanted} or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** Whether node_modules holds what package-lock.json says, version by version. npm notes there what it has installed. */
function upToDate() {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = readJson(noted).packages;
  return Object.entries(readJson(join(root, 'package-lock.json')).packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    // For another platform, or not to be had here: npm itself goes on without.
    if (!found) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** `npm run relay` promises one line on standard output, and `--no-open` two; what is done before goes elsewhere. */
function placeForProgress() {
  return name === 'relay' || rest.includes('--no-open') ? 'stderr' : 'stdout';
}

async function install() {
  const to = placeForProgress();
  process[to].write(
    `${existsSync(join(root, 'node_modules')) ? 'Updating' : 'Installing'} the dependencies with npm\n`,
  );
  // Not `npm ci`, which refuses a lock file that was written where the registry lacks a binary for some other platform.
  // This installs the same versions, asks again for what is missing, and leaves the lock file as it is.
  const { command, args, ...options } = npm([
    'install',
    '--no-save',
    '--ignore-scripts',
    '--include=dev',
    '--no-audit',
    '--no-fund',
  ]);
  const out = to === 'stdout' ? 1 : 2;
  const child = spawn(command, args, { ...options, cwd: root, stdio: ['ignore', out, 2], windowsHide: true });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code === 0) return;
  console.error(`The dependencies could not be installed: npm ended with code ${code}. Is its registry in reach?`);
  process.exit(1);
}

/** Runs the command as our only business: its signals are ours, and its exit code. */
function handOver() {
  const script = join(here, `${name}.ts`);
  const watch = pathToFileURL(join(here, 'watchParent.mjs')).href;
  const child = spawn(process.execPath, ['--import', watch, '--import', 'tsx', script, ...rest], {
    stdio: 'inherit',
    windowsHide: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', error => {
    console.error(`${name} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

checkNode();
if (!/^\w+$/.test(name) || !existsSync(join(here, `${name}.ts`))) {
  console.error(`There is no command "${name}".`);
  process.exit(2);
}
if (!upToDate()) await install();
handOver();
