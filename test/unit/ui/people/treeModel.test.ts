import { strict as assert } from 'node:assert';
import type { ChannelView, PersonView } from '../../../../src/protocol/panel';
import type { Channel } from '../../../../src/session/channel';
import { TreeModel, type TreeFacts } from '../../../../src/ui/people/treeModel';

const person = (name: string, more: Partial<PersonView> = {}): PersonView => ({ name, self: false, ...more });
const me = person('Me', { self: true });

function channel(name: string, view: Partial<ChannelView>, latest = 0): Channel {
  const entries = latest === 0 ? [] : [{ kind: 'message', date: latest }];
  const whole: ChannelView = { name, state: 'online', people: [], anonymous: 0, ...view };
  return { name, view: whole, transcript: { entries } } as unknown as Channel;
}

function model(facts: Partial<TreeFacts> = {}): TreeModel {
  return new TreeModel({
    isFavourite: () => false,
    isFollowed: () => false,
    silenceOf: () => undefined,
    verificationOf: () => 'unverified',
    noteOf: () => undefined,
    ...facts,
  });
}

describe('the nodes of the people tree', () => {
  it('are the channels, favourites first and then by the latest message', () => {
    const tree = model({ isFavourite: name => name === 'dear' });
    const roots = tree.roots([channel('old', {}, 1), channel('new', {}, 2), channel('dear', {})]);
    assert.deepEqual(
      roots.map(node => node.channel),
      ['dear', 'new', 'old'],
    );
  });

  it('are the people of a channel in its order, then the anonymous ones as a count', () => {
    const nodes = model().childrenOf(channel('demo', { people: [me, person('Ada', { uid: '1' })], anonymous: 3 }));
    assert.deepEqual(
      nodes.map(node => (node.kind === 'person' ? node.person.name : node.kind === 'anonymous' && node.count)),
      ['Me', 'Ada', 3],
    );
  });

  it('are the same objects as long as they stand for the same, with what is new of it', () => {
    const tree = model();
    const ada = person('Ada', { uid: '1', session: 's' });
    const [, before] = tree.childrenOf(channel('demo', { people: [me, ada] }));
    const back = { ...ada, uid: '2', status: 'idle' } as const;
    const [, after] = tree.childrenOf(channel('demo', { people: [me, back] }));
    assert.equal(before, after);
    assert.ok(after?.kind === 'person');
    assert.deepEqual([after.uid, after.person.status], ['2', 'idle']);
  });

  it('are other objects for somebody else, also after somebody has left', () => {
    const tree = model();
    const ada = person('Ada', { uid: '1' });
    const [, before] = tree.childrenOf(channel('demo', { people: [me, ada] }));
    tree.childrenOf(channel('demo', { people: [me] }));
    const [, after] = tree.childrenOf(channel('demo', { people: [me, ada] }));
    assert.notEqual(before, after);
  });

  it('are a note in place of people, where there is one, and nothing while there is no connection', () => {
    const note = { text: 'Wrong key', icon: 'warning', command: undefined };
    const tree = model({ noteOf: ({ view }) => (view.state === 'refused' ? note : undefined) });
    const refused = tree.childrenOf(channel('demo', { state: 'refused', people: [me] }));
    assert.deepEqual(
      refused.map(({ kind }) => kind),
      ['note'],
    );
    assert.deepEqual(tree.childrenOf(channel('demo', { state: 'reconnecting', people: [me] })), []);
  });

  it('say who is followed and who is silenced, and never that one is oneself', () => {
    const tree = model({ isFollowed: (_, { name }) => name === 'Ada', silenceOf: () => 'block' });
    const nodes = tree.childrenOf(channel('demo', { people: [me, person('Ada', { uid: '1' })] }));
    assert.deepEqual(
      nodes.map(node => node.kind === 'person' && [node.isFollowed, node.silence]),
      [
        [false, undefined],
        [true, 'block'],
      ],
    );
  });
});
