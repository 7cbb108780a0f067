import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../vscode/ports';
import { RedisBackplane } from '../../../../src/relay/redis/redisBackplane';
import { certificates } from '../../support/certificates';
import { counts, redisServer, RedisServer, startNodeProcess } from '../../support/redis';
import { Wire } from '../../support/relay';

function suite(): void {
  let folder = '';
  let redis: RedisServer;
  let url = '';
  const file = (name: string) => join(folder, name);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'live-channels-redis-'));
    await writeFile(file('cert'), certificates.one.cert);
    await writeFile(file('key'), certificates.one.key);
    await writeFile(file('other'), certificates.two.cert);
    const port = await freePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', file('cert'), '--tls-key-file', file('key')];
    redis = await RedisServer.start(...tls, '--tls-auth-clients', 'no', '--requirepass', 'secret');
    url = `rediss://:secret@127.0.0.1:${port}`;
  });
  after(async () => {
    await redis.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('serve the same channels, when they trust its certificate', async () => {
    const trusting = { NODE_EXTRA_CA_CERTS: file('cert') };
    const nodes = await Promise.all([startNodeProcess(url, trusting), startNodeProcess(url, trusting)]);
    const [one, other] = nodes;
    const a = await Wire.join(one.base, 'room');
    const b = await Wire.join(other.base, 'room');
    await counts(a, 2);
    a.send('"over TLS"');
    assert.equal((await b.message()).message, 'over TLS');
    for (const { signal } of nodes) signal('SIGKILL');
  });

  it('do not speak to a server whose certificate nobody vouches for, nor say the password', async () => {
    await assert.rejects(RedisBackplane.connect(url), (error: Error) => {
      assert.match(error.message, /self-signed certificate/);
      return !error.message.includes('secret');
    });
  });
}

if (redisServer !== undefined) {
  describe('relays with a Redis server over TLS', function () {
    this.timeout(60_000);
    suite();
  });
}
