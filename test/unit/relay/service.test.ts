import assert from 'node:assert/strict';
import { once } from 'node:events';
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { DEFAULT_LIMITS } from '../../../src/relay/limits';
import { hashKey } from '../../../src/relay/service/keyHash';
import type { Service } from '../../../src/relay/service/service';
import { certificates } from '../support/certificates';
import { ask, UPGRADE, Wire } from '../support/relay';
import { cheapHash, useService } from '../support/service';

const HTML = { Accept: 'text/html,application/xhtml+xml' };

/** The value of a metric. */
function metric(text: string, name: string): number {
  const line = text.split('\n').find(each => each.startsWith(`live_channels_${name} `));
  return line === undefined ? NaN : Number(line.split(' ')[1]);
}

describe('the relay as a service', function () {
  this.timeout(20_000);
  const under = useService();
  const local = (service: Service) => `${service.relay.url}/c/`;

  describe('over plain HTTP', () => {
    it('says that it is well, and that it is ready until it stops', async () => {
      const service = await under.start('--drain', '5');
      assert.deepEqual(await ask(service.relay, '/healthz'), { status: 200, body: 'ok\n' });
      assert.deepEqual(await ask(service.relay, '/readyz'), { status: 200, body: 'ready\n' });
      const staying = await Wire.join(local(service), 'room');
      staying.socket.pause();
      const other = await Wire.join(local(service), 'room');
      const stopped = service.stop();
      assert.deepEqual(await ask(service.relay, '/readyz'), { status: 503, body: 'stopping\n' });
      assert.equal((await ask(service.relay, '/healthz')).status, 200);
      assert.equal((await ask(service.relay, '/c/room', UPGRADE)).status, 503);
      assert.equal((await other.closed).code, 1012);
      staying.socket.resume();
      await staying.closed;
      await stopped;
      await assert.rejects(ask(service.relay, '/readyz'), /ECONNREFUSED/);
    });

    it('tells programs in a line what it is, and people on a page', async () => {
      const { relay } = await under.start();
      assert.match((await ask(relay, '/')).body, /^Live Channels relay[^\n]*\n$/);
      await Wire.join(`${relay.url}/c/`, 'secret-room', 'as=secret-name&announce=true');
      const { status, body } = await ask(relay, '/', { ...HTML, Host: 'relay.example.com:4500' });
      assert.equal(status, 200);
      assert.match(body, /"liveChannels\.server": "ws:\/\/relay\.example\.com:4500"/);
      assert.match(body, /<dt>Connections<\/dt><dd>1<\/dd>/);
      assert.doesNotMatch(body, /secret|<script/);
    });

    it('puts nothing on the page that the request made up', async () => {
      const { relay } = await under.start();
      for (const host of ['"><script>', 'a b', 'x/y', 'a&b', "a'b"]) {
        const { body } = await ask(relay, '/?<script>', { ...HTML, Host: host });
        assert.match(body, new RegExp(`"liveChannels.server": "${relay.url}"`));
        assert.doesNotMatch(body, /<script/);
      }
      const faked = await ask(relay, '/', { ...HTML, Host: 'h', 'X-Forwarded-Proto': 'https' });
      assert.match(faked.body, /"ws:\/\/h"/);
    });

    it('lets no page of another origin read or frame what it says', async () => {
      const { relay } = await under.start('--metrics', 'all');
      for (const path of ['/', '/healthz', '/metrics', '/nonsense']) {
        const response = await fetch(relay.url.replace('ws', 'http') + path, {
          headers: { ...HTML, Origin: 'https://evil.com' },
        });
        await response.arrayBuffer();
        assert.equal(response.headers.get('access-control-allow-origin'), null);
        assert.equal(response.headers.get('cross-origin-resource-policy'), 'same-origin');
        assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
        if (path !== '/') continue;
        const policy = response.headers.get('content-security-policy') ?? '';
        assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/);
      }
    });
  });

  describe('its metrics', () => {
    it('count what happens, without a name', async () => {
      const { relay } = await under.start();
      const [a, b] = [await Wire.join(`${relay.url}/c/`, 'secret'), await Wire.join(`${relay.url}/c/`, 'secret')];
      a.send('"secret"');
      await b.message();
      const { body } = await ask(relay, '/metrics', { Host: 'localhost:4500' });
      assert.equal(metric(body, 'connections'), 2);
      assert.equal(metric(body, 'channels'), 1);
      assert.equal(metric(body, 'messages_received_total'), 1);
      assert.equal(metric(body, 'received_bytes_total'), 8);
      assert.equal(metric(body, 'frames_sent_total'), 4, 'two joins to the joiners, one to the other, one message');
      assert.doesNotMatch(body, /secret|127\.0\.0\.1/);
    });

    it('have every limit, from the start', async () => {
      const { relay } = await under.start('--limit-joins', '1');
      await Wire.join(`${relay.url}/c/`, 'room');
      assert.equal((await ask(relay, '/c/room', UPGRADE)).status, 429);
      const { body } = await ask(relay, '/metrics');
      const { rateWindow, warningWindow, ...limits } = DEFAULT_LIMITS;
      assert.ok(rateWindow && warningWindow);
      for (const limit of Object.keys(limits)) {
        assert.equal(metric(body, `limit_hits_total{limit="${limit}"}`), limit === 'joins' ? 1 : 0, limit);
      }
      assert.equal(metric(body, 'refused_total{status="429"}'), 1);
    });

    it('are for programs on the same machine only, unless told', async () => {
      const { relay } = await under.start();
      assert.equal((await ask(relay, '/metrics')).status, 200);
      for (const headers of [{ 'X-Forwarded-For': '127.0.0.1' }, { Forwarded: 'for=1.2.3.4' }, { Host: 'evil.com' }]) {
        assert.equal((await ask(relay, '/metrics', headers)).status, 403);
      }
      const all = await under.start('--metrics', 'all');
      assert.equal((await ask(all.relay, '/metrics', { Host: 'relay.example.com' })).status, 200);
      const off = await under.start('--metrics', 'off');
      assert.equal((await ask(off.relay, '/metrics')).status, 404);
    });
  });

  describe('with limits', () => {
    it('counts the addresses that its proxy names, and no others', async () => {
      const { relay } = await under.start('--limit-joins', '2', '--trust-proxy', 'local');
      const join = async (from: string) =>
        (await ask(relay, '/c/room', { ...UPGRADE, 'X-Forwarded-For': from })).status;
      assert.deepEqual([await join('1.1.1.1'), await join('1.1.1.1'), await join('1.1.1.1')], [101, 101, 429]);
      assert.equal(await join('2.2.2.2'), 101);
      assert.equal(await join('3.3.3.3, 1.1.1.1'), 429, 'what the client wrote itself does not count');
      assert.deepEqual(
        [await join('2001:db8::1'), await join('2001:db8::2'), await join('2001:db8::3')],
        [101, 101, 429],
      );
      const untrusting = await under.start('--limit-joins', '1');
      const to = (from: string) => ask(untrusting.relay, '/c/room', { ...UPGRADE, 'X-Forwarded-For': from });
      assert.deepEqual([(await to('1.1.1.1')).status, (await to('2.2.2.2')).status], [101, 429]);
    });

    it('keeps out for a while who was warned too often', async () => {
      const { relay } = await under.start('--limit-warnings', '1', '--ban', '1');
      const bad = await Wire.join(`${relay.url}/c/`, 'room');
      bad.send('no json').send('no json');
      assert.equal((await bad.closed).code, 1008);
      await assert.rejects(Wire.join(`${relay.url}/c/`, 'room'), /HTTP 429/);
      for (let status = 429; status !== 101;) status = (await ask(relay, '/c/room', UPGRADE)).status;
    });

    it('has room for so many in a channel, so many channels, and so many of one address', async () => {
      const { relay } = await under.start('--limit-channel', '2', '--limit-channels', '2', '--limit-address', '4');
      const join = (channel: string) => Wire.join(`${relay.url}/c/`, channel);
      const first = await join('a');
      await join('a');
      await assert.rejects(join('a'), /HTTP 503 Live Channels relay: this channel is full/);
      await join('b');
      await assert.rejects(join('c'), /HTTP 503/);
      await join('b');
      await assert.rejects(join('b'), /HTTP 429/);
      first.socket.close();
      await first.closed;
      await join('a');
    });

    it('looks at no more keys of who gave too many wrong ones', async () => {
      const { relay } = await under.start('--limit-guesses', '3');
      await Wire.join(`${relay.url}/c/`, 'room', 'joinKey=right');
      const status = async (key: string) => (await ask(relay, `/c/room?joinKey=${key}`, UPGRADE)).status;
      for (let i = 0; i < 3; i += 1) assert.equal(await status('wrong'), 403);
      assert.equal(await status('wrong'), 429);
      assert.equal(await status('right'), 429);
      assert.equal((await ask(relay, '/c/other', UPGRADE)).status, 101);
    });
  });

  describe('with namespaces', () => {
    it('asks for their keys, takes new ones when the file changes, and keeps them when it breaks', async () => {
      const file = join(under.folder, 'namespaces.json');
      const write = (key: string) => writeFileSync(file, JSON.stringify({ team: { joinKey: cheapHash(key) } }));
      write('first');
      const service = await under.start('--namespaces', file, '--limit-guesses', '0');
      const enter = (channel: string, key: string) => Wire.join(local(service), channel, `joinKey=${key}`);
      await assert.rejects(enter('team:a', 'wrong'), /HTTP 403/);
      await enter('team:a', 'first');
      // The keys of the first who comes count elsewhere only.
      await enter('free', 'own');
      await assert.rejects(enter('free', 'first'), /HTTP 403/);
      write('second');
      service.reload();
      await assert.rejects(enter('team:a', 'first'), /HTTP 403/);
      const stays = await enter('team:a', 'second');
      writeFileSync(file, '{"team": "secret"}');
      service.reload();
      assert.match(under.log.at(-1)?.toString() ?? '', /^not-reloaded what=namespaces message=namespace 'team'/);
      await enter('team:b', 'second');
      assert.equal(stays.socket.readyState, stays.socket.OPEN);
    });

    it('survives those who go while their key is checked', async () => {
      const file = join(under.folder, 'namespaces.json');
      writeFileSync(file, JSON.stringify({ team: { joinKey: await hashKey('k') } }));
      const { relay } = await under.start('--namespaces', file);
      for (const end of ['destroy', 'resetAndDestroy', 'end'] as const) {
        const socket = connectTcp(relay.port, '127.0.0.1').on('error', () => undefined);
        const headers = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`GET /c/team?joinKey=k HTTP/1.1\r\nHost: h\r\n${headers.join('')}\r\n`, () => socket[end]());
        await once(socket.resume(), 'close');
      }
      const wire = await Wire.join(`${relay.url}/c/`, 'team', 'joinKey=k');
      while (relay.connections > 1) await wire.settled();
    });

    it('takes messages by HTTP from who has the sendKey', async () => {
      const file = join(under.folder, 'namespaces.json');
      writeFileSync(file, JSON.stringify({ news: { sendKey: cheapHash('s') } }));
      const { relay } = await under.start('--namespaces', file, '--limit-size', '50', '--limit-joins', '0');
      const reader = await Wire.join(`${relay.url}/c/`, 'news:today', 'sendKey=s');
      const post = async (
        body: string | Buffer,
        headers: Record<string, string> = { 'x-send-key': 's' },
        name = 'news:today',
      ) => {
        const response = await fetch(`${relay.url.replace('ws', 'http')}/c/${name}`, {
          method: 'POST',
          body: body as never,
          headers,
        });
        return [response.status, await response.text()] as const;
      };
      assert.deepEqual(await post(' {"a": 1.0}\n'), [204, '']);
      const got = await reader.message();
      assert.ok((reader.texts.at(-1) ?? '').startsWith('{"message": {"a": 1.0}\n,"uid":"'));
      assert.equal(got.alias, undefined);
      assert.equal((await post('1', { 'x-send-key': 's' }, 'news:nobody-here'))[0], 204);
      assert.equal((await post('1', { 'x-send-key': 'wrong' }))[0], 403);
      assert.equal((await post('1', {}))[0], 403);
      assert.equal((await post('1', { 'x-send-key': 's' }, 'free'))[0], 403);
      assert.equal((await post('1', { 'x-send-key': 's', Origin: 'https://evil.com' }))[0], 403);
      assert.equal((await post('no json'))[0], 400);
      assert.equal((await post(''))[0], 400);
      assert.equal((await post(Buffer.from([0x22, 0xff, 0x22])))[0], 400);
      assert.equal((await post(JSON.stringify('x'.repeat(50))))[0], 413);
      await reader.settled();
      assert.equal(reader.frames.filter(frame => frame.type === undefined).length, 1);
      assert.ok(under.log.every(entry => !/news|wrong/.test(entry.toString())));
    });
  });

  describe('with TLS', () => {
    const names = ['cert', 'key'] as const;
    const write = (pair: Record<(typeof names)[number], string>) => {
      for (const name of names) {
        // The way that tools replace it: all at once.
        writeFileSync(join(under.folder, `new-${name}`), pair[name]);
        renameSync(join(under.folder, `new-${name}`), join(under.folder, name));
      }
    };
    const start = () => under.start('--tls-cert', join(under.folder, 'cert'), '--tls-key', join(under.folder, 'key'));
    const served = ({ relay }: Service) =>
      new Promise<string>((resolve, reject) => {
        const socket = connectTls({ port: relay.port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
          resolve(String(socket.getPeerCertificate().subject.CN));
          socket.destroy();
        });
        socket.on('error', reject);
      });

    it('serves wss and https', async () => {
      write(certificates.one);
      const { relay } = await start();
      assert.equal(relay.url, `wss://127.0.0.1:${relay.port}`);
      const trusting = { ca: certificates.one.cert };
      const [a, b] = [
        await Wire.connect(`${relay.url}/c/room`, trusting),
        await Wire.connect(`${relay.url}/c/room`, trusting),
      ];
      a.send('"over TLS"');
      assert.equal((await b.message()).message, 'over TLS');
    });

    it('takes a new certificate, and keeps the old one while the new one is broken', async () => {
      write(certificates.one);
      const service = await start();
      assert.equal(await served(service), 'one.test');
      writeFileSync(join(under.folder, 'cert'), certificates.two.cert);
      service.reload();
      assert.match(under.log.at(-1)?.toString() ?? '', /^not-reloaded what=certificate/, 'it does not fit its key');
      assert.equal(await served(service), 'one.test');
      write(certificates.two);
      service.reload();
      assert.equal(await served(service), 'two.test');
      writeFileSync(join(under.folder, 'key'), 'nonsense');
      service.reload();
      assert.equal(await served(service), 'two.test');
      assert.equal(under.log.filter(({ event }) => event === 'not-reloaded').length, 2);
    });
  });

  const onUnix = process.platform === 'win32' ? describe.skip : describe;
  onUnix('on a Unix socket', () => {
    it('serves, takes over what a killed one left, and leaves other files alone', async () => {
      const path = join(under.folder, 'relay.sock');
      // A socket that nobody listens on any more.
      await new Promise<void>(resolve => {
        const server = createServer().listen(path, () => {
          renameSync(path, `${path}.left`);
          server.close(() => resolve());
        });
      });
      renameSync(`${path}.left`, path);
      const { relay } = await under.start('--socket', path, '--limit-joins', '1');
      assert.equal(relay.url, `ws+unix:${path}:`);
      const [a, b] = [await Wire.join(`${relay.url}/c/`, 'room'), await Wire.join(`${relay.url}/c/`, 'room')];
      a.send('1');
      assert.equal((await b.message()).message, 1);
      await assert.rejects(under.start('--socket', path), { code: 'EADDRINUSE' });
      const file = join(under.folder, 'file');
      writeFileSync(file, 'mine');
      await assert.rejects(under.start('--socket', file), { code: 'EADDRINUSE' });
      assert.ok(statSync(file).isFile());
    });
  });
});
