import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import type { CDPSession } from 'playwright-core';
import type { Entry } from '../../src/protocol/transcript';
import { Harness } from '../page/harness';
import type { Chat } from '../page/harness';
import { ADA, GRACE, ME, channel, snapshot, snippet, text } from '../page/samples';

/**
 * What a long channel costs: `npm run bench:page [-- COUNT …]`. The page as it is built, in a real Chromium, beside its
 * peer, which is the same page with all rows in the document. For each number of messages, side by side: how long it
 * takes to open until it is painted, how long the page is busy for one more message while the end is in sight, the
 * longest and the 95th percentile of the frames while one scrolls from the end to the top, how often the page was busy
 * for more than 50 ms then, and what it holds. Medians of several rounds, in which the two take turns.
 */

const COUNTS = [100, 1_000, 10_000];
const ROUNDS = 3;
const APPENDED = 30;
/** Pixels of each frame: faster than one can look. */
const STEP = 2_000;
/** So many frames tell enough. */
const MAX_FRAMES = 150;

const MEASURES = {
  open: 'open until painted, ms',
  append: 'one more message, ms busy',
  longest: 'longest frame of scrolling, ms',
  frame: '95th percentile of frames, ms',
  long: 'tasks above 50 ms in scrolling',
  heap: 'memory of scripts, MB',
  nodes: 'nodes of the document',
} as const;
type Measure = keyof typeof MEASURES;
type Figures = Record<Measure, number>;

/** The peer: every list is short enough to be in the document as a whole. */
const allRows: Plugin = {
  name: 'all-rows',
  setup: build =>
    build.onLoad({ filter: /media[\\/]chat[\\/]virtualRows\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(/(const ALL_WITHIN) = \d+;/, '$1 = Infinity;');
      if (contents === source) throw new Error(`${path} has no ALL_WITHIN any more.`);
      return { contents, loader: 'ts' };
    }),
};

const WORDS =
  'the limiter keeps every hit in a map and drops the old ones on each call so a hot key never goes away'.split(' ');

/** A channel of some days: short and long messages of three people, with code now and then. */
function messages(count: number): Entry[] {
  return Array.from({ length: count }, (_, at) => {
    const from = [ADA, GRACE, ME][(at >> 1) % 3] ?? ADA;
    const date = Date.UTC(2026, 10, 1) + at * 90_000;
    if (at % 40 === 39) return { ...snippet(from, { comment: `Number ${at}` }), date };
    const words = Array.from({ length: 2 + ((at * 7) % 35) }, (_one, word) => WORDS[(at + word) % WORDS.length]);
    return text(from, `${at}: ${words.join(' ')}`, { date });
  });
}

/** Milliseconds from the message of the host until the frame that shows it has been painted. */
async function open(chat: Chat, entries: Entry[]): Promise<number> {
  const message = snapshot(channel({ entries }));
  return chat.page.evaluate(
    one =>
      new Promise<number>(resolve => {
        const start = performance.now();
        window.addEventListener('message', () =>
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))),
        );
        window.postMessage(one, '*');
      }),
    message,
  );
}

async function metric(browser: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await browser.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === wanted)?.value ?? NaN;
}

/** Milliseconds for which the page was busy with each of some messages, one a frame. */
async function append(chat: Chat, browser: CDPSession): Promise<number> {
  const entries = messages(APPENDED).map(entry => ({ ...entry, id: `more ${entry.id}`, date: Date.UTC(2027, 0, 1) }));
  const before = await metric(browser, 'TaskDuration');
  await chat.page.evaluate(async all => {
    for (const entry of all) {
      window.postMessage({ type: 'entry', channel: 'demo', entry }, '*');
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    }
  }, entries);
  return ((await metric(browser, 'TaskDuration')) - before) * (1_000 / APPENDED);
}

/** From the end towards the top, one step a frame. */
async function scroll(chat: Chat): Promise<Pick<Figures, 'longest' | 'frame' | 'long'>> {
  const { frames, long } = await chat.log.evaluate(
    async (log, [step, most]) => {
      const times: number[] = [];
      let tasks = 0;
      const observer = new PerformanceObserver(list => (tasks += list.getEntries().length));
      observer.observe({ type: 'longtask' });
      log.scrollTop = log.scrollHeight;
      let last = await new Promise<number>(requestAnimationFrame);
      while (log.scrollTop > 0 && times.length < most) {
        log.scrollTop -= step;
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      observer.disconnect();
      return { frames: times.sort((a, b) => a - b), long: tasks };
    },
    [STEP, MAX_FRAMES] as const,
  );
  return { longest: frames.at(-1) ?? 0, frame: frames[Math.floor(frames.length * 0.95)] ?? 0, long };
}

async function measure(harness: Harness, count: number): Promise<Figures> {
  const chat = await harness.open({ alone: true });
  const browser = await chat.page.context().newCDPSession(chat.page);
  await browser.send('Performance.enable');
  const opened = await open(chat, messages(count));
  await chat.settled();
  const appended = await append(chat, browser);
  const scrolled = await scroll(chat);
  await browser.send('HeapProfiler.collectGarbage');
  const { usedSize } = await browser.send('Runtime.getHeapUsage');
  const nodes = await metric(browser, 'Nodes');
  await chat.close();
  return { open: opened, append: appended, ...scrolled, heap: usedSize / 1_000_000, nodes };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function medians(rounds: readonly Figures[]): Figures {
  const of = (one: Measure) => median(rounds.map(figures => figures[one]));
  return Object.fromEntries((Object.keys(MEASURES) as Measure[]).map(one => [one, of(one)])) as Figures;
}

function cell(ours: number, plain: number): string {
  const shown = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
  const ratio = plain === 0 ? '' : ` (${(ours / plain).toFixed(2)})`;
  return `${shown(ours)} / ${shown(plain)}${ratio}`;
}

function print(counts: readonly number[], columns: readonly [Figures, Figures][]): void {
  const heads = counts.map(count => `${count.toLocaleString('en')} messages`);
  const lines = (Object.keys(MEASURES) as Measure[]).map(one => [
    MEASURES[one],
    ...columns.map(([ours, plain]) => cell(ours[one], plain[one])),
  ]);
  const table = [['page / all rows (ratio)', ...heads], ...lines];
  const widths = table[0]?.map((_, at) => Math.max(...table.map(line => line[at]?.length ?? 0))) ?? [];
  for (const line of table)
    console.log(
      line
        .map((one, at) => one.padEnd((widths[at] ?? 0) + 2))
        .join('')
        .trimEnd(),
    );
}

async function main(): Promise<void> {
  const asked = process.argv
    .slice(2)
    .map(Number)
    .filter(count => Number.isInteger(count) && count > 0);
  const counts = asked.length > 0 ? asked : COUNTS;
  const [ours, plain] = await Promise.all([Harness.start(), Harness.start([allRows])]);
  // The first page of a browser takes longer than all others.
  await measure(ours, 10);
  await measure(plain, 10);
  const columns: [Figures, Figures][] = [];
  for (const count of counts) {
    const rounds: [Figures, Figures][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      process.stderr.write(`${count} messages, round ${round + 1} of ${ROUNDS}\n`);
      rounds.push([await measure(ours, count), await measure(plain, count)]);
    }
    columns.push([medians(rounds.map(([one]) => one)), medians(rounds.map(([, other]) => other))]);
  }
  print(counts, columns);
  await Promise.all([ours.stop(), plain.stop()]);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
