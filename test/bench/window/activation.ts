import { resolve } from 'node:path';
import { copyOurs } from '../../e2e/support/ourCopy';
import type { Person } from '../../e2e/support/person';
import { Stage } from '../../e2e/support/stage';
import { tempDir } from '../../vscode/cleanup';
import type { Settings } from '../../vscode/settings';
import { poll } from '../../vscode/window/poll';
import { median, shown, spread, type Section } from './figures';

/** Milliseconds of one extension, as VS Code itself has measured them. */
interface Activation {
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

const OURS = 'live-channels.live-channels';
const NOTHING = 'live-channels-bench.nothing';

/** What the windows are set to, beside the machine's settings. */
const KINDS: readonly { readonly name: string; readonly settings: Settings }[] = [
  { name: 'Live Channels, not used', settings: {} },
  { name: 'Live Channels, with a channel to join', settings: { 'liveChannels.autoJoin': ['demo'] } },
];

/** Windows are cheap, and their times far apart. */
const WINDOWS_A_ROUND = 3;

/** The text of VS Code’s own report about this start, which is a document of its editor. */
async function startupReport({ window }: Person): Promise<string> {
  await window.runCommand('Developer: Startup Performance');
  await window.editor.code().click();
  const has = (text: string, id: string) => text.includes(`| ${id} `);
  return poll(
    async () => {
      await window.page.keyboard.press('ControlOrMeta+A');
      await window.page.keyboard.press('ControlOrMeta+C');
      const text = await window.page.evaluate(() => navigator.clipboard.readText());
      return has(text, OURS) && has(text, NOTHING) && text;
    },
    { what: 'both extensions in VS Code’s report' },
  );
}

/** A line of the table "Extension Activation Stats": name, eager, load, call, finish, event, by. */
function activationOf(report: string, id: string): Activation {
  const line = report.split('\n').find(each => each.startsWith(`| ${id} `));
  const cells = line?.split('|').map(cell => cell.trim()) ?? [];
  const [load = NaN, call = NaN, finish = NaN] = cells.slice(3, 6).map(Number);
  if ([load, call, finish].some(Number.isNaN)) throw new Error(`VS Code does not tell about ${id}: ${line ?? report}`);
  return { load, call, finish };
}

const sum = ({ load, call, finish }: Activation): number => load + call + finish;

interface Both {
  readonly ours: Activation;
  readonly nothing: Activation;
}

/** In a new window that has come to rest, starts both. @param first whether ours is the first. */
async function measure(stage: Stage, settings: Settings, first: boolean): Promise<Both> {
  const person = await stage.person('Ada', settings);
  const commands = ['Bench: Activate Live Channels', 'Bench: Activate Nothing'];
  for (const [at, command] of (first ? commands : commands.reverse()).entries()) {
    await person.window.runCommand(command);
    await person.window.statusBar(`activated ${at + 1}`).waitFor();
  }
  await person.window.statusBar(settings['liveChannels.autoJoin'] ? /demo: \d/ : 'Live Channels').waitFor();
  const report = await startupReport(person);
  await person.window.close();
  return { ours: activationOf(report, OURS), nothing: activationOf(report, NOTHING) };
}

/** How long a window waits for our code, beside an extension that does nothing. */
export async function activation(rounds: number): Promise<Section> {
  const folder = await tempDir('bench');
  const extensions = ['nothing', 'observer'].map(name => resolve(__dirname, 'extensions', name));
  // It waits to be asked: at its start a window is so busy that nothing of a few milliseconds can be measured.
  await copyOurs(folder.path, { activationEvents: [] });
  const stage = await Stage.openOnly([folder.path, ...extensions]);
  const found = KINDS.map(() => [] as Both[]);
  try {
    // The first window of a server fills its caches.
    await measure(stage, {}, true);
    for (let at = 0; at < rounds * WINDOWS_A_ROUND; at += 1) {
      for (const [kind, { name, settings }] of KINDS.entries()) {
        process.stderr.write(`activation, window ${at + 1} of ${rounds * WINDOWS_A_ROUND}: ${name}\n`);
        found[kind]?.push(await measure(stage, settings, at % 2 === 0));
      }
    }
  } finally {
    await stage.close();
    await folder.dispose();
  }
  const nothing = found.flat().map(both => both.nothing);
  const floor = median(nothing.map(sum));
  const line = (name: string, rows: readonly Activation[]) => [
    name,
    ...(['load', 'call', 'finish'] as const).map(part => spread(rows.map(row => row[part]))),
    spread(rows.map(sum)),
    shown(median(rows.map(sum)) - floor),
  ];
  return {
    title: 'Activation',
    words:
      `By VS Code’s own “Startup Performance”, milliseconds, ${rounds * WINDOWS_A_ROUND} new windows each. In each, once it has come to rest, ours and an\n` +
      'extension that does nothing are started one after the other, in turns. Goal: at most 10 ms more than nothing.',
    head: ['', 'load code', 'call', 'finish', 'together', 'more than nothing'],
    lines: [
      line('nothing', nothing),
      ...found.map((both, kind) =>
        line(
          KINDS[kind]?.name ?? '',
          both.map(({ ours }) => ours),
        ),
      ),
    ],
  };
}
