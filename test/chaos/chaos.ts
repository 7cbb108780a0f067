import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../../src/base/event';
import { ChannelKey } from '../../src/seal/channelKey';
import { until } from '../unit/support/channel';
import { randomFrom } from '../unit/support/simulation';
import { Faults } from './faults';
import { amend, enter, leave, shownBy, speak, stateOf, type Peer } from './peers';

export interface ChaosOptions {
  seed: number;
  /** How long messages are sent and faults injected. Milliseconds. */
  duration: number;
  peers: number;
  /** How long delivery may take after the last fault. Milliseconds. */
  patience?: number;
  /** In a private channel. */
  sealed?: boolean;
}

export interface ChaosResult {
  /** How often each fault was injected. */
  faults: ReadonlyMap<string, number>;
  sent: number;
  /** Edits, deletions and reactions. */
  amended: number;
  /** Messages that were not taken over, as the outbox was full. */
  refused: number;
  /** Each counted once for every peer that does not show it, shows it again, or shows it behind a later one. */
  lost: number;
  duplicated: number;
  outOfOrder: number;
  /** Peers whose transcript is not that of the first one. */
  different: number;
  /** From the last fault to the last message. Milliseconds. */
  settledAfter: number;
  /** The first few that went wrong, for a person. */
  examples: string[];
}

/** Milliseconds from one message of a peer to its next, on average. */
const PAUSE = 60;
const MAX_EXAMPLES = 12;

/** Peers talk while everything that can go wrong with their network does; at the end all must have the same. */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, duration, peers: count, patience = 60_000, sealed = false } = options;
  const random = randomFrom(seed);
  const faults = await Faults.start(random);
  const key = sealed ? await ChannelKey.random() : undefined;
  const peers: Peer[] = [];
  try {
    for (let n = 1; n <= count; n++) peers.push(await enter(`p${n}`, () => faults.port, key));
    await introduce(peers, random);
    const end = Date.now() + duration;
    const talks = peers.map((peer, n) => talk(peer, randomFrom(seed * 1_000 + n), end));
    while (Date.now() < end) await faults.inject(peers.map(({ proxy }) => proxy));
    const said = await Promise.all(talks);
    const refused = said.reduce((sum, each) => sum + each.refused, 0);
    const amended = said.reduce((sum, each) => sum + each.amended, 0);
    const healed = Date.now();
    await Promise.race([
      Promise.all(peers.map(peer => complete(peer, peers))).then(() => agreement(peers)),
      sleep(patience, undefined, { ref: false }),
    ]);
    return { ...judge(peers), faults: faults.injected, refused, amended, settledAfter: Date.now() - healed };
  } finally {
    await Promise.all(peers.map(leave));
    await faults.stop();
  }
}

/** Each says something that all hear: whom nobody has ever heard of is owed nothing. */
async function introduce(peers: readonly Peer[], random: () => number): Promise<void> {
  for (const { joined } of peers) {
    const { channel } = joined;
    await until(channel.onDidChange, () => channel.view.people.length === peers.length);
  }
  for (const peer of peers) speak(peer, random);
  await Promise.all(peers.map(peer => complete(peer, peers)));
}

/** Of what a peer does so much changes a message that is there. */
const AMENDING = 0.3;

/** Sends until the end. How many messages were not taken over, and how many were changed. */
async function talk(peer: Peer, random: () => number, end: number): Promise<{ refused: number; amended: number }> {
  let [refused, amended] = [0, 0];
  while (Date.now() < end) {
    if (random() < AMENDING) {
      if (amend(peer, random)) amended++;
    } else if (!speak(peer, random)) refused++;
    await sleep(random() * PAUSE * 2);
  }
  return { refused, amended };
}

/** Waits until a peer shows as much as all have sent, and the server has confirmed its own. */
function complete({ joined }: Peer, peers: readonly Peer[]): Promise<void> {
  return until(joined.channel.transcript.onDidChange, () => {
    const messages = joined.messages();
    // What was taken back before it went out is nowhere.
    const wanted = peers.reduce((sum, { sent, deleted }) => sum + sent.length - deleted.size, 0);
    const there = messages.filter(({ deleted }) => !deleted).length;
    return there >= wanted && messages.every(({ state }) => state === 'sent' || state === 'failed');
  });
}

/** Waits until all show the same. What one has changed oneself one shows at once, so that nothing is on its way then. */
async function agreement(peers: readonly Peer[]): Promise<void> {
  const [first, ...others] = peers;
  if (!first) return;
  const agree = () => others.every(peer => stateOf(peer) === stateOf(first));
  while (!agree()) {
    await Promise.race(peers.map(({ joined }) => once(joined.channel.transcript.onDidChange)));
  }
}

function once(event: Event<unknown>): Promise<void> {
  return new Promise(resolve => {
    const subscription = event(() => {
      subscription.dispose();
      resolve();
    });
  });
}

type Verdict = Pick<ChaosResult, 'sent' | 'lost' | 'duplicated' | 'outOfOrder' | 'different' | 'examples'>;

function judge(peers: readonly Peer[]): Verdict {
  const verdict: Verdict = { sent: 0, lost: 0, duplicated: 0, outOfOrder: 0, different: 0, examples: [] };
  const [first] = peers.map(stateOf);
  for (const { sent } of peers) verdict.sent += sent.length;
  for (const reader of peers) {
    const shown = shownBy(reader);
    if (stateOf(reader) !== first) verdict.different++;
    for (const { name, sent, deleted } of peers) {
      const theirs = shown.filter(marker => marker.startsWith(`${name} `));
      const standing = sent.filter(marker => !deleted.has(marker));
      compare(`${reader.name} shows`, standing, theirs, verdict);
    }
  }
  return verdict;
}

function compare(reader: string, sent: readonly string[], shown: readonly string[], verdict: Verdict): void {
  const note = (marker: string, what: string) => {
    if (verdict.examples.length < MAX_EXAMPLES) verdict.examples.push(`${reader} ${marker} ${what}`);
  };
  const seen = new Set<string>();
  let latest = 0;
  for (const marker of shown) {
    const number = Number(marker.split(' ')[1]);
    if (seen.has(marker)) {
      verdict.duplicated++;
      note(marker, 'again');
    } else if (number < latest) {
      verdict.outOfOrder++;
      note(marker, `behind ${latest}`);
    }
    seen.add(marker);
    latest = Math.max(latest, number);
  }
  for (const marker of sent) {
    if (seen.has(marker)) continue;
    verdict.lost++;
    note(marker, 'never');
  }
}
