import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Present } from '../../../../src/relay/backplane';
import {
  readEnvelope,
  readMember,
  writeEnvelope,
  writeMember,
  type Envelope,
} from '../../../../src/relay/redis/envelope';
import { Replica, type NodeState, type Said } from '../../../../src/relay/redis/replica';

function present(uid: string): Present {
  return { uid, alias: undefined, announce: false };
}

/** A replica, who it says is there, and whether it ever told the same thing twice. */
function watched(): { replica: Replica; there: Set<string> } {
  const there = new Set<string>();
  const replica = new Replica({
    joined: ({ uid }) => {
      assert.ok(!there.has(uid), `${uid} came twice`);
      there.add(uid);
    },
    left: ({ uid }) => {
      assert.ok(there.delete(uid), `${uid} went without having come`);
    },
  });
  return { replica, there };
}

/** What one node says while members come and go: all it says in order, and its members after each. */
function story(node: string, steps: readonly number[]): { said: Said[]; states: NodeState[] } {
  const members = new Map<string, Present>();
  const said: Said[] = [{ kind: 'list', node, version: 1, members: [] }];
  const states: NodeState[] = [{ version: 1, members: new Map() }];
  for (const [i, step] of steps.entries()) {
    const uid = `${node}-${step}`;
    const version = i + 2;
    if (members.delete(uid)) said.push({ kind: 'left', node, version, uid });
    else {
      members.set(uid, present(uid));
      said.push({ kind: 'joined', node, version, member: present(uid) });
    }
    states.push({ version, members: new Map(members) });
  }
  return { said, states };
}

const steps = fc.array(fc.nat(4), { maxLength: 20 });

describe('what a node knows of the members of others', () => {
  it('is what they say, when all is heard', () => {
    fc.assert(
      fc.property(steps, list => {
        const { replica, there } = watched();
        const { said, states } = story('n', list);
        for (const [i, one] of said.entries()) {
          assert.ok(replica.hear(one));
          assert.deepEqual([...there].sort(), [...(states[i]?.members.keys() ?? [])].sort());
        }
      }),
    );
  });

  it('is never told twice, and ends as the nodes say, whatever comes twice, late or not at all', () => {
    const event = fc.record({ at: fc.nat(20), load: fc.boolean() });
    fc.assert(
      fc.property(steps, fc.array(event, { maxLength: 30 }), (list, events) => {
        const { replica, there } = watched();
        const { said, states } = story('n', list);
        for (const { at, load } of events) {
          const state = states[at % states.length];
          const one = said[at % said.length];
          if (load && state) replica.load(new Map([['n', state]]));
          else if (one) replica.hear(one);
        }
        const [last] = states.slice(-1);
        if (last) replica.load(new Map([['n', last]]));
        assert.deepEqual([...there].sort(), [...(last?.members.keys() ?? [])].sort());
      }),
    );
  });

  it('says when something before was not heard', () => {
    const { replica, there } = watched();
    const [list, first, second] = story('n', [1, 2, 3]).said;
    assert.ok(list && first && second);
    assert.equal(replica.hear(first), false, 'a node that was never heard of');
    replica.hear(list);
    assert.equal(replica.hear(second), false);
    assert.equal(there.size, 0);
  });

  it('loses all of a node that is gone, and of those that are in no list', () => {
    const { replica, there } = watched();
    for (const node of ['a', 'b', 'c']) {
      replica.hear({ kind: 'list', node, version: 5, members: [present(`${node}1`), present(`${node}2`)] });
    }
    assert.equal(replica.nodeOf('b2'), 'b');
    replica.drop('a');
    replica.hear({ kind: 'gone', node: 'b', version: 4 });
    assert.equal(there.size, 4, 'what is old news');
    replica.hear({ kind: 'gone', node: 'b', version: 6 });
    assert.deepEqual([...there], ['c1', 'c2']);
    replica.load(new Map());
    assert.equal(there.size, 0);
  });
});

describe('what nodes publish for one another', () => {
  const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
    fc.record<T>(model, { noNullPrototype: true });
  const member = record({
    uid: fc.stringMatching(/^[\w-]{1,22}$/),
    alias: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
    announce: fc.boolean(),
  });
  const word = fc.stringMatching(/^\w{1,22}$/);
  const version = fc.nat();
  const frame = fc.string({ unit: 'binary' });
  const envelope: fc.Arbitrary<Envelope> = fc.oneof(
    record({ kind: fc.constant('message' as const), node: word, version, frame }),
    record({
      kind: fc.constant('directed' as const),
      node: word,
      version,
      to: word,
      uid: word,
      from: fc.option(word, { nil: undefined }),
      frame,
    }),
    record({ kind: fc.constant('push' as const), node: word, frame }),
    record({ kind: fc.constant('joined' as const), node: word, version, member }),
    record({ kind: fc.constant('left' as const), node: word, version, uid: word }),
    record({ kind: fc.constant('list' as const), node: word, version, members: fc.array(member) }),
    record({ kind: fc.constant('gone' as const), node: word, version }),
  );

  it('is read as it was written', () => {
    fc.assert(fc.property(envelope, one => assert.deepEqual(readEnvelope(writeEnvelope(one)), one)));
    fc.assert(fc.property(member, one => assert.deepEqual(readMember(writeMember(one)), one)));
  });

  it('is nothing when it is not theirs', () => {
    for (const text of [
      '',
      'message',
      'message n\nx',
      'message n 1.5\nx',
      'joined n 1\n{}',
      'left  1\n',
      'later n 1\n',
    ]) {
      assert.equal(readEnvelope(text), undefined, text);
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void readEnvelope(text)));
    fc.assert(fc.property(fc.json(), text => void readMember(text)));
  });
});
