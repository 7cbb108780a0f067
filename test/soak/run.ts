import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build, root } from '../vscode/build';
import { Crowd } from './crowd';

/** The relay at load for a while, with clients coming and going: its memory has to end where it began. */

const HELP = `Usage: npm run soak -- [--minutes N]     (10)

Ends with code 1 when memory grew, when anybody who did nothing wrong lost a message, or when something stayed behind.
`;

const MINUTE = 60_000;
/** How often memory is looked at. Milliseconds. */
const LOOK_EVERY = 2_000;
/** The first part of a run, in which Node grows to what it needs. */
const WARM_UP = 0.2;
/** What the median of the last fifth may be above that of the one after the warm-up. */
const GROWTH = 1.15;
/** How long what was left may take to go: pings find who does not read. Milliseconds. */
const GOING = 5_000;

async function metricsOf(port: string): Promise<(name: string) => number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return name => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

async function look(port: string, minutes: number): Promise<number[]> {
  const memory: number[] = [];
  const end = performance.now() + minutes * MINUTE;
  while (performance.now() < end) {
    await sleep(LOOK_EVERY);
    const metric = await metricsOf(port);
    memory.push(metric('process_resident_memory_bytes') / 1e6);
    if (memory.length % 15 === 0) {
      const [connections, channels] = [metric('live_channels_connections'), metric('live_channels_channels')];
      console.log(`${memory.at(-1)?.toFixed(0)} MB, ${connections} connections, ${channels} channels`);
    }
  }
  return memory;
}

async function soak(base: string, minutes: number): Promise<string[]> {
  const port = new URL(base).port;
  const crowd = new Crowd(base);
  crowd.start();
  const memory = await look(port, minutes);
  crowd.stop();
  await sleep(GOING);
  const metric = await metricsOf(port);
  const part = (from: number, to: number) => median(memory.slice(from * memory.length, to * memory.length));
  const [begin, end] = [part(WARM_UP, 2 * WARM_UP), part(1 - WARM_UP, 1)];
  const { sent, received, outOfOrder, slowest } = crowd.watched;
  const messages = metric('live_channels_messages_received_total');
  console.log(
    `${crowd.joined} joined the crowd, ${messages} messages came, ${metric('live_channels_frames_sent_total')} went`,
  );
  console.log(`memory: ${begin.toFixed(1)} MB after the warm-up, ${end.toFixed(1)} MB at the end`);
  console.log(`watched: ${sent} sent, ${received} received, the slowest after ${slowest.toFixed(0)} ms`);
  const left = ['connections', 'channels', 'send_buffer_bytes'].filter(name => metric(`live_channels_${name}`) !== 0);
  return [
    ...(end > begin * GROWTH ? ['memory grew'] : []),
    ...(outOfOrder > 0 || sent - received > 50 ? ['messages were lost'] : []),
    ...left.map(name => `${name} stayed behind`),
  ];
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, help: { type: 'boolean' } } });
  const minutes = Number(values.minutes ?? 10);
  if (values.help || !(minutes > 0)) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  await build();
  // All come from one address; the limits of addresses are raised, the others are as they are.
  const raised = ['--limit-joins', '0', '--limit-address', '0', '--limit-guesses', '0', '--ban', '0'];
  const relay = spawn(process.execPath, [join(root, 'dist/relay.mjs'), '--log-level', 'silent', ...raised], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(relay.stdout), 'line')) as [string];
  try {
    const failures = await soak(line.replace('listening on ', ''), minutes);
    for (const failure of failures) console.log(`FAILED: ${failure}`);
    return failures.length > 0 ? 1 : 0;
  } finally {
    relay.kill();
  }
}

void main().then(code => (process.exitCode = code));
