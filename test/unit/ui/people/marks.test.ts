import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { toneClass } from '../../../../media/chat/person';
import type { PersonView } from '../../../../src/protocol/panel';
import { FADED_AT_END, FULL_FOR, Labels } from '../../../../src/ui/people/labels';
import { marksOf, MAX_DRAWN } from '../../../../src/ui/people/marks';
import { toneOf } from '../../../../src/ui/people/tone';

const cursor = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
const at = (name: string, path: string, more: Partial<PersonView> = {}): PersonView => ({
  name,
  uid: name,
  self: false,
  place: { path, top: 1, bottom: 9, selections: [cursor] },
  ...more,
});

describe('who is drawn in the editors', () => {
  const drawn = (people: PersonView[][], blocked = '') => {
    const channels = people.map((each, index) => ({ name: `channel ${index}`, people: each }));
    const marks = marksOf(
      channels,
      path => path === 'a.ts',
      ({ name }) => name === blocked,
    );
    return marks.map(({ name }) => name);
  };

  it('is who is in a file that is in sight, and nobody that is blocked, and not oneself', () => {
    const people = [at('Me', 'a.ts', { self: true }), at('Ada', 'a.ts'), at('Grace', 'b.ts'), at('Mallory', 'a.ts')];
    assert.deepEqual(drawn([people], 'Mallory'), ['Ada']);
  });

  it('is drawn once when one meets them in two channels', () => {
    assert.deepEqual(drawn([[at('Ada', 'a.ts')], [at('Ada', 'a.ts', { uid: 'x' })]]), ['Ada']);
  });

  it('is no crowd', () => {
    const crowd = Array.from({ length: 500 }, (_, n) => at(`P${n}`, 'a.ts'));
    assert.equal(drawn([crowd]).length, MAX_DRAWN);
  });
});

describe('the name at a cursor', () => {
  it('is to be seen, fades and is gone, and comes back when its person moves', () => {
    const labels = new Labels();
    const phase = (where: string, now: number) => labels.phase('Ada', where, now);
    assert.equal(phase('1', 0), 'full');
    assert.equal(phase('1', FULL_FOR), 'faded');
    assert.equal(phase('1', FADED_AT_END), 'gone');
    assert.equal(phase('2', FADED_AT_END + 1), 'full');
  });

  it('says when it looks different, and when it never will', () => {
    const labels = new Labels();
    assert.equal(labels.next(0), undefined);
    labels.phase('Ada', '1', 0);
    assert.equal(labels.next(0), FULL_FOR);
    assert.equal(labels.next(FULL_FOR), FADED_AT_END - FULL_FOR);
    assert.equal(labels.next(FADED_AT_END), undefined);
  });

  it('is forgotten with its person', () => {
    const labels = new Labels();
    labels.phase('Ada', '1', 0);
    labels.keep(new Set());
    assert.equal(labels.next(0), undefined);
    assert.equal(labels.phase('Ada', '1', FADED_AT_END), 'full');
  });
});

describe('the colour of a person', () => {
  it('is the one that they have in the chat', () => {
    const name = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ äß中🙂-_.')), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        name.filter(each => each.trim() === each && !/\s\s/.test(each)),
        each => assert.equal(toneClass({ name: each }), `tone-${toneOf(each)}`),
      ),
    );
  });
});
