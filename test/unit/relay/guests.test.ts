import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { GuestFiles } from '../../../src/relay/guests/guestFiles';
import { GuestSite } from '../../../src/relay/guests/guestSite';
import type { LimitName } from '../../../src/relay/limits';
import type { LogEntry } from '../../../src/relay/log';
import { Refusal } from '../../../src/relay/refusal';
import { startRelay, type Relay } from '../../../src/relay/server';
import { describeClose } from '../../../src/session/failure';
import { useService } from '../support/service';

const SCRIPT = Buffer.from('export const chat = 1;\n'.repeat(100));

describe('the relay’s page for guests', function () {
  this.timeout(20_000);
  const under = useService();
  const log: string[] = [];
  let relay: Relay;
  let root: string;
  let files: GuestFiles;

  beforeEach(async () => {
    log.length = 0;
    files = new GuestFiles([
      { name: 'chat.js', content: { brotli: brotliCompressSync(SCRIPT) } },
      { name: 'de.json', content: { plain: Buffer.from('{"a":"b"}') } },
    ]);
    const site = new GuestSite({ files, allowOrigins: [] });
    relay = await startRelay({
      guests: true,
      http: (request, response, itself) => site.handle(request, response, itself),
      log: (entry: LogEntry) => log.push(entry.toString()),
    });
    root = relay.url.replace(/^ws/, 'http');
  });
  afterEach(() => relay.close());

  it('is not there unless it was asked for', async () => {
    const service = await under.start();
    for (const path of ['/join/team', '/guest.json', '/guest/x/chat.js']) {
      const answer = await fetch(service.relay.url.replace(/^ws/, 'http') + path);
      assert.equal(answer.status, 404, path);
    }
    const page = new WebSocket(`${service.relay.url}/c/team`, { origin: service.relay.url.replace(/^ws/, 'http') });
    const [error] = (await once(page, 'error')) as [Error];
    assert.match(error.message, /403/);
  });

  it('counts the limit that keeps somebody from it', async () => {
    const hits: LimitName[] = [];
    const site = new GuestSite({ files, allowOrigins: [], counters: { hit: limit => hits.push(limit) } });
    const limited = await startRelay({
      guests: true,
      gate: { arrive: () => new Refusal(429, 'too many joins.', 'joins') },
      http: (request, response, itself) => site.handle(request, response, itself),
    });
    assert.equal((await fetch(`${limited.url.replace(/^ws/, 'http')}/join/team`)).status, 429);
    await limited.close();
    assert.deepEqual(hits, ['joins']);
  });

  it('is for nobody who meant a picture or a frame, as a page elsewhere would use up what its reader may join', async () => {
    for (const wanted of ['image', 'iframe', 'empty']) {
      const answer = await fetch(`${root}/join/team`, { headers: { 'Sec-Fetch-Dest': wanted } });
      assert.equal(answer.status, 403, wanted);
    }
    assert.equal((await fetch(`${root}/join/team`, { headers: { 'Sec-Fetch-Dest': 'document' } })).status, 200);
  });

  it('lets nothing in but its own files, and is kept nowhere', async () => {
    const answer = await fetch(`${root}/join/team`);
    assert.equal(answer.status, 200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const html = await answer.text();
    const nonce = /nonce-([\w-]+)/.exec(policy)?.[1] ?? '';
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(policy, /unsafe|\*|data:/);
    for (const [script] of html.matchAll(/<script[^>]*>/g)) assert.ok(script.includes(`nonce="${nonce}"`), script);
    assert.deepEqual(
      ['cache-control', 'referrer-policy', 'x-content-type-options', 'set-cookie', 'cross-origin-opener-policy'].map(
        name => answer.headers.get(name),
      ),
      ['no-store', 'no-referrer', 'nosniff', null, 'same-origin'],
    );
    const again = (await fetch(`${root}/join/team`)).headers.get('content-security-policy') ?? '';
    assert.notEqual(again, policy, 'a nonce is for one answer');
  });

  it('has no word of the channel in it or in the log, and finds its files from whatever depth', async () => {
    for (const [path, up] of [
      ['geheim', '../'],
      ['acme:geheim/a', '../../'],
      ['%3Cscript%3Egeheim', '../'],
      ['geheim%2Fb', '../'],
    ]) {
      const html = await (await fetch(`${root}/join/${path}`)).text();
      assert.ok(html.includes(`src="${up}guest/${files.version}/guest.js"`), path);
      assert.doesNotMatch(html, /geheim|<script>/);
    }
    assert.doesNotMatch(log.join('\n'), /geheim/);
    assert.equal((await fetch(`${root}/join/`)).status, 404);
    assert.equal((await fetch(`${root}/join/%ff`)).status, 404);
  });

  it('has files that never change under their name, compressed as the browser can read them', async () => {
    const path = `${root}/guest/${files.version}/chat.js`;
    for (const accepted of ['br, gzip', 'gzip', 'identity', 'br;q=0, gzip']) {
      const answer = await fetch(path, { headers: { 'Accept-Encoding': accepted } });
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
      assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8');
      const expected = accepted.startsWith('br,') ? 'br' : accepted === 'identity' ? null : 'gzip';
      assert.equal(answer.headers.get('content-encoding'), expected, accepted);
      assert.equal(await answer.text(), SCRIPT.toString());
    }
    const packed = files.get('chat.js', 'gzip');
    assert.deepEqual(packed && gunzipSync(packed.body), SCRIPT);
  });

  it('serves nothing else, however it is asked for', async () => {
    const { version } = files;
    for (const path of [
      `/guest/${version}/`,
      `/guest/${version}/relay.mjs`,
      `/guest/${version}/%2e%2e%2fpackage.json`,
      `/guest/${version}/__proto__`,
      `/guest/${version}/x/chat.js`,
      '/guest/other/chat.js',
    ]) {
      assert.equal((await fetch(root + path)).status, 404, path);
    }
    assert.equal((await fetch(`${root}/join/team`, { method: 'POST' })).status, 404);
  });

  it('tells whoever asks that it is there', async () => {
    const answer = await fetch(`${root}/guest.json`);
    assert.deepEqual(await answer.json(), { guests: 1 });
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  });

  it('lets its own page join, and no page elsewhere that has its name point here', async () => {
    const { host } = new URL(root);
    const port = host.split(':')[1];
    const tries: [origin: string, host: string, joins: boolean][] = [
      [root, host, true],
      ['https://relay.example.com', 'relay.example.com', true],
      [`http://evil.example.com:${port}`, `evil.example.com:${port}`, false],
      ['https://evil.example.com', host, false],
      ['null', host, false],
    ];
    for (const [origin, name, joins] of tries) {
      const socket = new WebSocket(`${relay.url}/c/team`, { origin, headers: { Host: name } });
      const joined = await new Promise<boolean>(resolve => {
        socket.once('open', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      assert.equal(joined, joins, origin);
      socket.terminate();
    }
  });

  it('says to its page why it may not join, which a browser does not tell', async () => {
    const first = new WebSocket(`${relay.url}/c/locked?joinKey=right`);
    await once(first, 'open');
    const page = new WebSocket(`${relay.url}/c/locked`, { origin: root });
    const [code, reason] = (await once(page, 'close')) as [number, Buffer];
    assert.equal(code, 4403);
    const error = describeClose('host', { code, reason: reason.toString() });
    assert.equal(error.code, 'refused');
    assert.match(error.message, /needs a join key/);
    first.terminate();
  });
});
