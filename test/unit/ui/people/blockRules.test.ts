import { strict as assert } from 'node:assert';
import { asSilenced, silenceOf, type Silenced } from '../../../../src/ui/people/blockRules';
import { SilencedPeople } from '../../../../src/ui/people/silencedPeople';
import { memory } from './memory';

const by = (level: 'mute' | 'block', more: Partial<Silenced> = {}): Silenced => ({ level, name: 'Mallory', ...more });

describe('who is muted or blocked', () => {
  it('by their session is that one alone, whatever they are called by then', () => {
    const list = [by('block', { session: 's' })];
    assert.equal(silenceOf(list, { name: 'Grace', session: 's' }), 'block');
    assert.equal(silenceOf(list, { name: 'Mallory', session: 't' }), undefined);
    assert.equal(silenceOf(list, { name: 'Mallory' }), undefined);
  });

  it('by name is everybody whose name looks like it', () => {
    const list = [by('mute')];
    for (const name of ['Mallory', 'mallory', 'Mal\u200blory', 'Ｍａｌｌｏｒｙ']) {
      assert.equal(silenceOf(list, { name, session: 'any' }), 'mute', name);
    }
    assert.equal(silenceOf(list, { name: 'Malory' }), undefined);
    assert.equal(silenceOf(list, { session: 'any' }), undefined);
  });

  it('by their device is nobody else, and nobody in an open channel', () => {
    const list = [by('block', { device: 'k' })];
    assert.equal(silenceOf(list, { name: 'Grace', device: 'k' }), 'block');
    assert.equal(silenceOf(list, { name: 'Mallory', device: 'l' }), undefined);
    assert.equal(silenceOf(list, { name: 'Mallory' }), undefined);
  });

  it('is blocked when they are both', () => {
    assert.equal(silenceOf([by('mute'), by('block', { session: 's' })], { name: 'Mallory', session: 's' }), 'block');
  });

  it('is read from what was stored, and nothing else is', () => {
    const good = by('block', { session: 's' });
    const stored = [good, undefined, 1, 'x', {}, { level: 'ban', name: 'A' }, { level: 'mute' }, { ...good, more: 1 }];
    assert.deepEqual(asSilenced(stored), [good, good]);
    assert.deepEqual(asSilenced({ level: 'mute', name: 'A' }), []);
  });

  it('is remembered, told of, and taken back by whatever it was', async () => {
    const state = memory();
    const people = new SilencedPeople(state);
    let told = 0;
    people.onDidChange(() => told++);
    await people.add(by('mute'));
    await people.add(by('block', { session: 's' }));
    assert.equal(new SilencedPeople(state).isBlocked({ name: 'Mallory', session: 's' }), true);
    await people.clear({ name: 'Mallory', session: 's' });
    assert.deepEqual([people.all, told], [[], 3]);
  });

  it('is listed once, with what was done last', async () => {
    const people = new SilencedPeople(memory());
    await people.add(by('mute'));
    await people.add(by('block'));
    assert.deepEqual(people.all, [by('block')]);
    await people.remove(by('block'));
    assert.deepEqual(people.all, []);
  });
});
