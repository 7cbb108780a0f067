import assert from 'node:assert/strict';
import { ChannelKeys } from '../../../src/relay/keys';
import { Bucket, Warnings } from '../../../src/relay/limits';

describe('Bucket', () => {
  it('lets a windowful through at once, and as much again in each window', () => {
    const bucket = new Bucket(4, 10);
    const passed = (now: number): number => Array.from({ length: 10 }).filter(() => bucket.take(now)).length;
    assert.deepEqual([passed(0), passed(0), passed(5), passed(15), passed(1000)], [4, 0, 2, 4, 4]);
  });

  it('with 0 lets all through', () => {
    const bucket = new Bucket(0, 10);
    assert.ok(Array.from({ length: 1000 }).every(() => bucket.take(0)));
  });
});

describe('Warnings', () => {
  it('allows some within a window', () => {
    const warnings = new Warnings(3, 100);
    assert.deepEqual(
      [0, 1, 2, 3].map(now => warnings.add(now)),
      [true, true, true, false],
    );
  });

  it('forgets them after the window', () => {
    const warnings = new Warnings(1, 100);
    assert.deepEqual(
      [0, 100, 200, 299].map(now => warnings.add(now)),
      [true, true, true, false],
    );
  });
});

describe('ChannelKeys', () => {
  const none = { joinKey: undefined, sendKey: undefined };

  it('without keys let everybody in, whatever they give', () => {
    const keys = new ChannelKeys(none);
    assert.ok(keys.mayJoin({ joinKey: 'x', sendKey: 'x' }) && keys.maySend({ joinKey: 'x', sendKey: 'x' }));
  });

  it('compare whole keys of any length', () => {
    const keys = new ChannelKeys({ joinKey: 'right', sendKey: 'ü'.repeat(1000) });
    for (const joinKey of [undefined, '', 'righ', 'rightx', 'RIGHT'])
      assert.equal(keys.mayJoin({ ...none, joinKey }), false);
    assert.ok(keys.mayJoin({ ...none, joinKey: 'right' }));
    assert.ok(keys.maySend({ ...none, sendKey: 'ü'.repeat(1000) }));
    assert.equal(keys.maySend({ joinKey: 'right', sendKey: 'right' }), false);
  });

  it('are the same ones when they are read elsewhere, and nobody’s when they cannot be read', () => {
    const keys = new ChannelKeys({ joinKey: 'right', sendKey: undefined });
    const read = ChannelKeys.read(keys.toString());
    assert.equal(read.toString(), keys.toString());
    assert.doesNotMatch(keys.toString(), /right/);
    assert.ok(read.mayJoin({ ...none, joinKey: 'right' }) && read.maySend(none));
    assert.equal(read.mayJoin({ ...none, joinKey: 'wrong' }), false);
    assert.equal(ChannelKeys.read('{"joinKey":1}').mayJoin({ ...none, joinKey: '' }), false);
    assert.throws(() => ChannelKeys.read('[]'), SyntaxError);
  });
});
