import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { whenWeEnd } from './cleanup';
import type { Log } from './download';
import { run, startTree } from './processes';

const { platform, env } = process;

/** Whether a program is on the search path, and where. */
export function onPath(name: string): string | undefined {
  const suffixes = platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return (env['PATH'] ?? env['Path'] ?? '')
    .split(delimiter)
    .filter(folder => folder !== '')
    .flatMap(folder => suffixes.map(suffix => join(folder, name + suffix)))
    .find(path => existsSync(path));
}

function usualPlaces(): string[] {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(app => `/Applications/${app}.app/Contents/MacOS/${app}`);
  }
  if (platform === 'win32') {
    return [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap(folder =>
      folder === undefined
        ? []
        : [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')],
    );
  }
  return ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/snap/bin/chromium'];
}

/** A browser of the Chromium family on this machine, or undefined. */
export function findBrowser(): string | undefined {
  const told = env['LIVE_CHANNELS_BROWSER'];
  if (told) {
    if (!existsSync(told)) throw new Error(`LIVE_CHANNELS_BROWSER names ${told}, which does not exist.`);
    return told;
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
  return names.map(onPath).find(path => path !== undefined) ?? usualPlaces().find(path => existsSync(path));
}

/** The same, installed first where that can be done without asking anybody. */
export async function needBrowser(log: Log): Promise<string> {
  const found = findBrowser();
  if (found) return found;
  const apt = platform === 'linux' && process.getuid?.() === 0 ? onPath('apt-get') : undefined;
  if (apt) {
    log("No browser of the Chromium family here: installing Debian's chromium with apt-get");
    const quietly = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']]) {
      if ((await run(apt, ['-qq', ...args], quietly)) !== 0) break;
    }
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    'A browser of the Chromium family is needed: install Chromium, Google Chrome or Microsoft Edge, ' +
      'or name one in LIVE_CHANNELS_BROWSER.',
  );
}

/** What Chromium is to leave alone: it would ask the network for updates and lists at each start. */
export function browserFlags(): string[] {
  const flags = [
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium refuses its sandbox to root, and root is what containers run as.
  if (platform === 'linux' && process.getuid?.() === 0) flags.push('--no-sandbox', '--disable-dev-shm-usage');
  return flags;
}

export interface HeadlessBrowser {
  readonly browser: Browser;
  readonly path: string;
  dispose(): Promise<void>;
}

/** A browser without a window, for driving pages from a test. */
export async function launchBrowser(log: Log): Promise<HeadlessBrowser> {
  const path = await needBrowser(log);
  const browser = await chromium.launch({
    executablePath: path,
    args: browserFlags(),
    // We end on signals ourselves, in order; playwright would race us to the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const dispose = whenWeEnd({ gently: () => browser.close(), now: () => undefined });
  return { browser, path, dispose };
}

/**
 * Shows each address in a window of a person's own: a profile each, so that what one changes is not the other's. The
 * promise inside resolves when the last is closed; with the system's own browser it never does, for nobody would tell.
 */
export async function openInBrowser(
  path: string | undefined,
  urls: readonly string[],
  temp: string,
): Promise<{ closed: Promise<void> }> {
  if (path) {
    const windows = urls.map((url, i) =>
      startTree(
        path,
        [...browserFlags(), `--user-data-dir=${join(temp, `browser-${i + 1}`)}`, '--new-window', `--app=${url}`],
        {
          output: 'ignore',
        },
      ),
    );
    return { closed: Promise.all(windows.map(window => window.exited)).then(() => undefined) };
  }
  const [opener = '', ...before] =
    platform === 'darwin'
      ? ['open']
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  for (const url of urls) {
    const code = await run(opener, [...before, url]).catch(() => 1);
    if (code !== 0) throw new Error(`No browser could be opened; the addresses above work in any.`);
  }
  return { closed: new Promise(() => undefined) };
}
