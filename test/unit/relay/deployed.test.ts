import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { findOperatorTool } from '../../vscode/operatorTools';
import { certificates } from '../support/certificates';
import { startCaddy, startNginx, type Proxy, type StartProxy } from '../support/proxies';
import { Wire } from '../support/relay';
import { useService } from '../support/service';

const DEPLOY = join(import.meta.dirname, '../../../src/relay/deploy');
const PROXIES: readonly (readonly [name: 'nginx' | 'caddy', start: StartProxy])[] = [
  ['nginx', startNginx],
  ['caddy', startCaddy],
];
const ca = certificates.one.cert;

/** What a person's browser gets. */
function browse(port: number, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, ca, agent: false, headers: { Accept: 'text/html' } }, response => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    }).on('error', reject);
  });
}

function behind(start: StartProxy, program: string): void {
  const under = useService();
  const running: Proxy[] = [];
  afterEach(() => Promise.all(running.splice(0).map(proxy => proxy.stop())));

  async function deployed(...options: string[]): Promise<Proxy> {
    const { relay } = await under.start('--config', join(DEPLOY, 'relay.json'), '--port', '0', ...options);
    const folder = join(under.folder, 'proxy');
    mkdirSync(folder);
    const proxy = await start(program, folder, relay.port);
    running.push(proxy);
    return proxy;
  }

  it('is joined and talked in through TLS, and shows its page but no metrics', async () => {
    const proxy = await deployed();
    const [a, b] = [
      await Wire.connect(`${proxy.url}/c/a%3Ab%2Fc?as=%C3%9C`, { ca }),
      await Wire.connect(`${proxy.url}/c/a%3Ab%2Fc`, { ca }),
    ];
    await a.next(({ type, total }) => type === 'join' && total === 2);
    const large = 'x'.repeat(90_000);
    a.send(JSON.stringify(large));
    const heard = await b.message();
    assert.deepEqual([heard.message, heard.alias], [large, 'Ü']);
    const page = await browse(proxy.port, '/');
    assert.equal(page.status, 200);
    assert.ok(page.body.includes(proxy.url), 'the address to copy is that of the proxy, with TLS');
    assert.equal((await browse(proxy.port, '/readyz')).status, 200);
    assert.equal((await browse(proxy.port, '/metrics')).status, 404);
    b.socket.close();
    await a.next(({ type }) => type === 'leave');
  });

  it('counts the addresses of the clients, and believes none that they make up', async () => {
    const proxy = await deployed('--limit-address', '1');
    const url = `${proxy.url}/c/room`;
    await Wire.connect(url, { ca, localAddress: '127.0.0.1' });
    const made = { ca, localAddress: '127.0.0.1', headers: { 'X-Forwarded-For': '203.0.113.9' } };
    await assert.rejects(Wire.connect(url, made), /HTTP (429|503)/);
    const other = await Wire.connect(url, { ca, localAddress: '127.0.0.2' });
    assert.equal((await other.next(({ self }) => self === true)).total, 2);
  });

  it('leaves no key, name or channel in the log of the proxy', async () => {
    const proxy = await deployed();
    const url = `${proxy.url}/c/hidden-channel`;
    const wire = await Wire.connect(`${url}?joinKey=hidden-key&sendKey=hidden-too&as=hidden-name`, { ca });
    await assert.rejects(Wire.connect(`${url}?joinKey=hidden-wrong`, { ca }), /HTTP 403/);
    wire.socket.close();
    await wire.closed;
    // A request is written down when it is over.
    await proxy.stop();
    assert.match(proxy.log(), /403/);
    // Caddy knows no status of a socket that was handed over.
    assert.match(proxy.log(), /101|Sec-Websocket-Accept/);
    assert.doesNotMatch(proxy.log(), /hidden|[?&]joinKey/);
  });
}

for (const [name, start] of PROXIES) {
  const program = findOperatorTool(name);
  if (program === undefined) continue;
  describe(`the relay behind ${name} with the example for it`, function () {
    this.timeout(60_000);
    behind(start, program);
  });
}

const analyze = findOperatorTool('systemd-analyze');
if (analyze !== undefined) {
  describe('the unit for systemd', function () {
    this.timeout(60_000);
    const under = useService();

    it('is one to systemd itself', () => {
      const text = readFileSync(join(DEPLOY, 'live-channels-relay.service'), 'utf8');
      const path = join(under.folder, 'live-channels-relay.service');
      // Node may be elsewhere here, which systemd would not let pass.
      writeFileSync(path, text.replace('/usr/bin/node', process.execPath));
      const { status, stderr, stdout } = spawnSync(analyze, ['verify', '--man=no', path], { encoding: 'utf8' });
      // It speaks of other units of the machine, too.
      const said = `${stdout}${stderr}`.split('\n').filter(line => line.includes('live-channels-relay'));
      assert.deepEqual([status, said], [0, []]);
      writeFileSync(path, text.replace('DynamicUser=yes', 'DynamicUsr=yes'));
      assert.match(spawnSync(analyze, ['verify', '--man=no', path], { encoding: 'utf8' }).stderr, /DynamicUsr/);
    });
  });
}
