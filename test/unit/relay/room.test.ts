import assert from 'node:assert/strict';
import { Room, type Delivery, type Member } from '../../../src/relay/room';
import type { AnyFrame } from '../support/relay';

const NOW = 1_754_659_171_196;

function member(uid: string, more: Partial<Member> = {}): Member {
  return { uid, alias: undefined, echo: false, announce: false, list: false, canSend: true, ...more };
}

/** Deliveries as `uid: frame`, one for each who gets it, in order. */
function told(deliveries: Delivery<Member>[]): [string, AnyFrame][] {
  return deliveries.flatMap(({ frame, to }) =>
    to.map((one): [string, AnyFrame] => [one.uid, JSON.parse(frame) as AnyFrame]),
  );
}

describe('Room', () => {
  let room: Room<Member>;
  beforeEach(() => {
    room = new Room();
  });

  it('tells the joiner who they are, announced or not', () => {
    assert.deepEqual(told(room.join(member('a', { alias: 'Ada' }), NOW)), [
      ['a', { type: 'join', users: 1, total: 1, uid: 'a', alias: 'Ada', self: true, date: NOW }],
    ]);
  });

  it('names to others only those who announce themselves', () => {
    room.join(member('a'), NOW);
    assert.deepEqual(told(room.join(member('b', { alias: 'Bob' }), NOW))[1], [
      'a',
      { type: 'join', users: 2, total: 2, date: NOW },
    ]);
    assert.deepEqual(told(room.join(member('c', { alias: 'Cy', announce: true }), NOW))[1], [
      'a',
      { type: 'join', users: 3, total: 3, uid: 'c', alias: 'Cy', date: NOW },
    ]);
  });

  it('tells those who remain of a leave, and the leaver nothing', () => {
    const [a, b] = [member('a'), member('b', { announce: true })];
    room.join(a, NOW);
    room.join(b, NOW);
    assert.deepEqual(told(room.leave(b, NOW)), [['a', { type: 'leave', users: 1, total: 1, uid: 'b', date: NOW }]]);
    assert.deepEqual(room.leave(b, NOW), []);
    assert.deepEqual(room.leave(member('a'), NOW), [], 'another one of the same name');
    assert.deepEqual(room.leave(a, NOW), []);
    assert.equal(room.size, 0);
  });

  it('lists the announced for those who want the list, each marked for themselves', () => {
    room.join(member('a', { list: true, announce: true, alias: 'Ada' }), NOW);
    room.join(member('b', { list: true }), NOW);
    room.join(member('d', { list: true }), NOW);
    const frames = new Map(told(room.join(member('c', { announce: true, list: true }), NOW)));
    assert.deepEqual(frames.get('a')?.users, [{ uid: 'a', alias: 'Ada', self: true }, { uid: 'c' }]);
    assert.deepEqual(frames.get('b')?.users, [{ uid: 'a', alias: 'Ada' }, { uid: 'c' }]);
    assert.deepEqual(frames.get('d'), frames.get('b'));
    assert.deepEqual(frames.get('c')?.users, [
      { uid: 'a', alias: 'Ada' },
      { uid: 'c', self: true },
    ]);
    assert.deepEqual(
      [...frames.values()].map(frame => frame.total),
      [4, 4, 4, 4],
    );
    assert.deepEqual(
      [...frames.values()].map(frame => frame.self),
      [true, undefined, undefined, undefined],
    );
  });

  it('builds the frame of a broadcast once', () => {
    const sender = member('a', { alias: 'Ada' });
    for (const one of [sender, member('b'), member('c')]) room.join(one, NOW);
    const deliveries = room.send(sender, '{ "n" : 1.0 }', undefined, NOW);
    assert.equal(deliveries.length, 1);
    assert.equal(deliveries[0]?.frame, `{"message":{ "n" : 1.0 },"uid":"a","alias":"Ada","date":${NOW}}`);
    assert.deepEqual(
      deliveries[0].to.map(one => one.uid),
      ['b', 'c'],
    );
  });

  it('echoes broadcasts to those who want it, and directed messages to nobody', () => {
    const sender = member('a', { echo: true });
    room.join(sender, NOW);
    room.join(member('b'), NOW);
    assert.deepEqual(
      told(room.send(sender, '1', undefined, NOW)).map(([uid]) => uid),
      ['a', 'b'],
    );
    assert.deepEqual(
      told(room.send(sender, '1', 'b', NOW)).map(([uid]) => uid),
      ['b'],
    );
    assert.deepEqual(
      told(room.send(sender, '1', 'a', NOW)).map(([uid]) => uid),
      ['a'],
    );
  });

  it('delivers nothing when nobody else is there', () => {
    const sender = member('a');
    room.join(sender, NOW);
    assert.deepEqual(room.send(sender, '1', undefined, NOW), []);
  });

  it('tells the sender of an unknown uid, and of a missing right to send', () => {
    const [sender, mute] = [member('a'), member('m', { canSend: false })];
    room.join(sender, NOW);
    room.join(mute, NOW);
    const [unknown] = told(room.send(sender, '1', 'gone"\u0000', NOW));
    assert.equal(unknown?.[0], 'a');
    assert.ok(String(unknown[1].message).includes('gone"\u0000'));
    for (const uid of [undefined, 'a', 'gone']) {
      const answers = told(room.send(mute, '1', uid, NOW));
      assert.deepEqual(
        answers.map(([to, frame]) => [to, frame.type]),
        [['m', 'error']],
      );
      assert.match(String(answers[0]?.[1].message), /sendKey/);
    }
  });

  it('is not confused by uids like those of Object.prototype', () => {
    const sender = member('a');
    room.join(sender, NOW);
    for (const uid of ['__proto__', 'constructor', 'toString']) {
      assert.equal(told(room.send(sender, '1', uid, NOW))[0]?.[1].type, 'error');
    }
  });

  describe('with some who are elsewhere', () => {
    const far = { uid: 'f', alias: 'Fay', announce: true };
    let here: Member;
    beforeEach(() => {
      here = member('a', { list: true });
      room.join(here, NOW);
    });

    it('counts, names and lists them like those who are here', () => {
      const users = [{ uid: 'f', alias: 'Fay' }];
      const identity = { uid: 'f', alias: 'Fay', date: NOW };
      assert.deepEqual(told(room.joinElsewhere(far, NOW)), [['a', { type: 'join', users, total: 2, ...identity }]]);
      assert.deepEqual([room.size, room.total], [1, 2]);
      assert.equal(told(room.join(member('b'), NOW))[0]?.[1].users, 3);
      assert.deepEqual(told(room.leaveElsewhere(far, NOW))[0]?.[1].total, 2);
      assert.deepEqual(room.leaveElsewhere(far, NOW), []);
    });

    it('hands on what is for them, and says what is not', () => {
      assert.deepEqual(room.send(here, '1', undefined, NOW), []);
      room.joinElsewhere(far, NOW);
      const [broadcast] = room.send(here, '1', undefined, NOW);
      assert.deepEqual([broadcast?.to, broadcast?.elsewhere], [[], 'all']);
      const [directed] = room.send(here, '1', 'f', NOW);
      assert.deepEqual([directed?.to, directed?.elsewhere], [[], { uid: 'f' }]);
      assert.equal(room.send(here, '1', 'a', NOW)[0]?.elsewhere, undefined);
      assert.equal(room.send(member('m', { canSend: false }), '1', 'f', NOW)[0]?.elsewhere, undefined);
    });
  });
});
