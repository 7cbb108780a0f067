import { strict as assert } from 'node:assert';
import { anonymousCount, emptyRoster, joined, left, MAX_PEOPLE, peopleView, spoke } from '../../../src/session/roster';

const event = { users: undefined, total: undefined, uid: undefined, alias: undefined, self: undefined };
const names = (roster: Parameters<typeof peopleView>[0]) => peopleView(roster, 'Me').map(({ name }) => name);

describe('roster', () => {
  it('takes the first join for its own, with an older server that does not mark it', () => {
    const roster = joined(emptyRoster, { ...event, users: 1, uid: 'me', alias: 'Me' });
    assert.equal(roster.self, 'me');
    assert.deepEqual(peopleView(roster, 'Me'), [{ uid: 'me', name: 'Me', self: true }]);
    assert.equal(anonymousCount(roster), 0);
  });

  it('learns who was there before from a list, and does not list itself among the others', () => {
    const users = [
      { uid: 'a', alias: 'Ada' },
      { uid: 'me', alias: 'Me', self: true },
    ];
    const roster = joined(emptyRoster, { ...event, users, total: 3, uid: 'me', self: true });
    assert.deepEqual(names(roster), ['Me', 'Ada']);
    assert.equal(anonymousCount(roster), 1);
  });

  it('adds and removes those who announce themselves', () => {
    let roster = joined(emptyRoster, { ...event, users: 1, total: 1, uid: 'me', self: true });
    roster = joined(roster, { ...event, users: 2, total: 2, uid: 'g', alias: 'Grace' });
    assert.deepEqual(names(roster), ['Me', 'Grace']);
    roster = left(roster, { ...event, users: 1, total: 1, uid: 'g', alias: 'Grace' });
    assert.deepEqual(names(roster), ['Me']);
  });

  it('knows someone who does not announce from what they said, until somebody unnamed leaves', () => {
    let roster = joined(emptyRoster, { ...event, users: 2, total: 2, uid: 'me', self: true });
    assert.equal(anonymousCount(roster), 1);
    roster = spoke(roster, 'x', 'Xi');
    assert.deepEqual(names(roster), ['Me', 'Xi']);
    assert.equal(anonymousCount(roster), 0);
    roster = left(roster, { ...event, users: 1, total: 1 });
    assert.deepEqual(names(roster), ['Me']);
  });

  it('sorts by name and keeps two of one name', () => {
    let roster = joined(emptyRoster, { ...event, users: 1, total: 4, uid: 'me', self: true });
    for (const [uid, alias] of [
      ['1', 'Zoe'],
      ['2', 'Ada'],
      ['3', 'Ada'],
    ]) {
      roster = joined(roster, { ...event, uid, alias });
    }
    assert.deepEqual(names(roster), ['Me', 'Ada', 'Ada', 'Zoe']);
  });

  it('never shows fewer than nobody, whatever a server says', () => {
    assert.equal(anonymousCount(joined(emptyRoster, { ...event, users: -5, total: Number.NaN })), 0);
    assert.equal(anonymousCount(joined(emptyRoster, { ...event, users: 'many' })), 0);
  });

  it('is bounded', () => {
    let roster = joined(emptyRoster, { ...event, users: 1, uid: 'me', self: true });
    for (let i = 0; i < MAX_PEOPLE + 50; i++) roster = spoke(roster, `u${i}`, 'N');
    assert.equal(roster.people.size, MAX_PEOPLE);
  });

  it('is a value: the one before stays as it was', () => {
    const before = joined(emptyRoster, { ...event, users: 1, uid: 'me', self: true });
    joined(before, { ...event, users: 2, uid: 'g', alias: 'Grace' });
    assert.deepEqual(names(before), ['Me']);
  });
});
