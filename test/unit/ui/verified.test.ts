import { strict as assert } from 'node:assert';
import { Verified } from '../../../src/ui/private/verified';

class FakeMemento {
  readonly values = new Map<string, unknown>();
  keys = () => [...this.values.keys()];
  get = (key: string) => this.values.get(key) as never;
  update = (key: string, value: unknown) => Promise.resolve(void this.values.set(key, value));
}

const person = (name: string, device?: string) => ({ name, self: false, ...(device !== undefined && { device }) });

describe('who is verified', () => {
  it('is who has that device and that name, in a private channel', async () => {
    const verified = new Verified(new FakeMemento());
    await verified.add({ device: 'A', name: 'Ada' });
    assert.equal(verified.stateOf(person('Ada', 'A'), 'private'), 'verified');
    assert.equal(verified.stateOf(person('Ada', 'A'), 'open'), 'unverified');
    assert.equal(verified.stateOf({ ...person('Ada', 'A'), self: true }, 'private'), 'unverified');
    assert.equal(verified.stateOf(person('Grace', 'G'), 'private'), 'unverified');
    assert.equal(verified.stateOf(person('Somebody', 'A'), 'private'), 'unverified');
  });

  it('is not who has the name, or one that looks like it, on another device or on none', async () => {
    const verified = new Verified(new FakeMemento());
    await verified.add({ device: 'A', name: 'Ada' });
    for (const name of ['Ada', 'ADA', 'Ａｄａ', ' Ada', 'A\u00adda'.replace('\u00ad', ''), '\u200bAda']) {
      assert.equal(verified.stateOf(person(name, 'M'), 'private'), 'changed', JSON.stringify(name));
      assert.equal(verified.stateOf(person(name), 'private'), 'changed', JSON.stringify(name));
    }
  });

  it('may have two devices, and may take another name', async () => {
    const verified = new Verified(new FakeMemento());
    await verified.add({ device: 'A', name: 'Ada' });
    await verified.add({ device: 'B', name: 'Ada' });
    assert.equal(verified.stateOf(person('Ada', 'A'), 'private'), 'verified');
    assert.equal(verified.stateOf(person('Ada', 'B'), 'private'), 'verified');
    await verified.add({ device: 'B', name: 'Grace' });
    assert.equal(verified.stateOf(person('Ada', 'B'), 'private'), 'changed');
    await verified.remove('A');
    assert.equal(verified.stateOf(person('Ada', 'A'), 'private'), 'unverified');
  });

  it('is nobody where what is stored is something else, and no more than 500', async () => {
    const memento = new FakeMemento();
    const verified = new Verified(memento);
    memento.values.set('liveChannels.verified', { A: 'Ada' });
    assert.equal(verified.stateOf(person('Ada', 'A'), 'private'), 'unverified');
    memento.values.set('liveChannels.verified', [null, 1, { device: 'A' }, { device: 'A', name: 'Ada' }]);
    assert.equal(verified.stateOf(person('Ada', 'A'), 'private'), 'verified');
    for (let count = 0; count < 510; count++) await verified.add({ device: `d${count}`, name: `n${count}` });
    assert.equal((memento.values.get('liveChannels.verified') as unknown[]).length, 500);
  });
});
