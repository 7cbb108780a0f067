import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tempDir } from './cleanup';
import { installVSCode, type InstalledVSCode, type Log } from './download';
import { run, startTree } from './processes';
import { quiet, type Settings } from './settings';
import { newest } from './versions';

export interface ServerOptions {
  /** Folders of extensions that each window has, as if installed. */
  readonly extensions?: readonly string[];
  /** A package that VS Code installs before it starts; there are no `extensions` then. */
  readonly vsix?: string;
  /**
   * For windows that run an extension's tests: only then are `extensionPath` and `testsPath` of a window heeded.
   * VS Code shows no notification toasts in this mode.
   */
  readonly development?: boolean;
  /** Whether folders have to be trusted: by default all of them are. */
  readonly trust?: 'ask' | 'all';
  /** Added to the quiet ones; they are the machine's, so each window of this server has them. */
  readonly settings?: Settings;
  /** Which VS Code; the newest of versions.ts if not said. */
  readonly vscode?: InstalledVSCode;
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: Log;
  /** Hears what the server prints, as it does. */
  readonly onOutput?: (text: string) => void;
}

export interface WindowOptions {
  /** The extension to run from its folder on disk. */
  readonly extensionPath?: string;
  /** The bundled module whose `run()` is called in the extension host. */
  readonly testsPath?: string;
  /** A file to open at the start. */
  readonly file?: string;
}

/** A running VS Code server, which serves any number of windows. */
export interface VSCodeServer {
  readonly url: string;
  readonly version: string;
  /** Where it keeps settings, logs and the extensions' storage. */
  readonly data: string;
  /** Ends early only when the server does. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** @param folder on disk; or the address of one that an extension has. */
  urlFor(folder: string, options?: WindowOptions): string;
  /** Writes the machine's settings anew; open windows follow. */
  changeSettings(settings: Settings): Promise<void>;
  /** All that the server has said so far. */
  output(): string;
  /** What the extension hosts of all windows have logged; with an extension's id only what that one has. */
  hostLog(extensionId?: string): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * The setting that has a window of the web run our extension, and the tests' own, in its worker, though it is installed where there is Node.
 * (`extensionDevelopmentKind`, which is for that, is read by VS Code and not used where the window is a page.)
 */
export const inWebHost: Settings = {
  'remote.extensionKind': { 'live-channels.live-channels': ['web'], 'live-channels-test.sample': ['web'] },
};

/** How long the server may take until it serves: about 2 s on an idle machine. */
const startLimit = 60_000;

export async function startServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const vscode =
    options.vscode ?? (await installVSCode(newest, options.log ?? (line => process.stderr.write(`${line}\n`))));
  const data = await tempDir('server');
  const settingsFile = join(data.path, 'data', 'Machine', 'settings.json');
  await mkdir(join(data.path, 'data', 'Machine'), { recursive: true });
  await writeFile(settingsFile, JSON.stringify({ ...quiet, ...options.settings }, undefined, 2));
  if (options.vsix === undefined) await installExtensions(join(data.path, 'extensions'), options.extensions ?? []);
  else await installPackage(vscode, data.path, options.vsix);

  const tree = startTree(
    vscode.node,
    [
      ...['--import', pathToFileURL(join(__dirname, 'watchParent.mjs')).href],
      ...[vscode.serverMain, '--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...['--accept-server-license-terms', '--server-data-dir', data.path],
      ...(options.trust === 'ask' ? [] : ['--disable-workspace-trust']),
      ...['--telemetry-level', 'off'],
      ...(options.development ? ['--enable-smoke-test-driver'] : []),
    ],
    { env: environment(options.env) },
  );
  let output = '';
  const listening = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      options.onOutput?.(chunk.toString());
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(Number(port));
    };
    tree.child.stdout?.on('data', read);
    tree.child.stderr?.on('data', read);
    const fail = (why: string) => reject(new Error(`The VS Code server ${why}:\n${output}`));
    const late = setTimeout(() => fail(`did not serve within ${startLimit / 1000} s`), startLimit);
    tree.exited
      .then(
        code => fail(`ended with ${code}`),
        (error: unknown) => fail(`did not start: ${String(error)}`),
      )
      .finally(() => clearTimeout(late));
  });
  const dispose = async () => {
    await tree.kill();
    await data.dispose();
  };
  let port: number;
  try {
    port = await listening;
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    version: vscode.version.vscode,
    data: data.path,
    exited: tree.exited,
    urlFor: (folder, window) => windowUrl(port, folder, window),
    changeSettings: async settings => {
      const now = JSON.parse(await readFile(settingsFile, 'utf8')) as Settings;
      await writeFile(settingsFile, JSON.stringify({ ...now, ...settings }, undefined, 2));
    },
    output: () => output,
    hostLog: id => readLogs(join(data.path, 'data', 'logs'), id),
    dispose,
  };
}

/** As `code --install-extension` does it. */
async function installPackage(vscode: InstalledVSCode, data: string, vsix: string): Promise<void> {
  const where = ['--accept-server-license-terms', '--server-data-dir', data];
  const code = await run(vscode.node, [vscode.serverMain, ...where, '--install-extension', vsix], {
    env: environment(undefined),
    output: 'errors',
  });
  if (code !== 0) throw new Error(`VS Code has not installed ${vsix}: it ended with ${code}.`);
}

/** Where they are, not copied: a window that is reloaded runs what was built last. */
async function installExtensions(folder: string, paths: readonly string[]): Promise<void> {
  const entries = await Promise.all(
    paths.map(async path => {
      const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Record<string, string>;
      const id = `${manifest['publisher'] ?? ''}.${manifest['name'] ?? ''}`;
      const location = { $mid: 1, scheme: 'file', path: pathToFileURL(path).pathname };
      return {
        identifier: { id },
        version: manifest['version'],
        location,
        metadata: { installedTimestamp: Date.now() },
      };
    }),
  );
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'extensions.json'), JSON.stringify(entries));
}

async function readLogs(folder: string, extensionId = ''): Promise<string> {
  const files = (await readdir(folder, { recursive: true }).catch(() => []))
    .filter(file => file.includes('exthost') && file.includes(extensionId) && file.endsWith('.log'))
    .sort();
  const logs = await Promise.all(files.map(async file => `== ${file}\n${await readFile(join(folder, file), 'utf8')}`));
  return logs.join('\n');
}

/** Our own environment less what would turn the server's Node into something else, as when we run inside VS Code. */
function environment(more: NodeJS.ProcessEnv | undefined): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|npm_)|^NODE_OPTIONS$/;
  // An empty gallery: VS Code would ask open-vsx.org about the extensions here.
  const ours = { ...process.env, EXTENSIONS_GALLERY: '{}', ...more };
  return Object.fromEntries(Object.entries(ours).filter(([name]) => !foreign.test(name)));
}

function windowUrl(port: number, folder: string, options: WindowOptions = {}): string {
  const authority = `127.0.0.1:${port}`;
  const remote = (path: string) => `vscode-remote://${authority}${pathToFileURL(path).pathname}`;
  const payload: [string, string][] = [];
  if (options.extensionPath) payload.push(['extensionDevelopmentPath', remote(options.extensionPath)]);
  if (options.testsPath) payload.push(['extensionTestsPath', remote(options.testsPath)]);
  if (options.file) payload.push(['openFile', remote(options.file)]);
  const url = new URL(`http://${authority}/`);
  url.searchParams.set('folder', folder.includes('://') ? folder : pathToFileURL(folder).pathname);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
  // A person may read it: slashes need no escaping there.
  return url.href.replaceAll('%2F', '/');
}
