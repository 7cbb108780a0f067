import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { isRecord } from '../../../src/base/guards';
import { asPageToHost } from '../../../src/protocol/panel';
import type { OutboxStore, StoredMessage } from '../../../src/session/outbox';
import { MAX_HELD, MAX_STREAMS } from '../../../src/session/streams';
import { pack } from '../../../src/session/transfer';
import { partAt, partCount } from '../../../src/session/transferParts';
import { randomFrom, SimulatedClock, SimulatedPeer, SimulatedRelay, type Faults } from '../support/simulation';
import { until } from '../support/channel';
import { chat } from '../support/transfer';
import { Wire } from '../support/wire';

const calm: Faults = { loss: 0, duplication: 0, reorder: false, delay: 30 };

/** Long content, and as many parts as there are bytes. */
const long = (bytes: number) => randomBytes(bytes).toString('base64');

function hasPart({ out }: Wire): boolean {
  return out.some(({ message }) => isRecord(message) && message['type'] === 'part');
}

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

  it('passes on as it came what it does not know, and blanks all of that when it is taken back', () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.hello('ada', 'a');
    const at = wire.clock.now();
    const poll = {
      type: 'poll',
      text: 'lunch?',
      id: 'p',
      session: 'ada',
      seq: 1,
      at,
      options: { noodles: [1] },
      re: 'q',
    };
    wire.hear(poll, 'a');
    const ask = () => {
      wire.hear({ type: 'resend', session: 'grace', of: 'ada', from: 1, to: 1 }, 'g');
      return wire.said('resent').map(({ content }) => content);
    };
    assert.deepEqual(ask(), [poll]);
    wire.hear({ type: 'delete', of: 'p', text: '', id: 'd', session: 'ada', seq: 2, at }, 'a');
    assert.deepEqual(ask(), [{ type: 'chat', text: '', id: 'p', session: 'ada', seq: 1, at }]);
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
    await until(wire.onDidEnqueue, () => wire.waiting.length > 0);
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
    wire.given('ada', content);
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
    await until(wire.onDidEnqueue, () => wire.out.length >= 4);
    const [first] = wire.said('part');
    assert.ok(first);
    wire.hear({ type: 'more', session: 'ada', transfer: first['transfer'], next: 1 }, 'a');
    assert.ok(wire.said('part').length > 0);
  });

  it('sends what is long and needs one part only again after a reconnect, and once', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.chat('x'.repeat(200_000));
    await until(wire.onDidEnqueue, () => hasPart(wire));
    wire.out.length = 0;
    wire.conversation.offline();
    wire.conversation.online();
    assert.equal(wire.said('part').length, 1);
  });

  it('believes only the server that its parts have been passed on', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.chat('x'.repeat(200_000));
    await until(wire.onDidEnqueue, () => hasPart(wire));
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
    await until(wire.onDidEnqueue, () => wire.waiting.length > 0);
    const [entry] = wire.transcript.entries;
    const cancelled = entry?.kind === 'message' ? entry.content : undefined;
    wire.conversation.cancel(entry?.id ?? '');
    wire.queue = 'open';
    wire.send();
    wire.out.length = 0;
    wire.hello('ada', 'a again');
    // Parts that go out after it show that those of before would have.
    wire.chat(long(150_000), 'a again');
    await until(wire.onDidEnqueue, () => hasPart(wire));
    const ids = wire.said('part').map(({ transfer }) => transfer);
    assert.deepEqual([wire.texts.length, new Set(ids).size, ids.includes(cancelled)], [1, 1, false]);
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

  it('names what comes in parts so that the page may name it, whatever its peer calls it', () => {
    const wire = new Wire();
    wire.conversation.online();
    const worst = '\u0001'.repeat(64);
    for (const session of [worst, `${worst.slice(1)}2`]) {
      wire.hear(
        { type: 'part', session, transfer: worst, index: 0, count: 2, size: 4, full: 9, sum: 1, data: 'AAA=' },
        'a',
      );
    }
    const ids = wire.transcript.entries.map(({ id }) => id);
    assert.equal(ids.length, 2);
    for (const entry of ids) {
      const asked = asPageToHost({ type: 'cancel', channel: 'c', entry });
      assert.ok(asked?.type === 'cancel');
      wire.conversation.cancel(asked.entry);
    }
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

  it('sends again what is before something long first, after a reconnect', async () => {
    const wire = new Wire();
    wire.conversation.online();
    wire.chat('before');
    wire.chat(long(300_000));
    await until(wire.onDidEnqueue, () => hasPart(wire));
    wire.conversation.offline();
    wire.out.length = 0;
    wire.queue = 'held';
    wire.conversation.online();
    wire.send();
    const types = wire.out.map(({ message }) => (isRecord(message) ? message['type'] : undefined));
    assert.deepEqual([...new Set(types)], ['hello', 'chat', 'part']);
    wire.conversation.offline();
  });

  it('takes what is long in again when there was no room to hold it', async () => {
    const wire = new Wire();
    const parts = async (content: ReturnType<typeof chat>) => {
      const packed = await pack(content);
      for (let n = 0; n < partCount(packed); n++) wire.hear({ ...partAt(packed, 'a', n) }, 'ua');
    };
    const last = MAX_HELD + 2;
    const whole = chat(long(100_000), { id: 'long', session: 'a', seq: last });
    wire.conversation.online();
    wire.hello('a', 'ua', { ask: true });
    for (let seq = 2; seq < last; seq++) wire.hear({ ...chat(`${seq}`, { id: `${seq}`, session: 'a', seq }) }, 'ua');
    await parts(whole);
    await until(wire.transcript.onDidRemove, () => wire.transcript.entries.length === 0);
    wire.hear({ ...chat('1', { id: '1', session: 'a', seq: 1 }) }, 'ua');
    assert.equal(wire.texts.length, MAX_HELD + 1);
    await parts(whole);
    await until(wire.transcript.onDidChange, () => wire.texts.includes(whole.text));
    wire.conversation.offline();
  });
});
