import assert from 'node:assert/strict';
import { startRelay } from '../../../../src/relay/server';
import { freePort } from '../../../vscode/ports';
import { counts, redisServer, RedisServer } from '../../support/redis';
import { ask, Wire } from '../../support/relay';
import { useService } from '../../support/service';

function suite(): void {
  const under = useService();
  let redis: RedisServer;
  before(async () => {
    redis = await RedisServer.start('--requirepass', 'secret');
  });
  after(() => redis.kill());
  const start = (...args: string[]) => under.start('--redis', redis.url.replace('//', '//:secret@'), ...args);

  it('serves the channels of others, and says when they are out of reach', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    const [a, b] = [await Wire.join(`${one.relay.url}/c/`, 'room'), await Wire.join(`${other.relay.url}/c/`, 'room')];
    await counts(a, 2);
    a.send('1');
    await b.message();
    assert.deepEqual(await ask(one.relay, '/readyz'), { status: 200, body: 'ready\n' });
    assert.match((await ask(one.relay, '/metrics')).body, /^live_channels_together 1$/m);
    await redis.kill();
    let answer = await ask(one.relay, '/readyz');
    while (answer.status === 200) answer = await ask(one.relay, '/readyz');
    assert.deepEqual(answer, { status: 503, body: 'alone: Redis is not in reach\n' });
    assert.equal((await ask(one.relay, '/healthz')).status, 200);
    assert.match((await ask(one.relay, '/metrics')).body, /^live_channels_together 0$/m);
    await redis.again();
    while (answer.status !== 200) answer = await ask(one.relay, '/readyz');
    assert.doesNotMatch(under.log.join('\n'), /secret|127\.0\.0\.1/);
  });

  it('does not start without Redis, and lets go of it when it cannot listen', async () => {
    const nobody = `redis://:secret@127.0.0.1:${await freePort()}`;
    const withoutPassword = (error: Error) =>
      error.message.startsWith('Redis cannot be reached: ') && !error.message.includes('secret');
    await assert.rejects(under.start('--redis', nobody), withoutPassword);
    await assert.rejects(under.start('--redis', redis.url), withoutPassword, 'without its password');
    const taken = await startRelay();
    await assert.rejects(start('--port', String(taken.port)), { code: 'EADDRINUSE' });
    await taken.close();
  });
}

if (redisServer !== undefined) {
  describe('the relay as a service with Redis', function () {
    this.timeout(30_000);
    suite();
  });
}
