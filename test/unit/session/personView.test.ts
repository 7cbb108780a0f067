import { strict as assert } from 'node:assert';
import { peopleView, type Knowledge } from '../../../src/session/personView';
import { People } from '../../../src/session/people';

const place = { path: 'a.ts', top: 1, bottom: 2, selections: [] };
const ada = { uid: 'a', name: 'Ada', self: false };
const me = { uid: 'm', name: 'Me', self: true };

const knowing = (more: Partial<Knowledge> = {}): Knowledge => ({
  session: 'mine',
  ownDevice: undefined,
  speakerAt: uid => ({ session: `session of ${uid}`, isCurrent: true }),
  deviceAt: () => undefined,
  isAnnounced: () => true,
  presence: { of: () => ({ status: 'busy', place, typing: true }), isSilent: () => false },
  blocking: { hides: () => false },
  ...more,
});

describe('people as they are shown', () => {
  it('have the session they speak as, and what they say of themselves', () => {
    const said = { status: 'busy', place, typing: true };
    assert.deepEqual(peopleView([me, ada], knowing({ ownDevice: 'key', deviceAt: () => 'other key' })), [
      { ...me, session: 'mine', device: 'key', ...said },
      { ...ada, session: 'session of a', device: 'other key', ...said },
    ]);
  });

  it('have nothing more than a name where they are plain clients', () => {
    assert.deepEqual(peopleView([ada], knowing({ speakerAt: () => undefined })), [ada]);
  });

  it('are shown once who are here by another connection now', () => {
    const speakerAt = (uid: string) => ({ session: 's', isCurrent: uid === 'a2' });
    const shown = peopleView([ada, { ...ada, uid: 'a2' }], knowing({ speakerAt }));
    assert.deepEqual(
      shown.map(({ uid }) => uid),
      ['a2'],
    );
  });

  it('are gone when they are silent where the server does not tell who goes, and away where it does', () => {
    const presence: Knowledge['presence'] = { of: () => ({ status: 'away' }), isSilent: () => true };
    assert.deepEqual(peopleView([ada], knowing({ presence, isAnnounced: () => false })), []);
    assert.equal(peopleView([ada], knowing({ presence }))[0]?.status, 'away');
  });

  it('do not show where they are, nor that they write, who are blocked', () => {
    const [shown] = peopleView([ada], knowing({ blocking: { hides: () => true } }));
    assert.deepEqual(shown, { ...ada, session: 'session of a', status: 'busy' });
  });

  it('are not oneself of before, whose connection the server still has', () => {
    const people = new People(() => []);
    const join = (users: unknown, uid: string) => ({ type: 'join' as const, users, uid, date: 1 }) as never;
    people.presence('join', join([{ uid: 'm1', alias: 'Me', self: true }], 'm1'));
    people.clear();
    const users = [
      { uid: 'm1', alias: 'Me' },
      { uid: 'a', alias: 'Ada' },
      { uid: 'm2', alias: 'Me', self: true },
    ];
    people.presence('join', join(users, 'm2'));
    assert.deepEqual(
      people.view('Me').map(({ uid }) => uid),
      ['m2', 'a'],
    );
    assert.equal(people.count, 3);
  });
});
