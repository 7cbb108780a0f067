import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { english } from '../../../src/base/sentence';
import { connectionCheck } from '../../../src/node/check/checkConnection';
import { startRelay } from '../../../src/relay/server';
import type { Outcome, Target } from '../../../src/ui/check/outcome';
import { reportText } from '../../../src/ui/check/report';
import { outcomeWords } from '../../../src/ui/check/words';
import { freePort } from '../../vscode/ports';
import { certificates } from '../support/certificates';
import { privateCa } from '../support/privateCa';
import { Wire } from '../support/relay';

/** For what hangs, on a busy machine too. Milliseconds. */
const TIME_LIMIT = 60_000;

describe('the test of a connection', function () {
  this.timeout(TIME_LIMIT);
  const closing: (() => unknown)[] = [];

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const check = (target: Target, strict = true, cancelled = new AbortController().signal): Promise<Outcome> =>
    connectionCheck(() => strict)(target, cancelled);

  const says = (outcome: Outcome): string => english(outcomeWords(outcome));

  const passed = (outcome: Outcome): string[] => outcome.passed.map(({ step }) => step);

  /** Listens on this machine until the test is over. @returns `HOST:PORT` */
  const listen = async (server: Server): Promise<string> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => server.close());
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const relay = async (...[options]: Parameters<typeof startRelay>): Promise<string> => {
    const started = await startRelay(options);
    closing.push(() => started.close());
    return started.url;
  };

  const tlsRelay = (pair: { cert: string; key: string }): Promise<string> =>
    relay({ server: createHttps({ cert: pair.cert, key: pair.key }) });

  it('finds a relay that works', async () => {
    const started = await startRelay({});
    closing.push(() => started.close());
    const outcome = await check({ server: started.url });
    assert.equal(outcome.result, 'works');
    assert.deepEqual(passed(outcome), ['address', 'tcp', 'handshake']);
    assert.match(says(outcome), /^127\.0\.0\.1:\d+ works: connected in \d+ ms\.$/);
  });

  it('looks a name up', async () => {
    const started = await startRelay({ host: 'localhost' });
    closing.push(() => started.close());
    const outcome = await check({ server: `ws://localhost:${started.port}` });
    assert.deepEqual(passed(outcome), ['address', 'name', 'tcp', 'handshake']);
  });

  it('says that a name does not exist', async () => {
    const outcome = await check({ server: 'wss://relay.invalid' });
    assert.match(says(outcome), /^(There is no host relay\.invalid|The name relay\.invalid cannot be looked up)/);
    assert.deepEqual(passed(outcome), ['address']);
  });

  it('says that nobody listens', async () => {
    const outcome = await check({ server: `ws://127.0.0.1:${await freePort()}` });
    assert.match(says(outcome), /cannot be reached: nobody listens there\. Check address and port/);
    assert.ok(outcome.result === 'fails' && outcome.fault.step === 'tcp');
  });

  for (const [status, words] of [
    [200, /is a web server, but no relay \(HTTP 200\)/],
    [301, /is a web server, but no relay \(HTTP 301\)/],
    [404, /serves no channel at this address \(404\)/],
    [426, /is a web server, but no relay \(HTTP 426\)/],
    [429, /too much from your address \(HTTP 429\): wait a minute/],
    [503, /answers with HTTP 503 at the moment/],
  ] as const) {
    it(`says what it means that a server answers with ${status}`, async () => {
      const server = createHttp((_, response) => response.writeHead(status).end());
      server.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`));
      const outcome = await check({ server: `ws://${await listen(server)}` });
      assert.match(says(outcome), words);
      assert.ok(outcome.result === 'fails' && outcome.fault.step === 'handshake');
    });
  }

  it('tells a program of another kind from a relay', async () => {
    const talks = createTcp(socket => socket.on('error', () => undefined).end('220 mail.example.com\r\n'));
    assert.match(says(await check({ server: `ws://${await listen(talks)}` })), /answers, but is no relay/);
    const hangsUp = createTcp(socket => socket.on('error', () => undefined).once('data', () => socket.destroy()));
    assert.match(says(await check({ server: `ws://${await listen(hangsUp)}` })), /ends the connection without a word/);
  });

  it('knows TLS where none is, and none where TLS is', async () => {
    const plain = await relay({});
    const spoken = await check({ server: plain.replace('ws:', 'wss:') });
    assert.match(says(spoken), /does not speak TLS: if that is meant, its address is ws:\/\//);
    const secure = await tlsRelay(certificates.one);
    assert.match(says(await check({ server: secure.replace('wss:', 'ws:') })), /wss:\/\//);
  });

  it('names what is wrong with a certificate, and who signed it', async () => {
    const own = await check({ server: await tlsRelay(certificates.one) });
    assert.match(says(own), /has signed its certificate itself/);
    const foreign = await check({ server: await tlsRelay(privateCa.relay) });
    assert.match(says(foreign), /is signed by “Example Company Test CA”, whom this computer does not trust/);
    assert.deepEqual(passed(foreign), ['address', 'tcp']);
    const report = reportText(foreign, english, [['http.proxyStrictSSL', 'true']]);
    assert.match(report, /for +relay\.test, localhost, 127\.0\.0\.1\n/);
    assert.match(report, /✗ TLS .*\n( {15}.*\n)+ +– WebSocket +not tried\n/);
    for (const line of report.split('\n')) assert.ok(line.length <= 76, line);
    assert.match(report, /http\.proxyStrictSSL +true/);
  });

  it('makes do with any certificate where it is told to, and says so', async () => {
    const outcome = await check({ server: await tlsRelay(certificates.one) }, false);
    assert.equal(outcome.result, 'works');
    assert.deepEqual(passed(outcome), ['address', 'tcp', 'tls', 'handshake']);
    assert.match(reportText(outcome, english, [['a', 'b']]), /not trusted, and\s+"http\.proxyStrictSSL" is off/);
  });

  it('tells a right key from a wrong one and from none, and shows none of them', async () => {
    const server = await relay({});
    const first = await Wire.join(`${server}/c/`, 'locked', 'joinKey=sesame');
    closing.push(() => first.socket.terminate());
    const of = (joinKey?: string) => check({ server, channel: 'locked', ...(joinKey !== undefined && { joinKey }) });
    const [right, wrong, none] = [await of('sesame'), await of('simsalabim'), await of()];
    assert.match(says(right), /works, and so does the join key/);
    assert.match(says(wrong), /the key that is kept for this channel is not the right one/);
    assert.match(says(none), /this channel needs a join key/);
    const texts = [right, wrong, none].map(
      outcome => JSON.stringify(outcome) + reportText(outcome, english, [['a', 'b']]),
    );
    assert.doesNotMatch(texts.join(), /sesame|simsalabim|joinKey/);
  });

  it('stops when it is told to', async () => {
    const silent = createTcp(socket => socket.on('error', () => undefined).resume());
    const connected = once(silent, 'connection');
    const stop = new AbortController();
    const outcome = check({ server: `ws://${await listen(silent)}` }, true, stop.signal);
    await connected;
    stop.abort();
    assert.equal((await outcome).result, 'cancelled');
  });

  it('gives up by itself on one that says nothing', async () => {
    const silent = createTcp(socket => socket.on('error', () => undefined).resume());
    const server = `ws://${await listen(silent)}`;
    const outcome = await connectionCheck(() => true, 1_000)({ server }, new AbortController().signal);
    assert.match(says(outcome), /takes the connection and then says nothing for 1 s/);
  });
});
