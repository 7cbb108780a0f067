import assert from 'node:assert/strict';
import {
  counts,
  messagesOf,
  PATIENT,
  presence,
  redisServer,
  RedisServer,
  startCluster,
  useNodes,
} from '../../support/redis';
import { Wire } from '../../support/relay';

function suite(kind: string, start: () => Promise<RedisServer>): void {
  describe(`relays with ${kind}`, function () {
    this.timeout(60_000);
    const under = useNodes(start);
    const node = () => under.node(undefined, { times: PATIENT });
    const two = () => Promise.all([node(), node()]);

    it('carry messages to all, and what is for one to that one', async () => {
      const [one, other] = await two();
      const a = await Wire.join(one.base, 'room', 'as=Ada&announce=true');
      const b = await Wire.join(other.base, 'room', 'echo=true');
      const c = await Wire.join(other.base, 'room');
      await counts(a, 3);
      a.send('{ "n" : 1.0 }');
      const got = await b.message();
      assert.deepEqual([got.message, got.uid, got.alias], [{ n: 1 }, a.uid, 'Ada']);
      assert.ok(b.texts.at(-1)?.startsWith('{"message":{ "n" : 1.0 },'), 'byte for byte');
      b.send(`\u001f${a.uid}\u001f"for you"`).send('"for all"');
      assert.equal((await a.message()).message, 'for you');
      assert.equal((await a.message()).message, 'for all');
      await c.next(({ message }) => message === 'for all');
      assert.deepEqual(messagesOf(c), [{ n: 1 }, 'for all']);
      assert.deepEqual(messagesOf(b), [{ n: 1 }, 'for all']);
    });

    it('keep the order of each sender, whatever it sends to whom', async () => {
      const [one, other] = await two();
      const a = await Wire.join(one.base, 'room');
      const b = await Wire.join(other.base, 'room');
      await counts(a, 2);
      for (let i = 0; i < 35; i += 1) a.send(i % 3 === 0 ? `\u001f${b.uid}\u001f${i}` : String(i));
      await b.next(({ message }) => message === 34);
      assert.deepEqual(messagesOf(b), [...Array(35).keys()]);
    });

    it('count, name and list those who are elsewhere like all others', async () => {
      const [one, other] = await two();
      const a = await Wire.join(one.base, 'room', 'as=Ada&announce=true');
      const b = await Wire.join(other.base, 'room', 'list=true&announce=true');
      const [own] = b.frames;
      assert.deepEqual(
        [own?.total, own?.users],
        [
          2,
          [
            { uid: b.uid, self: true },
            { uid: a.uid, alias: 'Ada' },
          ],
        ],
      );
      const joined = await counts(a, 2);
      assert.deepEqual([joined.users, joined.uid], [2, b.uid]);
      const late = await node();
      const c = await Wire.join(late.base, 'room', 'list=true');
      assert.deepEqual([c.frames[0]?.total, (c.frames[0]?.users as unknown[]).length], [3, 2]);
      b.socket.close();
      assert.equal((await a.next(({ type }) => type === 'leave')).uid, b.uid);
      const left = await c.next(({ type }) => type === 'leave');
      assert.deepEqual([left.total, left.users], [2, [{ uid: a.uid, alias: 'Ada' }]]);
    });

    it('answer with an error what is for somebody who is not there', async () => {
      const [one, other] = await two();
      const a = await Wire.join(one.base, 'room');
      const elsewhere = await Wire.join(other.base, 'another');
      a.send(`\u001f${elsewhere.uid}\u001f1`);
      assert.ok(String((await a.error()).message).includes(elsewhere.uid));
      const b = await Wire.join(other.base, 'room');
      await counts(a, 2);
      b.socket.terminate();
      await counts(a, 1);
      a.send(`\u001f${b.uid}\u001f1`);
      assert.ok(String((await a.error()).message).includes(b.uid));
    });

    it('take the keys of one first joiner, also when several come at once', async () => {
      const all = [...(await two()), await node()];
      for (let round = 0; round < 10; round += 1) {
        const answers = await Promise.allSettled(
          all.map(({ base }, i) => Wire.join(base, `room${round}`, `joinKey=${i}`)),
        );
        const winner = answers.findIndex(({ status }) => status === 'fulfilled');
        assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
        for (const { base } of all) await Wire.join(base, `room${round}`, `joinKey=${winner}`);
      }
    });

    it('keep keys while somebody is in the channel anywhere, and no longer', async () => {
      const [one, other] = await two();
      const first = await Wire.join(one.base, 'room', 'joinKey=j&sendKey=s');
      const second = await Wire.join(other.base, 'room', 'joinKey=j');
      second.send('1');
      assert.match(String((await second.error()).message), /sendKey/);
      first.socket.close();
      await counts(second, 1);
      await assert.rejects(Wire.join(one.base, 'room'), /HTTP 403/);
      second.socket.close();
      await second.closed;
      const anew = await Wire.join(one.base, 'room', 'joinKey=other');
      assert.equal(anew.frames[0]?.total, 1);
    });

    it('pass on what is pushed to where nobody here is', async () => {
      const [one, other] = await two();
      const a = await Wire.join(one.base, 'room');
      assert.equal(other.relay.push('room', { uid: 'u', alias: undefined }, '"pushed"'), true);
      assert.equal((await a.message()).message, 'pushed');
    });

    it('hear at once who leaves with a relay that stops', async () => {
      const [one, other] = await two();
      const a = await Wire.join(one.base, 'room');
      await Promise.all([Wire.join(other.base, 'room'), Wire.join(other.base, 'room')]);
      await counts(a, 3);
      await other.relay.drain(1_000);
      await counts(a, 1);
      assert.deepEqual(presence(a), ['join', 'join', 'join', 'leave', 'leave']);
    });
  });
}

if (redisServer !== undefined) {
  suite('a Redis server', () => RedisServer.start());
  suite('a cluster of Redis servers', startCluster);
}
