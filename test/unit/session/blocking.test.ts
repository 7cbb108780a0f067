import { strict as assert } from 'node:assert';
import type { MessageEntry } from '../../../src/protocol/transcript';
import { MAX_WITHHELD, type Who } from '../../../src/session/blocking';
import { Wire } from '../support/wire';

const eve = ({ session, name }: Who): boolean => session === 'eve' || name === 'Eve';
const nobody = (): boolean => false;

function meet(): Wire {
  const wire = new Wire();
  wire.conversation.online();
  wire.hello('ada', 'a');
  wire.hello('eve', 'e');
  return wire;
}

const seqs = new WeakMap<Wire, Map<string, number>>();
function says(wire: Wire, session: string, text: string, more: Record<string, unknown> = {}): void {
  const counts = seqs.get(wire) ?? new Map<string, number>();
  seqs.set(wire, counts);
  const seq = (counts.get(session) ?? 0) + 1;
  counts.set(session, seq);
  wire.clock.pass(1);
  const at = wire.clock.now();
  wire.hear({ type: 'chat', id: `${session} ${seq}`, session, seq, at, text, ...more }, session.slice(0, 1));
}

const messages = ({ transcript }: Wire): MessageEntry[] => transcript.entries.filter(entry => entry.kind === 'message');
const shown = (wire: Wire) =>
  messages(wire).map(({ body, blocked }) => (blocked ? 'blocked' : body.type === 'text' ? body.text : body.type));

describe('people who are blocked on this machine', () => {
  it('are not shown, nor is anything of what they say handed to whatever shows it', () => {
    const wire = meet();
    says(wire, 'eve', 'before');
    wire.conversation.display.setBlocked(eve);
    says(wire, 'eve', 'after');
    says(wire, 'ada', 'hello');
    wire.conversation.received({ message: 'plain words', uid: 'p', alias: 'Eve', date: wire.clock.now() + 10 });
    assert.deepEqual(shown(wire), ['blocked', 'blocked', 'hello', 'blocked']);
    const all = JSON.stringify(wire.transcript.entries);
    for (const word of ['before', 'after', 'plain']) assert.ok(!all.includes(word), word);
    wire.conversation.display.setBlocked(nobody);
    assert.deepEqual(shown(wire), ['before', 'after', 'hello', 'plain words']);
  });

  it('do not learn of it: what they say to one alone is confirmed as ever', () => {
    const wire = meet();
    wire.conversation.display.setBlocked(eve);
    wire.out.length = 0;
    says(wire, 'eve', 'psst', { direct: true });
    assert.equal(wire.said('receipt').length, 1);
    assert.deepEqual(shown(wire), ['blocked']);
  });

  it('can change what they said, which is seen when they are not blocked any more', () => {
    const wire = meet();
    says(wire, 'eve', 'one', { id: 'x' });
    wire.conversation.display.setBlocked(eve);
    says(wire, 'eve', 'two', { type: 'edit', of: 'x' });
    assert.deepEqual(shown(wire), ['blocked']);
    assert.ok(!JSON.stringify(wire.transcript.entries).includes('two'));
    wire.conversation.display.setBlocked(nobody);
    assert.deepEqual([shown(wire), messages(wire)[0]?.edited], [['two'], true]);
  });

  it('have no say in emojis', () => {
    const wire = meet();
    says(wire, 'ada', 'one', { id: 'x' });
    says(wire, 'eve', '💩', { type: 'react', of: 'x', emoji: '💩' });
    assert.equal(messages(wire)[0]?.reactions?.length, 1);
    wire.conversation.display.setBlocked(eve);
    assert.equal(messages(wire)[0]?.reactions, undefined);
    wire.conversation.display.setBlocked(nobody);
    assert.equal(messages(wire)[0]?.reactions?.length, 1);
  });

  it('are never oneself', () => {
    const wire = meet();
    wire.conversation.display.setBlocked(() => true);
    wire.chat('mine');
    assert.deepEqual(shown(wire), ['mine']);
  });

  it('take up so much room and no more', () => {
    const wire = meet();
    wire.conversation.display.setBlocked(eve);
    const large = 'x'.repeat(MAX_WITHHELD / 4);
    for (let n = 0; n < 6; n++) says(wire, 'eve', large);
    wire.conversation.display.setBlocked(nobody);
    const kept = shown(wire);
    assert.equal(kept.length, 6);
    assert.equal(kept.filter(text => text === large).length, 3);
    assert.deepEqual(kept.slice(0, 3), ['blocked', 'blocked', 'blocked'], 'the oldest go first');
  });
});
