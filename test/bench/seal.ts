import { startRelay } from '../../src/relay/server';
import { writeBody } from '../../src/seal/body';
import { ChannelKey } from '../../src/seal/channelKey';
import { Seal } from '../../src/seal/seal';
import { dialTo, join, until, type Joined } from '../unit/support/channel';

/**
 * What sealing costs: `node --import tsx test/bench/seal.ts`. Prints, for messages of several lengths, how long one is
 * sealed and opened, and how much longer than in an open channel it takes until another window has all of them, over the
 * same relay on this machine.
 */

const LENGTHS = [100, 2_000, 50_000];
const MESSAGES = 1_000;
const ROUNDS = 5;
/** Of 200 messages and 5 MB that may wait. */
const IN_FLIGHT = 80;

/** Milliseconds for each of so many calls. */
async function each(count: number, act: (n: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < count; n++) await act(n);
  return (performance.now() - start) / count;
}

async function primitives(length: number): Promise<void> {
  const key = await ChannelKey.random();
  const [ada, grace] = await Promise.all([Seal.create({ key }), Seal.create({ key })]);
  const voice = ada.speak();
  const content = { type: 'chat', text: 'x'.repeat(length), id: 'c', session: ada.session, seq: 1, at: 1 } as const;
  const seal = async () => voice.seal(voice.next(), writeBody(await ada.prove(content, 'Ada'), undefined));
  const frame = await seal();
  await each(100, seal);
  const sealing = await each(500, seal);
  const opening = await each(500, () => grace.open(frame));
  const size = JSON.stringify(frame).length;
  console.log(
    `${length} characters: sealed in ${sealing.toFixed(2)} ms, opened in ${opening.toFixed(2)} ms, ${size} bytes`,
  );
}

async function enter(url: string, name: string, key: ChannelKey | undefined): Promise<Joined> {
  const seal = key && (await Seal.create({ key }));
  const person = join(
    dialTo(() => url, key?.channel ?? 'bench'),
    'bench',
    name,
    { ...(seal && { seal }) },
  );
  await person.online();
  return person;
}

/** Milliseconds until the other has shown all. */
async function talk(url: string, length: number, count: number, key?: ChannelKey): Promise<number> {
  const [ada, grace] = [await enter(url, 'Ada', key), await enter(url, 'Grace', key)];
  await until(ada.channel.onDidChange, () => ada.channel.view.people.length === 2);
  await until(grace.channel.onDidChange, () => grace.channel.view.people.length === 2);
  const text = 'x'.repeat(length);
  const start = performance.now();
  let sent = 0;
  let arrived = 0;
  const done = new Promise<void>(resolve => {
    grace.channel.transcript.onDidChange(({ entry }) => {
      if (entry.kind === 'message' && ++arrived === count) resolve();
    });
  });
  const fill = () => {
    while (sent < count && sent - arrived < IN_FLIGHT) ada.channel.send({ type: 'chat', text: `${sent++} ${text}` });
  };
  grace.channel.transcript.onDidChange(fill);
  fill();
  await done;
  const took = performance.now() - start;
  for (const { channel } of [ada, grace]) channel.dispose();
  return took;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function main(): Promise<void> {
  for (const length of LENGTHS) await primitives(length);
  const relay = await startRelay({});
  for (const length of LENGTHS) {
    const count = length > 10_000 ? MESSAGES / 10 : MESSAGES;
    const [open, sealed]: [number[], number[]] = [[], []];
    // In turn, so that what else the machine does hits both.
    for (let round = 0; round < ROUNDS; round++) {
      open.push(await talk(relay.url, length, count));
      sealed.push(await talk(relay.url, length, count, await ChannelKey.random()));
    }
    const [o, s] = [median(open), median(sealed)];
    const rate = (ms: number) => `${Math.round((count / ms) * 1_000)} a second`;
    console.log(
      `${count} messages of ${length} characters: open ${Math.round(o)} ms (${rate(o)}), ` +
        `private ${Math.round(s)} ms (${rate(s)}), ratio ${(s / o).toFixed(2)}`,
    );
  }
  await relay.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
