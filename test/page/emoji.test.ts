import assert from 'node:assert/strict';
import { AT_HAND, EmojiFinder, emojiCalled, findEmoji, withThoseAtHand } from '../../media/chat/emoji';
import { ALL } from '../../media/chat/emojiAll';

const EVERY = withThoseAtHand(ALL);
const find = (query: string) => findEmoji(EVERY, query, 8).map(({ emoji }) => emoji);

describe('emoji', () => {
  it('has those at hand in Unicode’s list, each once', () => {
    const all = new Set(ALL.map(({ emoji }) => emoji));
    for (const { emoji, names } of AT_HAND) assert.ok(all.has(emoji), names[0]);
    assert.equal(new Set(EVERY.map(({ emoji }) => emoji)).size, EVERY.length);
    assert.equal(EVERY.length, ALL.length);
  });

  it('has names that can stand between colons', () => {
    for (const { emoji, names } of EVERY) assert.match(names[0] ?? '', /^[\p{L}\p{N}_+’.()&!#*,“”:-]+$/u, emoji);
    for (const { names } of AT_HAND)
      assert.deepEqual(
        names.filter(name => !/^[a-z0-9_+-]+$/.test(name)),
        [],
      );
  });

  it('finds the very name first, then what begins so, then any words in any order', () => {
    assert.equal(find('heart')[0], '❤️');
    assert.equal(find('+1')[0], '👍');
    assert.equal(find('Thumbs Up')[0], '👍');
    assert.equal(find(' up thumbs')[0], '👍');
    assert.equal(find('roc')[0], '🚀');
    assert.ok(find('otter').includes('🦦'));
    assert.deepEqual(find('no such thing'), []);
    assert.equal(findEmoji(EVERY, '', 3).length, 3);
    assert.deepEqual(find('_'), find(''), 'nothing but what stands between words');
  });

  it('knows the names that people know from elsewhere', () => {
    const known = { tada: '🎉', '+1': '👍', joy: '😂', white_check_mark: '✅', eyes: '👀', rocket: '🚀', shrug: '🤷' };
    for (const [name, emoji] of Object.entries(known)) assert.equal(emojiCalled(EVERY, name), emoji);
    assert.equal(emojiCalled(EVERY, 'constructor'), undefined);
  });

  it('makes do with those at hand when the others cannot be had, and asks again the next time', async () => {
    let asked = 0;
    const finder = new EmojiFinder(() => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(ALL);
    });
    await finder.ready();
    assert.deepEqual(finder.find('otter', 8), []);
    assert.equal(finder.find('tada', 8)[0]?.emoji, '🎉');
    await Promise.all([finder.ready(), finder.ready()]);
    assert.equal(asked, 2);
    assert.equal(finder.find('otter', 8)[0]?.emoji, '🦦');
  });
});
