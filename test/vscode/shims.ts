import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Lock {
  packages: Record<string, { version?: string; resolved?: string; dependencies?: Record<string, string> }>;
}

/** The first whose ripgrep comes from the npm registry; those before it fetch it in a script that is not run here. */
const RIPGREP = { name: '@vscode/ripgrep', version: '1.18.0' };

/** Has all that older versions take from elsewhere taken from the npm registry, which is all that may be in reach. */
export async function replaceDependencies(vscode: string): Promise<void> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(vscode, name), 'utf8'));
  const manifest = (await read('package.json')) as { dependencies: Record<string, string> };
  const lock = (await read('npm-shrinkwrap.json')) as Lock;
  for (const [path, { version = '', resolved }] of Object.entries(lock.packages)) {
    const name = path.replace(/^.*node_modules\//, '');
    const isGit = resolved?.startsWith('git+');
    if (!isGit && name !== RIPGREP.name) continue;
    // What it has in its own folder goes with it.
    const rest = Object.entries(lock.packages).filter(([other]) => other !== path && !other.startsWith(`${path}/`));
    lock.packages = Object.fromEntries(rest);
    const wanted = `^${isGit ? version : RIPGREP.version}`;
    for (const each of [manifest, lock.packages['']]) if (each?.dependencies) each.dependencies[name] = wanted;
  }
  await writeFile(join(vscode, 'package.json'), JSON.stringify(manifest, undefined, 2));
  await writeFile(join(vscode, 'npm-shrinkwrap.json'), JSON.stringify(lock, undefined, 2));
}

/**
 * Two of VS Code's own modules are native and are not built here. Without the first no log is ever written, so "Show
 * Log" would show nothing and no test could read one; without the second each extension host starts with an error.
 */
export async function replaceNativeModules(vscode: string): Promise<void> {
  const modules = join(vscode, 'node_modules');
  await writeFile(join(modules, '@vscode', 'spdlog', 'index.js'), spdlog);
  const scoped = join(modules, '@vscode', 'native-watchdog');
  await writeFile(join(existsSync(scoped) ? scoped : join(modules, 'native-watchdog'), 'index.js'), watchdog);
}

/** The part of spdlog that VS Code calls. Lines are written at once; logs of a test run need no rotation. */
const spdlog = `'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
class Logger {
  constructor(file) { this.file = file; this.level = 2; this.plain = false; }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.plain = true; }
  setPattern() {}
  setAsyncMode() {}
  flush() {}
  drop() {}
  write(level, text) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try { appendFileSync(this.file, this.plain ? text : time + ' [' + names[level] + '] ' + text + '\\n'); } catch {}
  }
  trace(text) { this.write(0, text); }
  debug(text) { this.write(1, text); }
  info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); }
  error(text) { this.write(4, text); }
  critical(text) { this.write(5, text); }
}
async function create(_name, file) { mkdirSync(dirname(file), { recursive: true }); return new Logger(file); }
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Extension hosts look after their parent in JavaScript too: this module only covers a blocked event loop. */
const watchdog = `'use strict';
exports.start = () => {};
exports.exit = code => process.exit(code || 0);
`;
