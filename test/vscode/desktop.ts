import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { onPath } from './browser';
import { whenWeEnd } from './cleanup';
import { killProcess, startTree, type ProcessTree } from './processes';
import { quiet, type Settings } from './settings';

const { platform, env } = process;

/** Whether programs with windows can run here. */
export function hasDisplay(): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** The command line of a desktop VS Code or its nearest kin, if there is one. */
export function findDesktop(): string | undefined {
  const usual =
    platform === 'darwin'
      ? ['/Applications', join(homedir(), 'Applications')].flatMap(folder => [
          join(folder, 'Visual Studio Code.app/Contents/Resources/app/bin/code'),
          join(folder, 'Visual Studio Code - Insiders.app/Contents/Resources/app/bin/code'),
          join(folder, 'VSCodium.app/Contents/Resources/app/bin/codium'),
        ])
      : platform === 'win32'
        ? [join(env['LOCALAPPDATA'] ?? '', 'Programs'), env['PROGRAMFILES'] ?? ''].flatMap(folder => [
            join(folder, 'Microsoft VS Code', 'bin', 'code.cmd'),
            join(folder, 'VSCodium', 'bin', 'codium.cmd'),
          ])
        : ['/usr/share/code/bin/code', '/snap/bin/code', '/usr/share/codium/bin/codium'];
  // Not those that only pass on to another machine's VS Code: Windows' own seen from WSL, and a remote terminal's.
  const local = (path: string | undefined) => path !== undefined && !/^\/mnt\/|remote-cli/.test(path);
  return ['code', 'code-insiders', 'codium'].map(onPath).find(local) ?? usual.find(path => existsSync(path));
}

export interface DesktopWindow {
  readonly command: string;
  /** The extension to run from its folder. */
  readonly extensionPath: string;
  readonly folder: string;
  /** A folder of this window's own for its user data. */
  readonly data: string;
  readonly settings: Settings;
}

/** Opens a desktop window as another user would have it. The process lasts as long as the window. */
export async function openDesktop(window: DesktopWindow): Promise<ProcessTree> {
  const userData = join(window.data, 'data');
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(
    join(userData, 'User', 'settings.json'),
    JSON.stringify({ ...quiet, ...window.settings }, undefined, 2),
  );
  // The command hands over to a program that is no child of it, and that notes its number here.
  const endProgram = () => {
    const lock = join(userData, 'code.lock');
    if (existsSync(lock)) killProcess(Number(readFileSync(lock, 'utf8')));
  };
  whenWeEnd({
    gently: () => {
      endProgram();
      return Promise.resolve();
    },
    now: endProgram,
  });
  const args = [
    ...['--new-window', '--wait', '--skip-welcome', '--disable-updates', '--disable-workspace-trust'],
    ...['--user-data-dir', userData, '--extensions-dir', join(window.data, 'extensions')],
    ...[`--extensionDevelopmentPath=${window.extensionPath}`, window.folder],
  ];
  return startTree(window.command, args, { output: 'ignore', shell: window.command.endsWith('.cmd') });
}
