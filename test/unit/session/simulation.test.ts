import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { isRecord } from '../../../src/base/guards';
import { AppError } from '../../../src/base/errors';
import { LOG_LIMITS } from '../../../src/session/contentLog';
import { Conversation, type ConversationHost } from '../../../src/session/conversation';
import type { OutboxStore, StoredMessage } from '../../../src/session/outbox';
import type { MakeFrame, PacedFrame } from '../../../src/session/pace';
import { MAX_PEERS } from '../../../src/session/peers';
import { MAX_STREAMS } from '../../../src/session/streams';
import { MAX_ENTRIES, Transcript } from '../../../src/session/transcript';
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

/** A conversation whose connection the test holds in its hands: what it says is put down, what it hears is made up. */
class Wire implements ConversationHost {
  readonly clock = new SimulatedClock();
  readonly transcript = new Transcript();
  readonly conversation: Conversation;
  readonly out: PacedFrame[] = [];
  readonly failures: (string | undefined)[] = [];
  /** How many timers there are. */
  timers = 0;
  /** What the queue does with a frame: takes it and sends it at once, holds it back, or has no room. */
  queue: 'open' | 'held' | 'full' = 'open';
  readonly waiting: MakeFrame[] = [];

  constructor(formerly: readonly string[] = [], store?: OutboxStore) {
    const clock = {
      now: () => this.clock.now(),
      after: (ms: number, act: () => void) => {
        let open = true;
        const end = () => {
          if (open) this.timers--;
          open = false;
        };
        this.timers++;
        const timer = this.clock.after(ms, () => {
          end();
          act();
        });
        return {
          dispose: () => {
            end();
            timer.dispose();
          },
        };
      },
    };
    this.conversation = new Conversation({ session: 'me', formerly }, this, this.transcript, clock, store);
  }

  silenced(): void {
    this.failures.push('silenced');
  }

  enqueue(make: MakeFrame): boolean {
    if (this.queue === 'full') return false;
    this.waiting.push(make);
    if (this.queue === 'open') this.send();
    return true;
  }

  /** What was held back goes out. */
  send(): void {
    for (let make = this.waiting.shift(); make; make = this.waiting.shift()) {
      const frame = make();
      if (frame) this.out.push(frame);
    }
  }

  hear(message: Record<string, unknown>, uid: string): void {
    this.conversation.received({ message, uid, date: this.clock.now() });
  }

  /** The server passes on what is broadcast. */
  echo(): void {
    for (const { message, uid } of this.out.splice(0)) {
      if (uid === undefined && isRecord(message)) this.hear(message, 'u');
    }
  }

  hello(session: string, uid: string, more: Record<string, unknown> = {}): void {
    this.hear({ type: 'hello', session, seen: {}, last: 0, met: {}, ...more }, uid);
  }

  error(text: string): void {
    this.conversation.reported(text, () => new AppError('server', text));
  }

  /** What went out of one type, and is forgotten by that. */
  said(type: string): Record<string, unknown>[] {
    const all = this.out.splice(0).map(({ message }) => message as Record<string, unknown>);
    return all.filter(message => message['type'] === type);
  }

  get states(): string[] {
    return this.transcript.entries.flatMap(entry => (entry.kind === 'message' ? [entry.state] : []));
  }

  get texts(): string[] {
    return this.transcript.entries.flatMap(entry => (entry.kind === 'message' ? [textOf(entry)] : []));
  }

  chat(text: string, to?: string): void {
    this.conversation.send({ type: 'chat', text }, to === undefined ? undefined : { uid: to });
  }

  passed(): void {
    // Nobody counts here.
  }
  slowDown(): void {
    this.failures.push('too fast');
  }
  ownUid(): string {
    return 'u';
  }
  ownName(): string {
    return 'Me';
  }
  senderOf(uid: string) {
    return { uid, self: false };
  }
  failed(error: AppError): void {
    this.failures.push(error.message);
  }
  sharesHistory(): boolean {
    return false;
  }
}

/** Long content, and as many parts as there are bytes. */
const long = (bytes: number) => randomBytes(bytes).toString('base64');

describe('a conversation and its connection', () => {
  it('keeps the order of what was written within one moment', () => {
    const clock = new SimulatedClock();
    const relay = new SimulatedRelay(clock, randomFrom(1), { ...calm, delay: 0 });
    const [ada, grace] = ['ada', 'grace'].map(name => new SimulatedPeer(name, relay, name));
    assert.ok(ada && grace);
    ada.connect();
    grace.connect();
    clock.pass(1_000);
    const words = Array.from({ length: 25 }, (_, index) => `word ${index}`);
    for (const word of words) ada.say(word);
    clock.pass(1_000);
    assert.deepEqual(ada.texts, words);
    assert.deepEqual(grace.texts, words);
  });

  it('does not blame a message for an error about someone who has left', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.hello('ada', 'gone', { ask: true });
    wire.chat('to all');
    wire.error('No user gone is in this channel.');
    assert.deepEqual([wire.states, wire.failures], [['sending'], []]);
    wire.echo();
    assert.deepEqual(wire.states, ['sent']);
  });

  it('fails what goes out in parts to one who has left once, and stops', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.queue = 'held';
    wire.chat(long(300_000), 'gone');
    while (wire.waiting.length === 0) await sleep(5);
    assert.equal(wire.waiting.shift()?.()?.uid, 'gone');
    wire.error('No user gone is in this channel.');
    wire.error('No user gone is in this channel.');
    assert.deepEqual(wire.failures.length, 1);
    assert.equal(wire.states[0], 'failed');
    wire.send();
    assert.deepEqual(wire.said('part'), []);
  });

  it('hands over later what the queue had no room for', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.clock.pass(10_000);
    wire.queue = 'full';
    wire.chat('patience');
    wire.queue = 'open';
    wire.clock.pass(20_000);
    wire.echo();
    assert.deepEqual(wire.states, ['sent']);
  });

  it('leaves no hole in its numbers when a message turns out to have arrived before a reload', () => {
    const wire = new Wire(['me before']);
    wire.conversation.restore([{ id: 'i', draft: { type: 'chat', text: 'again' } }]);
    wire.queue = 'held';
    wire.conversation.online();
    const content = { type: 'chat', text: 'again', id: 'i', session: 'me before', seq: 1, at: wire.clock.now() };
    wire.hear(content, 'other');
    assert.deepEqual([wire.texts, wire.states], [['again'], ['sent']]);
    wire.send();
    assert.deepEqual(
      wire.said('chat').map(({ seq }) => seq),
      [1],
    );
  });

  it('gives parts again, however fast the first ones went', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.hello('ada', 'a');
    wire.chat(long(200_000));
    while (wire.out.length < 4) await sleep(5);
    const [first] = wire.said('part');
    assert.ok(first);
    wire.hear({ type: 'more', session: 'ada', transfer: first['transfer'], next: 1 }, 'a');
    assert.ok(wire.said('part').length > 0);
  });

  it('sends what is long and needs one part only again after a reconnect, and once', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.chat('x'.repeat(200_000));
    while (!wire.out.some(({ message }) => isRecord(message) && message['type'] === 'part')) await sleep(5);
    wire.out.length = 0;
    wire.conversation.offline();
    wire.conversation.online();
    assert.equal(wire.said('part').length, 1);
  });

  it('believes only the server that its parts have been passed on', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.chat('x'.repeat(200_000));
    while (!wire.out.some(({ message }) => isRecord(message) && message['type'] === 'part')) await sleep(5);
    const [part] = wire.said('part');
    assert.ok(part);
    wire.hear(part, 'eve');
    assert.deepEqual(wire.states, ['sending']);
    wire.hear(part, 'u');
    assert.deepEqual(wire.states, ['sent']);
  });

  it('does not send again to one person what was cancelled half-way', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.hello('ada', 'a');
    wire.chat(long(200_000), 'a');
    wire.queue = 'held';
    while (wire.waiting.length === 0) await sleep(5);
    wire.conversation.cancel(wire.transcript.entries[0]?.id ?? '');
    wire.queue = 'open';
    wire.send();
    wire.out.length = 0;
    wire.hello('ada', 'a again');
    await sleep(50);
    assert.deepEqual([wire.texts, wire.said('part')], [[], []]);
  });

  it('can refuse what comes from a peer with blanks in its names', () => {
    const wire = new Wire();
    wire.conversation.online();
    const part = { type: 'part', session: 'a b', transfer: 'c d', index: 0, count: 2, size: 4, full: 9, sum: 1 };
    wire.hear({ ...part, data: 'AAA=' }, 'a');
    const [entry] = wire.transcript.entries;
    assert.equal(entry?.kind, 'transfer');
    wire.conversation.cancel(entry.id);
    wire.hear({ ...part, index: 1, data: 'AAA=' }, 'a');
    assert.deepEqual(wire.transcript.entries, []);
  });

  it('has no broadcast of what one says to oneself', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.chat('note to self', 'u');
    const [note] = wire.said('chat');
    assert.ok(note);
    wire.hear(note, 'u');
    assert.deepEqual(wire.states, ['delivered']);
    wire.hear({ type: 'resend', session: 'ada', of: 'me', from: 1, to: 9 }, 'a');
    assert.deepEqual(wire.said('resent'), []);
  });

  it('takes up all it had taken over before a reload, and keeps it once', () => {
    const kept: string[] = [];
    const store: OutboxStore = {
      load: () => Promise.resolve([]),
      put: ({ id }) => void kept.push(id),
      remove: id => void kept.push(`-${id}`),
    };
    const wire = new Wire([], store);
    const draft = { type: 'chat' as const, text: 'x' };
    const messages = Array.from({ length: 300 }, (_, index): StoredMessage => ({ id: `m${index}`, draft }));
    wire.conversation.online();
    // Its uid is of the connection before: whoever had it has to be met first.
    wire.conversation.restore([...messages, { id: 'direct', draft, to: { uid: 'old', session: 'ada' } }]);
    assert.equal(wire.states.length, 301);
    assert.ok(!wire.out.some(({ uid }) => uid === 'old'));
    wire.hello('ada', 'new');
    assert.ok(wire.out.some(({ uid }) => uid === 'new'));
    assert.deepEqual(kept, []);
    wire.echo();
    kept.splice(0);
    wire.chat('to a plain client', 'plain');
    assert.equal(kept.length, 2, 'it counts as sent');
  });

  it('leaves no timer behind when it goes offline', () => {
    const wire = new Wire();
    const listening = wire.transcript.onDidChange(({ entry }) => {
      if (entry.kind === 'message' && entry.state === 'sending') wire.conversation.offline();
    });
    wire.chat('one');
    wire.conversation.online();
    assert.equal(wire.timers, 0, 'from within');
    listening.dispose();
    wire.conversation.online();
    wire.conversation.online();
    wire.hello('ada', 'a', { last: 9, seen: { eve: 5 } });
    wire.hear({ type: 'chat', text: 'late', id: 'i', session: 'eve', seq: 9, at: 1 }, 'e');
    wire.conversation.offline();
    assert.equal(wire.timers, 0);
  });

  it('answers one connection so much and no more, whatever it says it is', () => {
    const wire = new Wire();
    wire.conversation.online();
    for (let i = 0; i < 3_000; i++) {
      wire.hear({ type: 'resend', session: `s${i}`, of: 'me', from: 1, to: 9 }, 'eve');
      wire.hello(`s${i}`, 'eve', { ask: true });
    }
    assert.ok(wire.out.length < 2_000, `${wire.out.length} answers`);
  });

  it('remembers no end of sessions that it has asked about', () => {
    const wire = new Wire(['me before']);
    wire.conversation.online();
    for (let round = 0; round < 20; round++) {
      const seen = Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`s${round}-${i}`, 5]));
      wire.hello('eve', 'e', { seen });
      wire.clock.pass(4_000);
    }
    const { asked } = wire.conversation.held;
    assert.ok(asked <= 2 * MAX_STREAMS, `${asked}`);
  });
});

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
