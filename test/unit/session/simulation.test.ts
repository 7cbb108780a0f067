import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { LOG_LIMITS } from '../../../src/session/contentLog';
import { MAX_PEERS } from '../../../src/session/peers';
import { MAX_STREAMS } from '../../../src/session/streams';
import { MAX_ENTRIES } from '../../../src/session/transcript';
import { randomFrom, SimulatedClock, SimulatedPeer, SimulatedRelay, textOf, type Faults } from '../support/simulation';

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

const runs = {
  numRuns: Number(process.env['SIMULATION_RUNS'] ?? 300),
  ...(process.env['SIMULATION_SEED'] && { seed: Number(process.env['SIMULATION_SEED']) }),
};

/** Three who stay on and off, and guests who come, reload and go for good. */
type Coming =
  | { do: 'say' | 'cut' | 'connect'; peer: number }
  | { do: 'guest' | 'guestSays' | 'guestGoes' }
  | { do: 'wait'; ms: number };

const coming: fc.Arbitrary<Coming> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('say' as const, 'cut' as const, 'connect' as const), peer: fc.nat(2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('guest' as const, 'guestSays' as const, 'guestGoes' as const) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(20, 500, 5_000) }) },
);

function playComings(seed: number, steps: readonly Coming[]) {
  const clock = new SimulatedClock();
  const relay = new SimulatedRelay(clock, randomFrom(seed), calm);
  const stayed = [0, 1, 2].map(index => new SimulatedPeer(`p${index}`, relay, `s${index}`));
  const guests: SimulatedPeer[] = [];
  let count = 0;
  for (const each of stayed) each.connect();
  clock.pass(5_000);
  for (const step of steps) {
    const guest = guests.at(-1);
    if (step.do === 'wait') clock.pass(step.ms);
    else if ('peer' in step) {
      const one = stayed[step.peer];
      if (step.do === 'cut') one?.disconnect();
      else if (step.do === 'connect') one?.connect();
      else one?.say(`${one.name}:${++count}`);
    } else if (step.do === 'guest') {
      // Whom a peer has never heard of, or been told of by one who has, is a stranger to it: somebody has to be there.
      if (!stayed.some(({ online }) => online)) continue;
      const next = new SimulatedPeer(`g${guests.length}`, relay, `guest${guests.length}`);
      guests.push(next);
      next.connect();
      clock.pass(1_000);
    } else if (guest?.online) {
      if (step.do === 'guestGoes') guest.disconnect();
      else guest.say(`${guest.name}:${++count}`);
    }
  }
  for (const each of stayed) each.connect();
  clock.pass(60_000);
  const after = ['the last word'];
  stayed[0]?.say(after[0] ?? '');
  clock.pass(60_000);
  return { stayed, guests, after };
}

/** What a peer of our own would not say, and what comes back. */
class Stranger {
  readonly heard: string[] = [];

  constructor(
    private readonly peer: SimulatedPeer,
    readonly session: string,
  ) {
    peer.heard = message => void this.heard.push(JSON.stringify(message));
  }

  say(message: Record<string, unknown>, uid?: string): void {
    this.peer.enqueue(() => ({ message: { session: this.session, ...message }, ...(uid !== undefined && { uid }) }));
  }
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
      runs,
    );
  });

  it('gives those who come back, in whatever company, what they missed, and those who only join what follows', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(fc.nat(), fc.array(coming, { maxLength: 40 }), (seed, steps) => {
        const { stayed, guests, after } = playComings(seed, steps);
        const [first] = stayed;
        assert.ok(first);
        for (const each of stayed) assert.deepEqual(each.texts, first.texts);
        assert.equal(new Set(first.texts).size, first.texts.length);
        for (const guest of guests) {
          // What it said and had no time to send is its own.
          const shared = guest.messages.filter(({ from, state }) => !from.self || state === 'sent').map(textOf);
          const inOrder: string[] = first.texts.filter(text => shared.includes(text));
          assert.deepEqual(shared, inOrder, 'a guest sees each once, in the same order');
          if (guest.online)
            assert.ok(
              after.every(text => guest.texts.includes(text)),
              'and everything from then on',
            );
        }
      }),
      runs,
    );
  });

  it('does not give a stranger what was said before, whatever it claims', () => {
    const clock = new SimulatedClock();
    const relay = new SimulatedRelay(clock, randomFrom(1), calm);
    const ada = new SimulatedPeer('Ada', relay, 'ada');
    ada.connect();
    ada.say('an old secret');
    clock.pass(10_000);
    const uid = ada.ownUid();
    const strangers = ['eve', 'mallory'].map(session => {
      const peer = new SimulatedPeer(session, relay, session);
      peer.connect();
      return new Stranger(peer, session);
    });
    const claims = { seen: {}, last: 0, met: { eve: 1, mallory: 1, other: 1 }, formerly: ['other', 'ada'], ask: true };
    for (const round of [1, 2]) {
      for (const stranger of strangers) {
        stranger.say({ type: 'hello', ...claims });
        stranger.say({ type: 'resend', of: 'ada', from: 1, to: 100 }, uid);
        stranger.say({ type: 'history', last: 50 }, uid);
        stranger.say({ type: 'more', transfer: `t${round}`, next: 0 }, uid);
      }
      clock.pass(5_000);
    }
    const heard = strangers.flatMap(stranger => stranger.heard);
    assert.ok(
      heard.some(text => text.includes('"done"')),
      'it was answered',
    );
    assert.ok(!heard.some(text => text.includes('secret')));
  });

  it('is moved by no lie about how far others are', () => {
    const clock = new SimulatedClock();
    const relay = new SimulatedRelay(clock, randomFrom(1), calm);
    const [ada, grace, eve] = ['ada', 'grace', 'eve'].map(name => new SimulatedPeer(name, relay, name));
    assert.ok(ada && grace && eve);
    eve.connect();
    const liar = new Stranger(eve, 'eve');
    ada.connect();
    clock.pass(1_000);
    grace.connect();
    for (let i = 0; i < 50; i++) {
      liar.say({ type: 'hello', seen: { ada: 9_000 * i, grace: 2 ** 40 }, last: 2 ** 50, met: {} });
      liar.say({
        type: 'resent',
        date: 1,
        content: { type: 'chat', id: `f${i}`, session: 'ada', seq: i, at: 1, text: 'forged' },
      });
    }
    clock.pass(10_000);
    ada.say('one');
    ada.say('two');
    clock.pass(20_000);
    // In an open channel a peer that is asked for history can make it up: no more of it than was asked for.
    assert.ok(grace.texts.filter(text => text === 'forged').length <= 50);
    assert.deepEqual(
      grace.texts.filter(text => text !== 'forged'),
      ['one', 'two'],
    );
  });

  it('keeps its books bounded, whoever floods it', () => {
    const clock = new SimulatedClock();
    const relay = new SimulatedRelay(clock, randomFrom(1), { ...calm, delay: 0 });
    const [ada, eve] = ['ada', 'eve'].map(name => new SimulatedPeer(name, relay, name));
    assert.ok(ada && eve);
    ada.connect();
    eve.connect();
    clock.pass(1_000);
    const flood = new Stranger(eve, 'eve');
    for (let i = 0; i < 4_000; i++) {
      flood.say({ type: 'chat', session: `s${i}`, id: `i${i}`, seq: 2 ** 40 + i, at: 2 ** 45, text: 'x' });
      flood.say({ type: 'resend', of: 'ada', from: 1, to: 100 }, ada.ownUid());
    }
    clock.pass(60_000);
    assert.ok(ada.transcript.entries.length <= MAX_ENTRIES);
    const { streams, peers, items } = ada.conversation.held;
    assert.ok(streams <= MAX_STREAMS && peers <= MAX_PEERS && items <= LOG_LIMITS.items);
    const answers = flood.heard.filter(text => text.includes('"done"')).length;
    assert.ok(answers < 2_000, `${answers} answers`);
    ada.say('still here');
    clock.pass(1_000);
    assert.ok(
      ada.messages.some(({ body, state }) => body.type === 'text' && body.text === 'still here' && state === 'sent'),
    );
  });
});
