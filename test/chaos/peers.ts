import { AppError } from '../../src/base/errors';
import { createConnect } from '../../src/client/connect';
import { pingingSocket } from '../../src/node/sockets';
import type { Dial } from '../../src/session/connection';
import { Seal } from '../../src/seal/seal';
import type { ChannelKey } from '../../src/seal/channelKey';
import { linked } from '../../src/session/link';
import { MAX_ENTRIES } from '../../src/session/transcript';
import { join, type Joined } from '../unit/support/channel';
import { ChaosProxy } from '../unit/support/chaosProxy';

/** A dead connection is found in a second and a bit, so that a run sees many. Milliseconds. */
const PINGS = { every: 400, timeout: 1_000 };

/** Largest filler of a message: with its id, session and so on it fits a frame just so. Bytes of JSON. */
const LARGEST = 98_000;

/** Text that is not all ASCII: what is cut or counted wrongly shows. Two characters and four bytes each. */
const FILLER = 'aü€';

/** One person with a network connection of their own. */
export interface Peer {
  readonly name: string;
  readonly proxy: ChaosProxy;
  readonly joined: Joined;
  /** Markers of what was taken over to be sent, in order. */
  readonly sent: string[];
  /** Those of them that were taken back since. */
  readonly deleted: Set<string>;
}

function dialThrough(proxy: ChaosProxy, channel: string): Dial {
  const Given = pingingSocket(PINGS);
  return displayName => {
    const { Socket, link } = linked(Given);
    const connect = createConnect({ WebSocket: Socket, base: `${proxy.url}/c/` });
    const options = { ...(displayName !== '' && { as: displayName }), echo: true, announce: true, list: true } as const;
    return Promise.resolve({ socket: connect<Record<string, unknown>>(channel, options), link, server: 'the relay' });
  };
}

/** @param key makes the channel private. */
export async function enter(name: string, port: () => number, key?: ChannelKey): Promise<Peer> {
  const proxy = await ChaosProxy.start(port);
  const seal = key && (await Seal.create({ key }));
  const joined = join(dialThrough(proxy, key?.channel ?? 'chaos'), 'chaos', name, { ...(seal && { seal }) });
  await joined.online();
  return { name, proxy, joined, sent: [], deleted: new Set() };
}

/** Most messages are short, some fill a frame. */
function sizeFor(random: () => number): number {
  const kind = random();
  if (kind < 0.75) return random() * 200;
  if (kind < 0.97) return random() * 8_000;
  return kind < 0.985 ? random() * LARGEST : LARGEST;
}

/** Sends one message. False when the outbox is full, which is said and loses nothing. */
export function speak({ name, joined, sent }: Peer, random: () => number): boolean {
  const marker = `${name} ${sent.length + 1}`;
  const filler = FILLER.repeat(sizeFor(random) / Buffer.byteLength(FILLER));
  try {
    joined.channel.send({ type: 'chat', text: `${marker}|${filler}|${filler.length}` });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'offline') return false;
    throw thrown;
  }
  sent.push(marker);
  return true;
}

const EMOJIS = ['👍', '🎉', '❤️'];

/** Changes a message: own ones in all ways, those of others by an emoji. False when that could not be. */
export function amend({ joined, deleted }: Peer, random: () => number): boolean {
  const { channel } = joined;
  const messages = joined.messages().filter(entry => !entry.deleted);
  const entry = messages[Math.floor(random() * messages.length)];
  if (!entry) return false;
  const [marker = ''] = entry.body.type === 'text' ? entry.body.text.split('|') : [];
  const filler = FILLER.repeat(random() * 50);
  const kind = random();
  try {
    if (!entry.from.self || kind < 0.5) {
      const emoji = EMOJIS[Math.floor(random() * EMOJIS.length)] ?? '';
      const own = entry.reactions?.find(reaction => reaction.emoji === emoji)?.own ?? false;
      channel.react(entry.id, emoji, !own);
    } else if (kind < 0.9) {
      channel.edit(entry.id, `${marker}|${filler}|${filler.length}`);
    } else {
      channel.delete(entry.id);
      deleted.add(marker);
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === 'offline' || thrown.code === 'input')) return false;
    throw thrown;
  }
}

/** All that a peer shows of what was said, as far as everybody has to show the same. */
export function stateOf({ joined }: Peer): string {
  const state = joined.messages().map(({ content, body, edited, deleted, reactions = [] }) => {
    const text = body.type === 'text' ? body.text : body.type;
    return [content, text, edited, deleted, reactions.map(({ emoji, count }) => [emoji, count])];
  });
  return JSON.stringify(state);
}

/** The markers a peer shows, in the order it shows them; a message that did not arrive whole is not among them. */
export function shownBy({ joined, name }: Peer): string[] {
  if (joined.channel.transcript.entries.length >= MAX_ENTRIES) {
    throw new Error(`The transcript of ${name} is full: take a shorter run.`);
  }
  return joined.texts().flatMap(text => {
    const [marker = '', filler = '', length] = text.split('|');
    return String(filler.length) === length ? [marker] : [];
  });
}

export async function leave({ joined, proxy }: Peer): Promise<void> {
  joined.channel.dispose();
  await proxy.close();
}
