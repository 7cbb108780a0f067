import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { AppError } from '../../../src/base/errors';
import type { MessageEntry } from '../../../src/protocol/transcript';
import { randomFrom, SimulatedClock, SimulatedPeer, SimulatedRelay, textOf, type Faults } from '../support/simulation';

const calm: Faults = { loss: 0, duplication: 0, reorder: false, delay: 30 };
const EMOJIS = ['👍', '🎉', '❤️'] as const;
const PEERS = 4;
const peer = fc.nat(PEERS - 1);

/** What the peer of that number does; `which` chooses among the messages that it sees. */
type Step =
  | { do: 'say'; peer: number }
  | { do: 'connect'; peer: number }
  | { do: 'edit'; peer: number; which: number }
  | { do: 'delete'; peer: number; which: number }
  | { do: 'react'; peer: number; which: number; emoji: (typeof EMOJIS)[number] }
  | { do: 'cut'; peer: number; noticed: number }
  | { do: 'wait'; ms: number };

const which = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), peer }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit' as const), peer, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), peer, which }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('react' as const), peer, which, emoji: fc.constantFrom(...EMOJIS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('cut' as const), peer, noticed: fc.constantFrom(0, 5_000, 40_000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('connect' as const), peer }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 20, 200, 3_000, 15_000) }),
  },
);

const faults: fc.Arbitrary<Faults> = fc.record({
  loss: fc.constantFrom(0, 0, 0.05, 0.2),
  duplication: fc.constantFrom(0, 0, 0.1),
  reorder: fc.boolean(),
  delay: fc.constantFrom(0, 50, 500),
});

/** What has become of a message by all that was done to it. */
interface Meant {
  text: string;
  deleted: boolean;
  /** Emoji and peer. */
  votes: Set<string>;
}

/** Does one thing as a person would, and puts down what is meant to come of it. */
function act(one: SimulatedPeer, action: Exclude<Step, { do: 'wait' }>, meant: Map<string, Meant>, n: number): void {
  if (action.do === 'cut') one.disconnect(action.noticed);
  else if (action.do === 'connect') one.connect();
  else if (action.do === 'say') {
    one.say(`${one.name} says ${n}`);
    const { content = '' } = one.messages.findLast(({ from }) => from.self) ?? {};
    meant.set(content, { text: `${one.name} says ${n}`, deleted: false, votes: new Set() });
  } else {
    const candidates = one.messages.filter(({ from, deleted }) => !deleted && (action.do === 'react' || from.self));
    const entry = candidates[action.which % candidates.length];
    const message = meant.get(entry?.content ?? '');
    if (entry && message) amend(one, action, entry, message, n);
  }
}

function amend(
  one: SimulatedPeer,
  action: Extract<Step, { which: number }>,
  entry: MessageEntry,
  message: Meant,
  n: number,
): void {
  const { amending } = one.conversation;
  if (action.do === 'edit') {
    message.text = `${one.name} corrects ${n}`;
    amending.edit(entry.id, message.text);
  } else if (action.do === 'delete') {
    amending.delete(entry.id);
    message.deleted = true;
  } else {
    const own = entry.reactions?.find(({ emoji }) => emoji === action.emoji)?.own ?? false;
    try {
      amending.react(entry.id, action.emoji, !own);
    } catch (thrown) {
      // It has not gone out yet.
      assert.ok(thrown instanceof AppError && thrown.code === 'input');
      return;
    }
    const vote = `${action.emoji} ${one.name}`;
    if (own) message.votes.delete(vote);
    else message.votes.add(vote);
  }
}

function play(seed: number, trouble: Faults, steps: readonly Step[]) {
  const clock = new SimulatedClock();
  const relay = new SimulatedRelay(clock, randomFrom(seed), calm);
  const peers = Array.from({ length: PEERS }, (_, index) => new SimulatedPeer(`p${index}`, relay, `s${index}`));
  const meant = new Map<string, Meant>();
  for (const each of peers) each.connect();
  clock.pass(5_000);
  relay.faults = trouble;
  for (const [n, action] of steps.entries()) {
    const one = 'peer' in action ? peers[action.peer] : undefined;
    if (action.do === 'wait') clock.pass(action.ms);
    else if (one) act(one, action, meant, n);
  }
  relay.faults = calm;
  for (const each of peers) each.disconnect();
  clock.pass(60_000);
  for (const each of peers) each.connect();
  clock.pass(120_000);
  return { peers, meant };
}

/** What everybody has to agree on, the order of emojis included. */
function stateOf(entry: MessageEntry): unknown {
  const { content, edited, deleted, reactions = [] } = entry;
  const votes = reactions.map(({ emoji, count }) => [emoji, count]);
  return { content, text: textOf(entry), edited, deleted, votes };
}

const runs = {
  numRuns: Number(process.env['SIMULATION_RUNS'] ?? 300),
  ...(process.env['SIMULATION_SEED'] && { seed: Number(process.env['SIMULATION_SEED']) }),
};

describe('delivery of what changes messages, over a network that fails', () => {
  it('ends with everybody showing the same, and what was meant', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(fc.nat(), faults, fc.array(step, { maxLength: 80 }), (seed, trouble, steps) => {
        const { peers, meant } = play(seed, trouble, steps);
        const [first] = peers;
        assert.ok(first);
        for (const each of peers) {
          assert.deepEqual(each.messages.map(stateOf), first.messages.map(stateOf), 'one state for all');
          assert.deepEqual(
            each.messages.filter(({ state }) => state !== 'sent'),
            [],
          );
          for (const entry of each.messages) {
            const { text, deleted, votes } = meant.get(entry.content ?? '') ?? {};
            assert.deepEqual([textOf(entry), entry.deleted ?? false], [deleted ? '' : text, deleted]);
            const own = EMOJIS.filter(emoji => votes?.has(`${emoji} ${each.name}`) && !deleted);
            const shown = (entry.reactions ?? []).filter(reaction => reaction.own).map(({ emoji }) => emoji);
            assert.deepEqual(shown.sort(), [...own].sort(), 'one knows what one has put there oneself');
            const count = (entry.reactions ?? []).reduce((sum, reaction) => sum + reaction.count, 0);
            assert.equal(count, deleted ? 0 : votes?.size);
          }
        }
      }),
      runs,
    );
  });
});
