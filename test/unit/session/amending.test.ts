import { strict as assert } from 'node:assert';
import { AppError } from '../../../src/base/errors';
import type { MessageEntry } from '../../../src/protocol/transcript';
import type { OutboxStore, StoredMessage } from '../../../src/session/outbox';
import { AMENDMENT_LIMITS } from '../../../src/session/amendments';
import { MAX_EMOJIS, MAX_NAMES } from '../../../src/session/reactions';
import { WAITING_LIMITS } from '../../../src/session/waitingRoom';
import { Wire } from '../support/wire';

/** Content of a session as it comes over the wire; what is not told of it does not matter. */
const said = (session: string, seq: number, more: Record<string, unknown>): Record<string, unknown> => ({
  ...{ id: `${session}-${seq}`, session, seq, at: 1_700_000_000_000 + seq, text: '' },
  ...more,
});
const edit = (of: string, text: string) => ({ type: 'edit', of, text });
const remove = (of: string) => ({ type: 'delete', of, text: '' });
const react = (of: string, emoji: string, off?: true) => ({
  type: 'react',
  of,
  emoji,
  text: emoji,
  ...(off && { off }),
});

/** Emojis enough for any bound: of one block of pictographs. */
const emojis = (count: number): string[] => Array.from({ length: count }, (_, i) => String.fromCodePoint(0x1f400 + i));

function online(formerly: readonly string[] = [], store?: OutboxStore): Wire {
  const wire = new Wire(formerly, store);
  wire.conversation.online();
  return wire;
}

function messages({ transcript }: Wire): MessageEntry[] {
  return transcript.entries.filter(entry => entry.kind === 'message');
}

/** Ada is at `a` and has said "one" under the id `x`. */
function withOne(): Wire {
  const wire = online();
  wire.hello('ada', 'a');
  wire.hello('eve', 'e');
  wire.hear(said('ada', 1, { type: 'chat', id: 'x', text: 'one' }), 'a');
  return wire;
}

const only = (wire: Wire): MessageEntry => {
  const [entry, ...more] = messages(wire);
  assert.ok(entry && more.length === 0, `${messages(wire).length} messages`);
  return entry;
};
const bodyText = ({ body }: MessageEntry) => (body.type === 'text' ? body.text : undefined);
const isInput = (thrown: unknown) => thrown instanceof AppError && thrown.code === 'input';

describe('what is said about a message afterwards', () => {
  it('changes the message and is no entry of its own', () => {
    const wire = withOne();
    wire.hear(said('ada', 2, edit('x', 'two')), 'a');
    wire.hear(said('eve', 1, react('x', '👍')), 'e');
    const entry = only(wire);
    assert.deepEqual([bodyText(entry), entry.edited, entry.state], ['two', true, 'sent']);
    assert.deepEqual(entry.reactions, [{ emoji: '👍', names: [], count: 1, own: false }]);
    wire.hear(said('eve', 2, react('x', '👍', true)), 'e');
    assert.equal(only(wire).reactions, undefined);
    wire.hear(said('ada', 3, remove('x')), 'a');
    wire.hear(said('ada', 4, edit('x', 'again')), 'a');
    const gone = only(wire);
    assert.deepEqual([bodyText(gone), gone.deleted, gone.edited, gone.reactions], ['', true, undefined, undefined]);
  });

  it('is taken of the author only, and of what is text', () => {
    const wire = withOne();
    wire.hear(said('eve', 1, edit('x', 'forged')), 'e');
    wire.hear(said('eve', 2, remove('x')), 'e');
    assert.deepEqual([bodyText(only(wire)), only(wire).edited, only(wire).deleted], ['one', undefined, undefined]);
    const ranges = [{ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, code: 'a' }];
    wire.hear(said('eve', 3, { type: 'snippet', id: 's', text: 'a', ranges }), 'e');
    wire.hear(said('eve', 4, edit('s', 'not code')), 'e');
    assert.equal(messages(wire)[1]?.body.type, 'snippet');
    wire.hear(said('eve', 5, remove('s')), 'e');
    assert.equal(messages(wire)[1]?.deleted, true);
  });

  it('does not reach the message of another one that has the same id', () => {
    const wire = withOne();
    wire.hear(said('eve', 1, { type: 'chat', id: 'x', text: 'mine' }), 'e');
    wire.hear(said('eve', 2, remove('x')), 'e');
    assert.deepEqual(
      messages(wire).map(({ deleted }) => deleted),
      [undefined, true],
    );
  });

  it('waits for the message that it is about', () => {
    const wire = online();
    wire.hello('ada', 'a');
    wire.hello('eve', 'e');
    wire.hear(said('eve', 1, react('x', '🎉')), 'e');
    wire.hear(said('eve', 2, edit('x', 'forged')), 'e');
    assert.deepEqual(messages(wire), []);
    const shown: (string | undefined)[] = [];
    wire.transcript.onDidChange(({ entry }) => shown.push(entry.kind === 'message' ? bodyText(entry) : undefined));
    wire.hear(said('ada', 1, edit('x', 'second')), 'a');
    wire.hear(said('ada', 2, { type: 'chat', id: 'x', text: 'first' }), 'a');
    assert.deepEqual(shown, ['second'], 'its first words are never seen');
    assert.deepEqual(only(wire).reactions, [{ emoji: '🎉', names: [], count: 1, own: false }]);
  });

  it('is taken of a later session of the same window, once it is known to be one', () => {
    const wire = withOne();
    wire.conversation.left('a');
    wire.hear(said('ada again', 1, edit('x', 'after a reload')), 'a2');
    assert.equal(bodyText(only(wire)), 'one');
    wire.hello('ada again', 'a2', { formerly: ['ada'] });
    assert.equal(bodyText(only(wire)), 'after a reload');
  });

  it('is not taken of one who only says to have been another, who is here', () => {
    const wire = withOne();
    wire.hear(said('eve', 1, edit('x', 'forged')), 'e');
    wire.hello('eve', 'e', { formerly: ['ada'] });
    assert.equal(bodyText(only(wire)), 'one');
    // Nor when the other is gone, or not back yet: a window has one session at a time.
    wire.conversation.offline();
    wire.conversation.online();
    wire.hello('eve', 'e2', { formerly: ['ada'] });
    assert.equal(bodyText(only(wire)), 'one', 'while she is away');
    wire.hello('ada', 'a2');
    assert.equal(bodyText(only(wire)), 'one');
  });

  it('is not taken of one who says to be what another one was before', () => {
    const wire = withOne();
    wire.conversation.left('a');
    wire.hello('ada again', 'a2', { formerly: ['ada'] });
    wire.hear(said('ada again', 1, { type: 'chat', id: 'y', text: 'two' }), 'a2');
    wire.hello('mallory', 'm', { formerly: ['ada', 'ada again'] });
    for (const [seq, of] of ['x', 'y'].entries()) wire.hear(said('mallory', seq + 1, edit(of, 'forged')), 'm');
    wire.hear(said('ada again', 2, react('y', '👍')), 'a2');
    wire.hear(said('mallory', 3, react('y', '👍', true)), 'm');
    assert.deepEqual(messages(wire).map(bodyText), ['one', 'two']);
    assert.equal(messages(wire)[1]?.reactions?.length, 1);
    wire.hear(said('ada again', 3, edit('x', 'corrected')), 'a2');
    assert.deepEqual(messages(wire).map(bodyText), ['corrected', 'two']);
  });

  it('keeps the books bounded, whoever floods them, and what others wait for', () => {
    const wire = withOne();
    wire.hello('bob', 'b');
    wire.hear(said('bob', 1, react('later', '👍')), 'b');
    for (let i = 1; i <= 3_000; i++) wire.hear(said('eve', i, edit(`nothing ${i}`, 'x'.repeat(1_000))), 'e');
    wire.hear(said('eve', 3_001, edit('nothing', 'x'.repeat(2_000_000))), 'e');
    wire.hear(said('eve', 3_002, { ...react('nothing', '👍'), more: 'x'.repeat(2_000_000) }), 'e');
    const { waiting } = wire.conversation.held;
    assert.equal(waiting, WAITING_LIMITS.session + 1);
    wire.hear(said('ada', 2, { type: 'chat', id: 'later', text: 'later' }), 'a');
    assert.equal(messages(wire)[1]?.reactions?.length, 1);
  });

  it('shows so many emojis of one message and no more, whoever puts them there', () => {
    const [wire, other] = [withOne(), withOne()];
    const eve = (on: Wire) => {
      emojis(MAX_EMOJIS + 10).forEach((emoji, i) => on.hear(said('eve', i + 1, react('x', emoji)), 'e'));
    };
    eve(wire);
    assert.equal(only(wire).reactions?.length, MAX_EMOJIS);
    const flood = (on: Wire, sessions: readonly number[]) => {
      for (const n of sessions) {
        emojis(MAX_EMOJIS).forEach((emoji, i) => on.hear(said(`e${n}`, i + 1, react('x', emoji)), `e${n}`));
      }
    };
    const sessions = Array.from({ length: 40 }, (_, n) => n);
    flood(wire, sessions);
    flood(other, sessions.toReversed());
    eve(other);
    const [first] = only(wire).reactions ?? [];
    assert.ok(wire.conversation.held.votes <= AMENDMENT_LIMITS.votes);
    assert.ok(first && first.names.length <= MAX_NAMES);
    assert.deepEqual(only(other).reactions, only(wire).reactions, 'whatever came first');
  });

  it('leaves room for whoever takes their own away again', () => {
    const wire = withOne();
    emojis(MAX_EMOJIS).forEach((emoji, i) => {
      wire.hear(said('ada', 2 * i + 2, react('x', emoji)), 'a');
      wire.hear(said('ada', 2 * i + 3, { ...react('x', emoji), off: true }), 'a');
    });
    wire.hear(said('ada', 2 * MAX_EMOJIS + 2, react('x', '🎈')), 'a');
    assert.deepEqual(
      only(wire).reactions?.map(({ emoji }) => emoji),
      ['🎈'],
    );
  });

  it('changes a few messages of one id at most, as ids are random', () => {
    const wire = withOne();
    for (let n = 0; n < 50; n++) wire.hear(said(`s${n}`, 1, { type: 'chat', id: 'same', text: `${n}` }), `u${n}`);
    wire.hear(said('ada', 2, react('same', '👍')), 'a');
    assert.equal(messages(wire).filter(({ reactions }) => reactions).length, AMENDMENT_LIMITS.sameId);
  });

  it('takes nothing from another for what this window said before a reload', () => {
    const wire = online(['me before']);
    wire.chat('mine');
    wire.echo();
    const of = only(wire).content ?? '';
    wire.hear(said('me before', 1, { type: 'chat', id: 'x', text: 'not mine' }), 'eve');
    wire.hear(said('me before', 2, edit(of, 'forged')), 'eve');
    wire.hear(said('me before', 3, { type: 'delete', of, text: '', id: 'd' }), 'eve');
    assert.deepEqual(messages(wire).map(bodyText), ['mine']);
  });

  it('takes nothing for an emoji that is none: that is talk', () => {
    const wire = withOne();
    for (const [seq, emoji] of ['ok', '', '👍👍', '1', '<b>', `👍${'\u200d👍'.repeat(20)}`].entries()) {
      wire.hear(said('eve', seq + 1, { ...react('x', '👍'), emoji, text: emoji }), 'e');
    }
    assert.equal(messages(wire)[0]?.reactions, undefined);
    assert.equal(messages(wire).length, 7);
  });
});

describe('what one says about messages oneself', () => {
  /** One message that the server has passed on. */
  const sent = (): { wire: Wire; id: string; of: string } => {
    const wire = online();
    wire.chat('one');
    const [content] = wire.said('chat');
    assert.ok(content);
    wire.hear(content, 'u');
    return { wire, id: only(wire).id, of: String(content['id']) };
  };

  it('is shown at once, and settled when the server has passed it on', () => {
    const { wire, id, of } = sent();
    wire.conversation.amending.edit(id, 'two');
    wire.conversation.amending.react(id, '👍', true);
    const entry = only(wire);
    assert.deepEqual([bodyText(entry), entry.edited, entry.state], ['two', true, 'sending']);
    assert.deepEqual(entry.reactions, [{ emoji: '👍', names: ['Me'], count: 1, own: true }]);
    assert.deepEqual(
      wire.out.map(({ message }) => (message as Record<string, unknown>)['of']),
      [of, of],
    );
    wire.echo();
    assert.deepEqual([bodyText(only(wire)), only(wire).state, only(wire).reactions?.length], ['two', 'sent', 1]);
    wire.conversation.amending.react(id, '👍', false);
    assert.equal(only(wire).reactions, undefined);
    wire.conversation.amending.delete(id);
    assert.deepEqual([only(wire).deleted, bodyText(only(wire))], [true, '']);
    wire.echo();
    assert.deepEqual([only(wire).deleted, only(wire).state], [true, 'sent']);
  });

  it('is put back when the server refuses it, and a person hears of it', () => {
    const { wire, id } = sent();
    wire.conversation.amending.edit(id, 'two');
    wire.error('You may not send here.');
    assert.deepEqual([bodyText(only(wire)), only(wire).edited, only(wire).state], ['one', undefined, 'sent']);
    wire.conversation.amending.react(id, '👍', true);
    wire.error('You may not send here.');
    wire.conversation.amending.delete(id);
    wire.error('You may not send here.');
    const { edited, deleted, reactions, state } = only(wire);
    assert.deepEqual([edited, deleted, reactions, state], [undefined, undefined, undefined, 'sent']);
    assert.equal(wire.failures.length, 3);
    // The numbers that they had are filled.
    assert.deepEqual(
      wire.said('void').map(({ seq }) => seq),
      [2, 3, 4],
    );
  });

  it('changes what has not gone out yet in itself', () => {
    const kept: string[] = [];
    const store: OutboxStore = {
      load: () => Promise.resolve([]),
      put: ({ draft }) => void kept.push(draft.text),
      remove: () => void kept.push('-'),
    };
    const wire = new Wire([], store);
    wire.chat('one');
    const { id } = only(wire);
    assert.throws(() => wire.conversation.amending.react(id, '👍', true), isInput);
    wire.conversation.amending.edit(id, 'two');
    assert.deepEqual([bodyText(only(wire)), only(wire).edited, only(wire).state], ['two', undefined, 'waiting']);
    assert.deepEqual(kept, ['one', '-', 'two']);
    wire.conversation.online();
    assert.deepEqual(
      wire.said('chat').map(({ text }) => text),
      ['two'],
    );
    const other = new Wire();
    other.chat('never mind');
    other.conversation.amending.delete(only(other).id);
    assert.deepEqual(other.transcript.entries, []);
  });

  it('is refused in a sentence where it cannot be', () => {
    const wire = withOne();
    const { amending } = wire.conversation;
    const { id } = only(wire);
    for (const act of [
      () => amending.edit(id, 'forged'),
      () => amending.delete(id),
      () => amending.react(id, 'ok', true),
      () => amending.react('nothing', '👍', true),
    ]) {
      assert.throws(act, isInput);
    }
    emojis(MAX_EMOJIS).forEach((emoji, i) => wire.hear(said('eve', i + 1, react('x', emoji)), 'e'));
    assert.throws(() => amending.react(id, '🎉', true), /50 different emojis/);
    amending.react(id, emojis(1)[0] ?? '', true);
    wire.hear(said('ada', 2, remove('x')), 'a');
    assert.throws(() => amending.react(id, '👍', true), /was deleted/);
    wire.conversation.received({ message: 'plain', uid: 'p', date: wire.clock.now() });
    assert.throws(() => amending.react(messages(wire)[1]?.id ?? '', '👍', true), isInput);
  });

  it('goes to the one alone whom a direct message went to or came from', () => {
    const wire = online();
    wire.hello('ada', 'a');
    wire.hello('eve', 'e');
    wire.chat('for Ada', 'a');
    const mine = only(wire);
    wire.out.length = 0;
    wire.conversation.amending.edit(mine.id, 'for Ada alone');
    assert.deepEqual(
      wire.out.map(({ uid }) => uid),
      ['a'],
    );
    const [change] = wire.said('edit');
    wire.hear({ type: 'receipt', session: 'ada', id: change?.['id'] }, 'a');
    assert.equal(only(wire).edited, true);
    // Only these two are heard about it, and only between them.
    const of = mine.content ?? '';
    wire.hear(said('eve', 1, { ...react(of, '👎'), direct: true }), 'e');
    wire.hear(said('ada', 1, react(of, '👎')), 'a');
    assert.equal(only(wire).reactions, undefined);
    wire.hear(said('ada', 1, { ...react(of, '👍'), direct: true, id: 'r' }), 'a');
    assert.equal(only(wire).reactions?.length, 1);
    wire.hear(said('ada', 2, { type: 'chat', id: 'from Ada', text: 'yes', direct: true }), 'a');
    wire.out.length = 0;
    wire.conversation.amending.react(messages(wire)[1]?.id ?? '', '🎉', true);
    assert.deepEqual(
      wire.out.map(({ uid }) => uid),
      ['a'],
    );
  });

  it('cannot be about a direct message to a plain client', () => {
    const wire = online();
    wire.chat('hello', 'plain');
    assert.throws(() => wire.conversation.amending.react(only(wire).id, '👍', true), isInput);
  });

  it('survives a reload: it goes out again, and is shown when its message is', () => {
    const stored: StoredMessage[] = [{ id: 'i', draft: { type: 'edit', of: 'x', text: 'two' } }];
    const wire = online(['me before']);
    wire.conversation.restore(stored);
    const [content] = wire.said('edit');
    assert.ok(content);
    assert.deepEqual(messages(wire), []);
    wire.given('ada', said('me before', 1, { type: 'chat', id: 'x', text: 'one' }));
    assert.deepEqual([bodyText(only(wire)), only(wire).from.self, only(wire).edited], ['two', true, true]);
    wire.hear(content, 'u');
    assert.deepEqual([bodyText(only(wire)), only(wire).state], ['two', 'sent']);
  });

  it('is not said twice when it turns out to have arrived before a reload', () => {
    const wire = new Wire(['me before']);
    wire.conversation.restore([{ id: 'i', draft: { type: 'edit', of: 'x', text: 'two' } }]);
    wire.queue = 'full';
    wire.conversation.online();
    wire.queue = 'held';
    const before = said('me before', 1, { type: 'chat', id: 'x', text: 'one' });
    wire.given('ada', before, said('me before', 2, { ...edit('x', 'two'), id: 'i' }));
    assert.deepEqual([bodyText(only(wire)), only(wire).state], ['two', 'sent']);
  });

  it('is about the message that was sent again, not the one that failed', () => {
    const { wire } = sent();
    wire.chat('two');
    wire.error('You may not send here.');
    const failed = messages(wire).find(({ state }) => state === 'failed');
    assert.ok(failed);
    assert.throws(() => wire.conversation.amending.edit(failed.id, 'three'), isInput);
    wire.out.length = 0;
    wire.conversation.retry(failed.id);
    const [again] = wire.out.map(({ message }) => message as Record<string, unknown>);
    assert.ok(again);
    wire.hear(again, 'u');
    wire.conversation.amending.edit(failed.id, 'three');
    assert.equal(wire.said('edit')[0]?.['of'], again['id']);
  });

  it('is not handed on once it was taken back', () => {
    const { wire, id } = sent();
    wire.conversation.amending.delete(id);
    wire.echo();
    wire.hello('ada', 'a');
    wire.out.length = 0;
    wire.hear({ type: 'resend', session: 'ada', of: 'me', from: 1, to: 9 }, 'a');
    const given = wire.said('resent').map(({ content }) => content as Record<string, unknown>);
    assert.deepEqual(
      given.map(({ type, text }) => [type, text]),
      [
        ['chat', ''],
        ['delete', ''],
      ],
    );
    assert.ok(!JSON.stringify(given).includes('one'));
  });
});
