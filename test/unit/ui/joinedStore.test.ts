import { strict as assert } from 'node:assert';
import type { Memento } from 'vscode';
import { JoinedStore, type Present } from '../../../src/ui/joinedStore';

/** What VS Code keeps for a window, in memory. */
class Kept implements Memento {
  private readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<T>(key: string, otherwise?: T): T | undefined {
    return (this.values.get(key) as T | undefined) ?? otherwise;
  }

  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

describe('what a window had joined', () => {
  const present = (...names: string[]): Present[] =>
    names.map(name => ({ known: { name }, session: `session of ${name}`, met: {} }));
  const namesOf = (store: JoinedStore) => store.left.map(({ name }) => name);

  async function before(...names: string[]): Promise<Kept> {
    const kept = new Kept();
    await new JoinedStore(kept, () => present(...names)).save();
    return kept;
  }

  it('is still to be joined after a reload in which it could not be, beside what was joined then', async () => {
    const kept = await before('team', 'lunch');
    const store = new JoinedStore(kept, () => present('other'));
    assert.deepEqual(namesOf(store), ['team', 'lunch']);
    await store.save();
    const next = new JoinedStore(kept, () => []);
    assert.deepEqual(namesOf(next), ['other', 'team', 'lunch']);
    assert.deepEqual(next.sessionsOf({ name: 'team' }).formerly, ['session of team'], 'with what it missed');
  });

  it('is not, once it was left, or cannot be joined any more, and is there once when it was joined', async () => {
    const kept = await before('team', 'lunch', 'gone');
    const store = new JoinedStore(kept, () => present('team'));
    store.drop({ name: 'lunch' });
    store.settled({ name: 'gone' });
    await store.save();
    assert.deepEqual(namesOf(new JoinedStore(kept, () => [])), ['team']);
  });
});
