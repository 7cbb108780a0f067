import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { asAmendment, isEmoji, MAX_EMOJI } from '../../../src/protocol/amendments';
import { asContent, asDraft } from '../../../src/protocol/content';
import { asPassing } from '../../../src/protocol/passing';

const lasting = { id: 'i', session: 's', seq: 1, at: 1 };

describe('what counts as an emoji', () => {
  it('is one of any kind: with a skin, joined, a flag, a key cap', () => {
    const emojis = ['👍', '👍🏽', '❤️', '❤', '👩🏽‍❤️‍💋‍👩🏿', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪', '1️⃣', '#⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '☺️', '🫨'];
    for (const emoji of emojis) assert.ok(isEmoji(emoji), emoji);
  });

  it('is no letter, digit, sign, two of them, nor a bomb', () => {
    const others = ['', 'a', '1', '#', ' ', '👍👍', '👍a', 'a👍', '<👍>', '🇩', '👍\n', '\u200d', '\ufe0f', '👍‍', 'Z͑ͫ̓ͪ̂ͫ'];
    for (const other of others) assert.ok(!isEmoji(other), JSON.stringify(other));
    assert.ok(!isEmoji(`👍${'\u200d👍'.repeat(11)}`));
    for (const value of [undefined, null, 7, {}, ['👍']]) assert.ok(!isEmoji(value));
  });

  it('is decided at once, however long the text, and holds no letter or markup', () => {
    const parts = fc.constantFrom(
      '👍',
      '\u200d',
      '\ufe0f',
      '🏽',
      '🇩',
      '🏴',
      '\u{e0067}',
      '\u{e007f}',
      '1',
      '\u20e3',
      'a',
      '<',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), chosen => {
        const text = chosen.join('');
        if (!isEmoji(text)) return;
        assert.ok(text.length <= MAX_EMOJI && !/[\p{L}<>&"'\s]/u.test(text));
      }),
    );
    assert.ok(!isEmoji('👍\u200d'.repeat(1_000_000)));
  });
});

describe('the guard for what changes messages', () => {
  it('takes what is well-formed, with its own fields and no others', () => {
    const react = { type: 'react', of: 'x', emoji: '👍', off: true, text: '👍' };
    assert.deepEqual(asAmendment({ ...react, more: 1 }), react);
    assert.deepEqual(asAmendment({ type: 'edit', of: 'x', text: '' }), { type: 'edit', of: 'x', text: '' });
    assert.deepEqual(asContent({ ...lasting, ...react, re: 'y', more: 1 }), {
      ...lasting,
      ...react,
      beyond: '{"re":"y","more":1}',
    });
    assert.deepEqual(asDraft({ type: 'delete', of: 'x', text: '' }), { type: 'delete', of: 'x', text: '' });
  });

  it('makes talk of what is not, so that it keeps its number', () => {
    for (const wrong of [
      { type: 'edit', text: 'of nothing' },
      { type: 'edit', of: '', text: 'of nothing' },
      { type: 'edit', of: 'x'.repeat(65), text: 'of too much' },
      { type: 'delete', of: 'x', text: 'with words' },
      { type: 'react', of: 'x', emoji: 'ok', text: 'ok' },
      { type: 'react', of: 'x', emoji: '👍', text: 'something else' },
      { type: 'react', of: 'x', emoji: '👍', text: '👍', off: 'yes' },
    ]) {
      assert.equal(asAmendment(wrong), undefined);
      assert.equal(asContent({ ...lasting, ...wrong })?.type, 'chat');
      assert.equal(asDraft(wrong), undefined);
    }
  });
});

describe('the guard for what people say of themselves', () => {
  const place = { path: 'a.ts', top: 1, bottom: 2, selections: [] };

  it('takes what is well-formed, in a hello as well', () => {
    const how = { n: 1, status: 'busy', place };
    assert.deepEqual(asPassing({ type: 'presence', session: 's', ...how, more: 1 }), {
      type: 'presence',
      session: 's',
      ...how,
    });
    const hello = { type: 'hello', session: 's', seen: {}, last: 0, met: {} };
    assert.deepEqual(asPassing({ ...hello, presence: how }), { ...hello, presence: how });
    assert.deepEqual(asPassing({ type: 'typing', session: 's', on: false }), {
      type: 'typing',
      session: 's',
      on: false,
    });
  });

  it('leaves out a place that cannot be read, and of a hello what it says of no known kind', () => {
    for (const wrong of [{ ...place, path: '' }, { ...place, top: 0 }, 'a.ts', { path: 'a.ts' }]) {
      assert.deepEqual(asPassing({ type: 'presence', session: 's', n: 1, status: 'idle', place: wrong }), {
        type: 'presence',
        session: 's',
        n: 1,
        status: 'idle',
      });
    }
    const hello = { type: 'hello', session: 's', seen: {}, last: 0, met: {} };
    for (const presence of [{ n: 1, status: 'asleep' }, { n: 0, status: 'idle' }, 'idle']) {
      assert.deepEqual(asPassing({ ...hello, presence }), hello);
      assert.equal(
        asPassing({ type: 'presence', session: 's', ...(typeof presence === 'object' && presence) }),
        undefined,
      );
    }
    assert.equal(asPassing({ type: 'typing', session: 's', on: 1 }), undefined);
  });
});
