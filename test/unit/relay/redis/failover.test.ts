import assert from 'node:assert/strict';
import { FAST, startNode, redisServer, counts, messagesOf, presence, type RelayNode } from '../../support/redis';
import { FailingCluster } from '../../support/redisCluster';
import { Wire } from '../../support/relay';

/** The cluster needs a few seconds, in which nobody is to be given up: in earnest it has 9. */
const TIMES = { ...FAST, answer: 10_000, dead: 60_000 };

function suite(): void {
  let cluster: FailingCluster;
  const nodes: RelayNode[] = [];
  beforeEach(async () => {
    cluster = await FailingCluster.start();
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(({ relay }) => relay.close()));
    await cluster.stop();
  });

  async function node(): Promise<RelayNode> {
    const started = await startNode(cluster.url, { times: TIMES, limits: { rate: 0 } });
    nodes.push(started);
    return started;
  }

  it('go on with the replica, deliver nothing twice, and find together', async () => {
    const [one, other] = [await node(), await node()];
    const a = await Wire.join(one.base, 'room', 'joinKey=j');
    const b = await Wire.join(other.base, 'room', 'joinKey=j');
    await counts(a, 2);
    let sent = 0;
    const talk = (): void => {
      a.send(String(sent));
      b.send(String(sent));
      sent += 1;
    };
    const talking = setInterval(talk, 10);
    await b.next(({ message }) => message === 20);
    await cluster.failOver();
    // From some message on all arrive again, both ways.
    const after = sent;
    const isLater = ({ message }: { message?: unknown }) => typeof message === 'number' && message > after;
    await Promise.all([a.next(isLater), b.next(isLater)]);
    clearInterval(talking);
    const late = await Wire.join(other.base, 'room', 'joinKey=j');
    await counts(a, late.frames[0]?.total ?? 0);
    assert.equal(late.frames[0]?.total, 3);
    await assert.rejects(Wire.join(one.base, 'room', 'joinKey=wrong'), /HTTP 403/);
    late.send('"end"');
    for (const wire of [a, b]) {
      await wire.next(({ message }) => message === 'end');
      const numbers = messagesOf(wire).filter(message => typeof message === 'number');
      assert.deepEqual(
        numbers,
        [...new Set(numbers)].sort((x, y) => x - y),
      );
      assert.equal(presence(wire).filter(type => type === 'join').length, wire === a ? 3 : 2);
      assert.ok(!presence(wire).includes('leave'), 'nobody left');
    }
  });
}

if (redisServer !== undefined) {
  describe('relays with a cluster of Redis servers of which one dies', function () {
    this.timeout(120_000);
    suite();
  });
}
