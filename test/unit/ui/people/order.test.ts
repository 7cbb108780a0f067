import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { PersonView } from '../../../../src/protocol/panel';
import type { Entry } from '../../../../src/protocol/transcript';
import { ambiguous, keysOf, latestOf, ordered } from '../../../../src/ui/people/order';

const person = (name: string, more: Partial<PersonView> = {}): PersonView => ({ name, self: false, ...more });

describe('the order of channels', () => {
  it('has favourites first, then those in which was spoken last, then those that came first', () => {
    const channels = [
      { name: 'quiet', favourite: false, latest: 0 },
      { name: 'old', favourite: false, latest: 10 },
      { name: 'new', favourite: false, latest: 20 },
      { name: 'dear', favourite: true, latest: 5 },
      { name: 'still', favourite: false, latest: 0 },
    ];
    assert.deepEqual(
      ordered(channels).map(({ name }) => name),
      ['dear', 'new', 'old', 'quiet', 'still'],
    );
  });

  it('goes by messages, not by who comes and goes', () => {
    const entries: Entry[] = [
      { kind: 'message', id: '1', from: { self: false }, date: 5, body: { type: 'text', text: 'x' }, state: 'sent' },
      { kind: 'join', id: '2', who: { self: false }, date: 9 },
    ];
    assert.equal(latestOf(entries), 5);
    assert.equal(latestOf([]), 0);
  });
});

describe('people who could be taken for another', () => {
  it('are told apart: names that differ in what cannot be seen, and no others', () => {
    const people = [
      person('Ada'),
      person('ada'),
      person('A\u200bda'),
      person('Grace'),
      person('Ｇｒａｃｅ'),
      person('Eve'),
    ];
    assert.deepEqual(
      [...ambiguous(people)].map(({ name }) => name),
      ['Ada', 'ada', 'A\u200bda', 'Grace', 'Ｇｒａｃｅ'],
    );
  });

  it('have keys of which no two are the same, whatever sessions they claim', () => {
    const uid = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 });
    const session = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined });
    fc.assert(
      fc.property(uid, fc.array(session, { minLength: 12, maxLength: 12 }), (uids, sessions) => {
        const people = uids.map((each, index) => {
          const claimed = sessions[index];
          return person('Ada', { uid: each, ...(claimed !== undefined && { session: claimed }) });
        });
        const keys = keysOf([person('Me', { self: true }), ...people]);
        assert.equal(new Set(keys).size, keys.length);
      }),
    );
  });

  it('have the same key after a reconnect', () => {
    const [before] = keysOf([person('Ada', { uid: '1', session: 's' })]);
    const [after] = keysOf([person('Ada', { uid: '2', session: 's' })]);
    assert.equal(before, after);
  });
});
