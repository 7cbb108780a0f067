import assert from 'node:assert/strict';
import {
  counts,
  messagesOf,
  presence,
  redisServer,
  RedisServer,
  startNodeProcess,
  useNodes,
} from '../../support/redis';
import type { RelayOptions } from '../../../../src/relay/server';
import { Wire } from '../../support/relay';

function suite(): void {
  const under = useNodes(() => RedisServer.start());
  const two = () => Promise.all([under.node(), under.node()]);
  const beyondProxy = (options: RelayOptions = {}) => under.node(under.proxy.url.replace('ws', 'redis'), options);

  it('lose those of a relay that is killed, once, and what it left behind', async () => {
    const { base, signal } = await startNodeProcess(under.redis.url);
    const [one, other] = await two();
    const [a, b] = [await Wire.join(one.base, 'room'), await Wire.join(other.base, 'room')];
    await Promise.all([Wire.join(base, 'room'), Wire.join(base, 'room'), Wire.join(base, 'own', 'joinKey=j')]);
    await Promise.all([counts(a, 4), counts(b, 4)]);
    signal('SIGKILL');
    await Promise.all([counts(a, 2), counts(b, 2)]);
    for (const wire of [a, b]) assert.equal(presence(wire).filter(type => type === 'leave').length, 2);
    const anew = await Wire.join(one.base, 'own', 'joinKey=other');
    assert.equal(anew.frames[0]?.total, 1);
    const third = await Wire.join((await under.node()).base, 'room');
    assert.equal(third.frames[0]?.total, 3);
  });

  it('go on by themselves without Redis, and are as before when it is back', async () => {
    const [one, other] = await two();
    const [a, b] = [await Wire.join(one.base, 'room', 'joinKey=j'), await Wire.join(one.base, 'room', 'joinKey=j')];
    const far = await Wire.join(other.base, 'room', 'joinKey=j');
    await counts(a, 3);
    await under.redis.kill();
    await Promise.all([one.logged('redis-lost'), other.logged('redis-lost')]);
    assert.equal(one.relay.together, false);
    a.send('"still here"');
    assert.equal((await b.message()).message, 'still here');
    a.send(`\u001f${far.uid}\u001f1`);
    assert.ok(String((await a.error()).message).includes(far.uid));
    await assert.rejects(Wire.join(one.base, 'new'), /HTTP 503/);
    await assert.rejects(Wire.join(one.base, 'room', 'joinKey=wrong'), /HTTP 403/);
    const late = await Wire.join(one.base, 'room', 'joinKey=j');
    assert.equal(one.relay.push('room', { uid: 'u', alias: undefined }, '1'), false);
    await under.redis.again();
    await Promise.all([one.logged('redis-reached'), other.logged('redis-reached')]);
    await counts(far, 4);
    late.send('"back"');
    assert.equal((await far.message()).message, 'back');
    await assert.rejects(Wire.join(other.base, 'room'), /HTTP 403/);
    far.send('"both ways"');
    await a.next(({ message }) => message === 'both ways');
    assert.deepEqual(presence(a), ['join', 'join', 'join', 'join'], 'nobody left meanwhile');
  });

  it('find together again after a partition, without ghosts', async () => {
    const [one, cut] = [await under.node(), await beyondProxy()];
    const [a, b] = [await Wire.join(one.base, 'room'), await Wire.join(cut.base, 'room')];
    await counts(a, 2);
    under.proxy.halfOpen();
    under.proxy.refuse();
    await Promise.all([counts(a, 1), counts(b, 1)]);
    b.socket.close();
    const [c, d] = [await Wire.join(cut.base, 'other').catch(() => undefined), await Wire.join(one.base, 'room')];
    assert.equal(c, undefined, 'whose channel it is could not be known');
    under.proxy.heal();
    await cut.logged('redis-reached');
    const e = await Wire.join(cut.base, 'room');
    assert.equal(e.frames[0]?.total, 3);
    await Promise.all([counts(a, 3), counts(d, 3)]);
    e.send('"hello"');
    await Promise.all([a.message(), d.message()]);
    assert.deepEqual(presence(a), ['join', 'join', 'leave', 'join', 'join']);
  });

  it('have those join anew whose channel has other keys by the end of a partition', async () => {
    const [one, cut] = [await under.node(), await beyondProxy()];
    const old = await Wire.join(cut.base, 'room', 'joinKey=old');
    under.proxy.halfOpen();
    under.proxy.refuse();
    const join_ = async (): Promise<Wire> => Wire.join(one.base, 'room', 'joinKey=new').catch(() => join_());
    const anew = await join_();
    under.proxy.heal();
    assert.equal((await old.closed).code, 1012);
    await assert.rejects(Wire.join(cut.base, 'room', 'joinKey=old'), /HTTP 403/);
    const back = await Wire.join(cut.base, 'room', 'joinKey=new');
    assert.equal(back.frames[0]?.total, 2);
    await counts(anew, 2);
  });

  it('keep one that was halted out of what its channels have become', async () => {
    const { base, signal } = await startNodeProcess(under.redis.url);
    const one = await under.node();
    const old = await Wire.join(base, 'room', 'joinKey=old');
    const watching = await Wire.join(one.base, 'room', 'joinKey=old');
    signal('SIGSTOP');
    await counts(watching, 1);
    watching.socket.close();
    await watching.closed;
    const [a, b] = [await Wire.join(one.base, 'room', 'joinKey=new'), await Wire.join(one.base, 'room', 'joinKey=new')];
    await counts(a, 2);
    a.send('"not for the old"');
    await b.message();
    old.send('"not from the old"');
    signal('SIGCONT');
    assert.equal((await old.closed).code, 1012);
    b.send('"end"');
    await a.next(({ message }) => message === 'end');
    assert.deepEqual([messagesOf(old), messagesOf(a), messagesOf(b)], [[], ['end'], ['not for the old']]);
    signal('SIGKILL');
  });

  it('deliver nothing twice and nothing out of order, whatever becomes of the connection', async () => {
    // As fast as they can: a limit would drop what is waited for.
    const options = { limits: { rate: 0 } };
    const [one, cut] = [await under.node(undefined, options), await beyondProxy(options)];
    const [a, b] = [await Wire.join(one.base, 'room'), await Wire.join(cut.base, 'room')];
    await counts(a, 2);
    let sent = 0;
    const talk = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) {
        a.send(String(sent));
        b.send(String(sent++));
        if (i % 20 === 19) await Promise.all([a.settled(), b.settled()]);
      }
    };
    for (let round = 0; round < 5; round += 1) {
      await talk(40);
      under.proxy.cut();
      await talk(40);
      if (cut.relay.together) await cut.logged('redis-lost');
      // One cut may be noticed twice: once for each of its connections.
      while (!cut.relay.together) await cut.logged('redis-reached');
    }
    a.send('"end"');
    b.send('"end"');
    for (const wire of [a, b]) {
      await wire.next(({ message }) => message === 'end');
      const numbers = messagesOf(wire).filter(message => typeof message === 'number');
      assert.deepEqual(
        numbers,
        [...new Set(numbers)].sort((x, y) => x - y),
      );
      assert.deepEqual(presence(wire).includes('leave'), false);
    }
  });
}

if (redisServer !== undefined) {
  describe('relays with Redis, when something breaks', function () {
    this.timeout(60_000);
    suite();
  });
}
