import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { STATUSES } from '../../../src/protocol/presence';
import { HEARTBEAT, SILENT_AFTER, TYPING_LASTS } from '../../../src/session/presence';
import { randomFrom, SimulatedClock, SimulatedPeer, SimulatedRelay, type Faults } from '../support/simulation';
import { Wire } from '../support/wire';

const calm: Faults = { loss: 0, duplication: 0, reorder: false, delay: 30 };
const PEERS = 4;
const peer = fc.nat(PEERS - 1);
const place = { path: 'a.ts', top: 1, bottom: 40, selections: [] };

type Step =
  | { do: 'set'; peer: number; status: (typeof STATUSES)[number] }
  | { do: 'cut'; peer: number; noticed: number }
  | { do: 'connect'; peer: number }
  | { do: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('set' as const), peer, status: fc.constantFrom(...STATUSES) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('cut' as const), peer, noticed: fc.constantFrom(0, 5_000, 40_000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('connect' as const), peer }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(20, 900, 20_000) }) },
);

const faults: fc.Arbitrary<Faults> = fc.record({
  loss: fc.constantFrom(0, 0.2),
  duplication: fc.constantFrom(0, 0.2),
  reorder: fc.boolean(),
  delay: fc.constantFrom(0, 500),
});

describe('people who say how they are', () => {
  it('agree within one heartbeat after all that can happen to their network', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(fc.nat(), faults, fc.array(step, { maxLength: 40 }), (seed, trouble, steps) => {
        const clock = new SimulatedClock();
        const relay = new SimulatedRelay(clock, randomFrom(seed), calm);
        const peers = Array.from({ length: PEERS }, (_, index) => new SimulatedPeer(`p${index}`, relay, `s${index}`));
        const truth = peers.map(() => 'active');
        for (const each of peers) {
          each.conversation.presence.set({ status: 'active' });
          each.connect();
        }
        clock.pass(5_000);
        relay.faults = trouble;
        for (const action of steps) {
          const one = 'peer' in action ? peers[action.peer] : undefined;
          if (action.do === 'wait') clock.pass(action.ms);
          else if (action.do === 'cut') one?.disconnect(action.noticed);
          else if (action.do === 'connect') one?.connect();
          else {
            one?.conversation.presence.set({ status: action.status });
            truth[action.peer] = action.status;
          }
        }
        // What was still on its way comes in, and one heartbeat of each that is there.
        relay.faults = calm;
        clock.pass(HEARTBEAT + 5_000);
        const here = peers.flatMap((each, index) => (each.online ? [index] : []));
        for (const reader of here) {
          for (const other of here) {
            const known = peers[reader]?.conversation.presence.of(`s${other}`);
            assert.deepEqual(known, { status: truth[other] }, `p${reader} of p${other}`);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('say so in their hello, and to whoever greets them, before any heartbeat', () => {
    const wire = new Wire();
    wire.conversation.presence.set({ status: 'busy', place });
    wire.conversation.online();
    assert.deepEqual(wire.said('hello')[0]?.['presence'], { n: 1, status: 'busy', place });
    wire.hello('ada', 'a', { ask: true, presence: { n: 3, status: 'call' } });
    assert.deepEqual(wire.said('hello')[0]?.['presence'], { n: 1, status: 'busy', place });
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'call' });
  });

  it('say nothing that they were not told to say', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.clock.pass(3 * HEARTBEAT);
    assert.ok(!JSON.stringify(wire.out).includes('presence'));
  });

  it('tell of changes once a second at most, the latest one, and of themselves every heartbeat', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.clock.pass(2_000);
    for (let line = 1; line <= 100; line++) {
      wire.conversation.presence.set({ status: 'active', place: { ...place, top: line, bottom: line } });
      wire.clock.pass(50);
    }
    wire.clock.pass(1_000);
    const told = wire.said('presence');
    assert.ok(told.length >= 5 && told.length <= 7, `${told.length} frames in 6 s`);
    assert.deepEqual((told.at(-1)?.['place'] as typeof place).top, 100);
    wire.clock.pass(10 * HEARTBEAT);
    assert.equal(wire.said('presence').length, 10);
    wire.conversation.presence.set({ status: 'active', place: { ...place, top: 100, bottom: 100 } });
    wire.clock.pass(5_000);
    assert.equal(wire.said('presence').length, 0, 'nothing has changed');
  });

  it('take back at once where they are', () => {
    const wire = new Wire();
    wire.conversation.presence.set({ status: 'active' });
    wire.conversation.online();
    wire.clock.pass(1_000);
    wire.conversation.presence.set({ status: 'active', place });
    wire.clock.pass(100);
    assert.deepEqual(wire.said('presence').at(-1)?.['place'], place);
    wire.conversation.presence.set({ status: 'active' });
    wire.clock.pass(0);
    const said = wire.said('presence');
    assert.equal(said.length, 1);
    assert.equal(said[0]?.['place'], undefined);
    wire.conversation.offline();
  });

  it('are away when they have not said for long that they are there', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.hear({ type: 'presence', session: 'ada', n: 1, status: 'active', place }, 'a');
    wire.clock.pass(SILENT_AFTER - 1);
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'active', place });
    wire.clock.pass(1);
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'away' });
    wire.hear({ type: 'presence', session: 'ada', n: 1, status: 'active', place }, 'a');
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'active', place });
  });

  it('keep how they are through a blip', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.hear({ type: 'presence', session: 'ada', n: 4, status: 'call' }, 'a');
    wire.conversation.left('a');
    wire.hear({ type: 'presence', session: 'ada', n: 2, status: 'idle' }, 'a2');
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'call' });
    wire.conversation.offline();
    wire.conversation.online();
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'call' });
  });

  it('write until they stop, have said it, or for a while', () => {
    const wire = new Wire();
    wire.conversation.online();
    const writes = () => wire.conversation.presence.of('ada').typing === true;
    wire.hear({ type: 'typing', session: 'ada', on: true }, 'a');
    assert.equal(writes(), true);
    wire.clock.pass(TYPING_LASTS);
    assert.equal(writes(), false);
    wire.hear({ type: 'typing', session: 'ada', on: true }, 'a');
    wire.hear({ type: 'typing', session: 'ada', on: false }, 'a');
    assert.equal(writes(), false);
    wire.hear({ type: 'typing', session: 'ada', on: true }, 'a');
    wire.hear({ type: 'chat', session: 'ada', id: 'i', seq: 1, at: 1, text: 'done' }, 'a');
    assert.equal(writes(), false);
  });

  it('say that they write now and then, and to whom it is for', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.out.length = 0;
    const { presence } = wire.conversation;
    for (let key = 0; key < 90; key++) {
      presence.write(true);
      wire.clock.pass(100);
    }
    presence.write(false);
    presence.write(false);
    assert.deepEqual(
      wire.said('typing').map(({ on }) => on),
      [true, true, true, false],
    );
    presence.write(true, 'a');
    assert.deepEqual(
      wire.out.map(({ uid }) => uid),
      ['a'],
    );
    wire.chat('hello', 'a');
    wire.out.length = 0;
    presence.write(false, 'a');
    assert.deepEqual(wire.out, [], 'what is said tells it');
  });

  it('believe nobody else about themselves or another, and no place that cannot be read', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.hello('ada', 'a');
    wire.hear({ type: 'presence', session: 'ada', n: 9, status: 'busy' }, 'e');
    wire.hear({ type: 'presence', session: 'me', n: 9, status: 'busy' }, 'e');
    assert.deepEqual([wire.conversation.presence.of('ada'), wire.conversation.presence.of('me')], [{}, {}]);
    wire.hear({ type: 'presence', session: 'ada', n: 1, status: 'idle', place: { ...place, path: '' } }, 'a');
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'idle' });
    wire.hello('ada', 'a', { presence: { n: 2, status: 'sleeping' } });
    assert.deepEqual(wire.conversation.presence.of('ada'), { status: 'idle' });
  });

  it('leave no timer behind', () => {
    const wire = new Wire();
    wire.conversation.presence.set({ status: 'active' });
    wire.conversation.online();
    wire.hear({ type: 'presence', session: 'ada', n: 1, status: 'active' }, 'a');
    wire.hear({ type: 'typing', session: 'ada', on: true }, 'a');
    wire.conversation.presence.set({ status: 'idle' });
    wire.conversation.offline();
    wire.conversation.presence.set({ status: 'away' });
    wire.hear({ type: 'typing', session: 'ada', on: true }, 'a');
    assert.equal(wire.timers, 0);
  });

  it('stop saying so where the server lets nothing through', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.conversation.presence.set({ status: 'active' });
    wire.error('A send key is missing.');
    wire.out.length = 0;
    wire.conversation.presence.set({ status: 'idle' });
    wire.conversation.presence.write(true);
    wire.clock.pass(5 * HEARTBEAT);
    assert.deepEqual(wire.out, []);
  });
});
