import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Amended, Message } from '../../../src/protocol/content';
import { asKept, KEPT_LIMITS, tidied, writeKept, type Kept } from '../../../src/session/kept';

function said(id: string, more: Partial<Message> = {}, session = 's'): Kept {
  return { content: { type: 'chat', text: id, id, session, seq: 1, at: 1, ...more } as Message, date: 1 };
}

function amended(id: string, change: object, session = 's'): Kept {
  const content = { id, session, seq: 2, at: 2, text: '', ...change } as Amended;
  return { content, date: 2 };
}

const ids = (all: readonly Kept[]) => all.map(({ content, text }) => content?.id ?? text);

describe('what is kept over a restart', () => {
  it('is read as it was written', () => {
    const all: Kept[] = [
      { ...said('a'), name: 'Ada', own: true, to: 'Grace' },
      { ...said('c', {}, 'later'), origin: 's' },
      amended('b', { type: 'react', of: 'a', emoji: '👍', text: '👍' }),
      { text: 'from a plain client', date: 5, name: 'Bob' },
    ];
    assert.deepEqual(
      all.map(kept => asKept(JSON.parse(writeKept(kept)))),
      all,
    );
  });

  it('is written as it came, so that a later version reads more of it', () => {
    const poll = { type: 'poll', text: 'a', id: 'a', session: 's', seq: 1, at: 1, options: [1], beyond: '{' };
    const kept = asKept({ content: poll, date: 1 });
    assert.ok(kept?.content);
    assert.deepEqual(JSON.parse(writeKept(kept)), { content: poll, date: 1 });
  });

  it('is nothing that is neither or both, or that nobody says', () => {
    for (const value of [
      undefined,
      [],
      { date: 1 },
      { ...said('a'), text: 'and' },
      { text: 'x' },
      { text: 'x', date: -1 },
      { content: { type: 'void', text: '', id: 'v', session: 's', seq: 1, at: 1 }, date: 1 },
    ]) {
      assert.equal(asKept(value), undefined);
    }
  });

  it('is once what two windows have kept, in the order of the dates', () => {
    const plain = { text: 'hi', date: 1, name: 'Bob' };
    assert.deepEqual(ids(tidied([{ ...said('late'), date: 9 }, said('a'), plain, said('a'), plain])), [
      'a',
      'hi',
      'late',
    ]);
  });

  it('is not what its author took back, but what somebody else wanted away', () => {
    const mine = [said('a'), amended('x', { type: 'delete', of: 'a' })];
    assert.deepEqual(tidied(mine), []);
    const others = [said('a'), amended('x', { type: 'delete', of: 'a' }, 'other')];
    assert.deepEqual(ids(tidied(others)), ['a', 'x']);
  });

  it('is not what a later session of its window took back', () => {
    const own = [said('a'), amended('x', { type: 'delete', of: 'a' }, 'later')].map(kept => ({
      ...kept,
      own: true as const,
    }));
    assert.deepEqual(tidied(own), []);
    const known = { ...amended('x', { type: 'delete', of: 'a' }, 'later'), origin: 's' };
    assert.deepEqual(tidied([said('a'), known]), []);
    assert.deepEqual(tidied([{ ...said('a', {}, 'second'), origin: 's' }, known]), []);
    assert.deepEqual(ids(tidied([{ ...said('a'), own: true }, amended('x', { type: 'delete', of: 'a' }, 'later')])), [
      'a',
      'x',
    ]);
  });

  it('has what somebody wants away for as long as that is there: whose it is may come out later', () => {
    const away = amended('x', { type: 'delete', of: 'a' }, 'later');
    assert.deepEqual(ids(tidied([said('a'), away])), ['a', 'x']);
    assert.deepEqual(ids(tidied([said('b'), away])), ['b']);
  });

  it('is the first of two with one id, and one’s own if any window says so', () => {
    const other = { ...said('a', { seq: 2 }), date: 5 };
    const second = { ...other, content: { ...other.content, text: 'I refuse' } as Message };
    assert.deepEqual(tidied([said('a'), second]), [said('a')]);
    assert.deepEqual(tidied([{ ...said('a'), own: true, to: 'Bob' }, said('a')]), [
      { ...said('a'), own: true, to: 'Bob' },
    ]);
    assert.deepEqual(tidied([said('a'), { ...said('a'), own: true, to: 'Bob' }]), [
      { ...said('a'), own: true, to: 'Bob' },
    ]);
  });

  it('is once what a later session of a window has sent again', () => {
    assert.deepEqual(tidied([said('a'), { ...said('a', {}, 'later'), origin: 's' }]), [said('a')]);
    assert.deepEqual(ids(tidied([said('a'), said('a', {}, 'stranger')])), ['a', 'a']);
  });

  it('has no amendment without what it is about', () => {
    const edit = amended('x', { type: 'edit', of: 'a', text: 'b' });
    assert.deepEqual(ids(tidied([said('a'), edit])), ['a', 'x']);
    assert.deepEqual(tidied([edit]), []);
  });

  it('is bounded: the oldest go', () => {
    const many = Array.from({ length: KEPT_LIMITS.items + 7 }, (_, n) => ({ ...said(`m${n}`), date: n }));
    const kept = tidied(many);
    assert.equal(kept.length, KEPT_LIMITS.items);
    assert.equal(kept[0]?.content?.id, 'm7');
    const long = { text: 'x'.repeat(KEPT_LIMITS.units / 4), name: 'Bob' };
    assert.ok(tidied([1, 2, 3, 4, 5, 6].map(date => ({ ...long, date }))).length < 4);
  });

  it('is the same when it is tidied again', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const session = fc.constantFrom('s', 't', 'u');
    const known = fc.record({ own: fc.constant(true as const), origin: session }, { requiredKeys: [] });
    const one = fc.oneof(
      fc
        .record({ id, session, date: fc.nat(5), known })
        .map(({ id: of, session: by, date, known: more }) => ({ ...said(of, {}, by), date, ...more })),
      fc
        .record({ id, of: id, session, type: fc.constantFrom('delete', 'edit'), known })
        .map(({ id: own, of, session: by, type, known: more }) => ({ ...amended(own, { type, of }, by), ...more })),
    );
    fc.assert(fc.property(fc.array(one), all => assert.deepEqual(tidied(tidied(all)), tidied(all))));
  });
});
