import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { randomFrom, SimulatedClock, SimulatedPeer, SimulatedRelay, type Faults } from '../support/simulation';

const calm: Faults = { loss: 0, duplication: 0, reorder: false, delay: 30 };

/** What happens to the peer of that number. */
type Step =
  | { do: 'say'; peer: number }
  | { do: 'cut'; peer: number; noticed: number }
  | { do: 'connect'; peer: number }
  | { do: 'wait'; ms: number }
  | { do: 'restart' };

const PEERS = 4;
const peer = fc.nat(PEERS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), peer }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('cut' as const), peer, noticed: fc.constantFrom(0, 5_000, 40_000) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('connect' as const), peer }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 20, 200, 3_000, 15_000) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

const faults: fc.Arbitrary<Faults> = fc.record({
  loss: fc.constantFrom(0, 0, 0.05, 0.2),
  duplication: fc.constantFrom(0, 0, 0.1),
  reorder: fc.boolean(),
  delay: fc.constantFrom(0, 50, 500),
});

/** Runs the steps, lets the faults stop, and gives the peers when all has come to rest. */
function play(seed: number, trouble: Faults, steps: readonly Step[]): { peers: SimulatedPeer[]; said: string[][] } {
  const clock = new SimulatedClock();
  const relay = new SimulatedRelay(clock, randomFrom(seed), calm);
  const peers = Array.from({ length: PEERS }, (_, index) => new SimulatedPeer(`p${index}`, relay, `s${index}`));
  const said: string[][] = peers.map(() => []);
  for (const each of peers) each.connect();
  // All are there before the trouble begins: what is said from then on is everybody's.
  clock.pass(5_000);
  relay.faults = trouble;
  for (const action of steps) {
    if (action.do === 'wait') clock.pass(action.ms);
    else if (action.do === 'restart') for (const each of peers) each.disconnect();
    else {
      const [one, words] = [peers[action.peer], said[action.peer]];
      assert.ok(one && words);
      if (action.do === 'cut') one.disconnect(action.noticed);
      else if (action.do === 'connect') one.connect();
      else {
        const text = `${one.name}:${words.length + 1}`;
        words.push(text);
        one.say(text);
      }
    }
  }
  relay.faults = calm;
  for (const each of peers) each.disconnect();
  clock.pass(60_000);
  for (const each of peers) each.connect();
  clock.pass(120_000);
  return { peers, said };
}

describe('delivery over a network that fails', () => {
  it('ends with everybody seeing everything once, in one order, each sender in theirs', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(fc.nat(), faults, fc.array(step, { maxLength: 60 }), (seed, trouble, steps) => {
        const { peers, said } = play(seed, trouble, steps);
        const [first] = peers;
        assert.ok(first);
        const all = said.flat();
        assert.deepEqual([...first.texts].sort(), [...all].sort(), 'each message once');
        for (const each of peers) assert.deepEqual(each.texts, first.texts, 'one order for all');
        for (const words of said) {
          assert.deepEqual(
            first.texts.filter(text => words.includes(text)),
            words,
            'each sender in order',
          );
        }
        for (const each of peers) {
          assert.deepEqual(
            each.messages.filter(({ from, state }) => from.self && state !== 'sent'),
            [],
          );
          assert.deepEqual(
            each.transcript.entries.filter(({ kind }) => kind === 'missing'),
            [],
          );
        }
      }),
      {
        numRuns: Number(process.env['SIMULATION_RUNS'] ?? 300),
        ...(process.env['SIMULATION_SEED'] && { seed: Number(process.env['SIMULATION_SEED']) }),
      },
    );
  });
});
