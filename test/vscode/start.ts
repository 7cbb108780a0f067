import { join } from 'node:path';
import { findBrowser, openInBrowser } from './browser';
import { build, root } from './build';
import { isEnding, runMain, tempDir, type TempDir } from './cleanup';
import { findDesktop, hasDisplay, openDesktop } from './desktop';
import { freePort } from './ports';
import { startServer } from './server';
import type { Settings } from './settings';
import { copySample } from './workspace';

const people = ['Ada', 'Grace'] as const;

const help = `Opens two VS Code windows, joined to the channel "demo" over a relay of their own, on a sample workspace.

npm start                 in the desktop VS Code if there is one, otherwise in the browser
npm start -- --browser    in the browser
npm start -- --no-open    opens nothing and prints the two addresses

Ctrl+C ends everything that was started.`;

/** What the machine of both windows is set to: the first to come serves the relay, the other joins it there. */
function machineSettings(relayPort: number): Settings {
  return { 'liveChannels.server': 'embedded', 'liveChannels.relayPort': relayPort };
}

/** What tells one window's person from the other's. */
function workspaceSettings(person: string): Settings {
  return { 'liveChannels.displayName': person, 'liveChannels.autoJoin': ['demo'] };
}

interface Arguments {
  readonly browser: boolean;
  readonly open: boolean;
}

function parse(args: readonly string[]): Arguments | 'help' {
  const unknown = args.find(arg => !['--browser', '--no-open', '--help', '-h'].includes(arg));
  if (unknown !== undefined)
    throw new Error(`Unknown argument "${unknown}": there are --browser, --no-open and --help.`);
  if (args.includes('--help') || args.includes('-h')) return 'help';
  return { browser: args.includes('--browser'), open: !args.includes('--no-open') };
}

async function start({ browser, open }: Arguments): Promise<void> {
  // On standard output with --no-open stand the two addresses and nothing else.
  const log = (line: string) => void (open ? process.stdout : process.stderr).write(`${line}\n`);
  log('Building the extension');
  await build();
  const temp = await tempDir('start');
  const folders = await Promise.all(people.map(person => copySample(temp.path, person, workspaceSettings(person))));
  const settings = machineSettings(await freePort());

  const desktop = browser || !open || !hasDisplay() ? undefined : findDesktop();
  if (desktop) await inDesktop(desktop, folders, settings, temp, log);
  else await inBrowser(folders, settings, temp, open, log);
}

async function inDesktop(
  command: string,
  folders: readonly string[],
  settings: Settings,
  temp: TempDir,
  log: (line: string) => void,
): Promise<void> {
  log(`Opening two windows of ${command}; Ctrl+C ends them`);
  const windows = await Promise.all(
    folders.map((folder, i) =>
      openDesktop({ command, extensionPath: root, folder, data: join(temp.path, `window-${i + 1}`), settings }),
    ),
  );
  await Promise.all(windows.map(window => window.exited));
  if (!isEnding()) log('Both windows are closed');
}

async function inBrowser(
  folders: readonly string[],
  settings: Settings,
  temp: TempDir,
  open: boolean,
  log: (line: string) => void,
): Promise<void> {
  const server = await startServer({ extensions: [root], settings, log });
  const urls = folders.map(folder => server.urlFor(folder));
  const showable = open && hasDisplay();
  if (open && !showable) {
    log(
      'There is no display here to open windows on: `npm run tour` shows the same without one. The addresses below ' +
        'work in any browser that reaches this machine (`npm start -- --no-open` prints only them).',
    );
  }
  for (const [i, url] of urls.entries()) process.stdout.write(`window ${i + 1}: ${url}\n`);
  log('Ctrl+C ends everything');
  const serverEnded = server.exited.then(code => {
    if (!isEnding()) throw new Error(`The VS Code server ended with ${code}:\n${server.output()}`);
  });
  if (!showable) return serverEnded;
  const { closed } = await openInBrowser(findBrowser(), urls, temp.path);
  await Promise.race([closed, serverEnded]);
  if (!isEnding()) log('Both windows are closed');
}

async function main(): Promise<number> {
  let args;
  try {
    args = parse(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  if (args === 'help') {
    console.log(help);
    return 0;
  }
  await start(args);
  return 0;
}

runMain(main);
