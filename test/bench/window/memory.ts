import { once } from 'node:events';
import { resolve } from 'node:path';
import { WebSocket } from 'ws';
import type { Person } from '../../e2e/support/person';
import { Stage } from '../../e2e/support/stage';
import { poll } from '../../vscode/window/poll';
import { randomId } from '../../../src/base/encoding';
import type { Content } from '../../../src/protocol/content';
import { encodeClientFrame } from '../../../src/protocol/itty';
import { median, shown, spread, type Section } from './figures';

/** Bytes of the extension host, as its observer tells. */
interface Memory {
  readonly heapUsed: number;
  readonly arrayBuffers: number;
  readonly rss: number;
}

const CHANNELS = 10;
const MESSAGES = 5_000;
/** A window takes messages in at its leisure; an idle machine needs about a minute. */
const SECONDS = 600;
const MEGABYTE = 1_000_000;

const WORDS =
  'the limiter keeps every hit in a map and drops the old ones on each call so a hot key never goes away'.split(' ');

/** Talk of 2 to 36 words. */
function said(at: number): string {
  const words = Array.from({ length: 2 + ((at * 7) % 35) }, (_, word) => WORDS[(at + word) % WORDS.length]);
  return `${at}: ${words.join(' ')}`;
}

const TEXTS = Array.from({ length: MESSAGES }, (_, at) => said(at));
/** Bytes of all that is said. */
const SAID = CHANNELS * TEXTS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

async function memoryOf({ window }: Person, count: number): Promise<Memory> {
  await window.runCommand('Bench: Measure Memory');
  const item = window.statusBar(`bench ${count} `);
  await item.waitFor();
  return JSON.parse(/\{.*\}/.exec(await item.innerText())?.[0] ?? '{}') as Memory;
}

/** Says it all in one channel, as a window of ours does. */
async function fill(relay: string, channel: string): Promise<void> {
  const socket = new WebSocket(`${relay}/c/${channel}?as=Grace&announce=true`);
  await once(socket, 'open');
  const session = randomId();
  for (const [at, text] of TEXTS.entries()) {
    const content: Content = { type: 'chat', text, id: randomId(), session, seq: at + 1, at: Date.now() };
    socket.send(encodeClientFrame(content));
  }
  socket.close();
  await once(socket, 'close');
}

/** Joins all channels with nothing in them, then has them filled. */
async function measure(): Promise<{ before: Memory; after: Memory }> {
  // Without limits: it is the window that is measured.
  const limits = { rate: 0, joins: 0, reader: 0, buffer: 0 };
  const stage = await Stage.open({ limits }, [resolve(__dirname, 'extensions', 'observer')]);
  try {
    const names = Array.from({ length: CHANNELS }, (_, at) => `team-${at}`);
    const ada = await stage.person('Ada', { 'liveChannels.autoJoin': names });
    await ada.window.statusBar(/team-\d: 1/).waitFor();
    // They come one after the other, and what is said before is not for them.
    await poll(() => Promise.resolve(stage.relay.connections === CHANNELS), { what: 'all channels to be joined' });
    const before = await memoryOf(ada, 1);
    for (const name of names) await fill(stage.relay.url, name);
    const all = new RegExp(`team-\\d: \\d+\\s+${CHANNELS * MESSAGES}$`);
    await poll(() => ada.window.statusBar(all).isVisible(), { what: 'all messages to be counted', seconds: SECONDS });
    return { before, after: await memoryOf(ada, 2) };
  } finally {
    await stage.close();
  }
}

/** What an extension host holds with ten channels of 5,000 messages. */
export async function memory(rounds: number): Promise<Section> {
  const found: { readonly before: Memory; readonly after: Memory }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`memory, round ${round} of ${rounds}\n`);
    found.push(await measure());
  }
  const line = (name: string, part: keyof Memory) => {
    const more = found.map(({ before, after }) => after[part] - before[part]);
    return [
      name,
      spread(found.map(({ before }) => before[part] / MEGABYTE)),
      spread(found.map(({ after }) => after[part] / MEGABYTE)),
      shown(median(more) / (CHANNELS * MESSAGES)),
      (median(more) / SAID).toFixed(1),
    ];
  };
  return {
    title: `${CHANNELS} channels of ${MESSAGES.toLocaleString('en')} messages`,
    words:
      'The extension host, which VS Code’s own extensions share, with all channels joined and nothing said, and with all that was said,\n' +
      `after collecting garbage. Megabytes; a message is ${shown(SAID / CHANNELS / MESSAGES)} bytes of text on average.`,
    head: ['', 'before', 'after', 'bytes a message', 'ratio to what was said'],
    lines: [line('scripts’ heap', 'heapUsed'), line('array buffers', 'arrayBuffers'), line('resident', 'rss')],
  };
}
