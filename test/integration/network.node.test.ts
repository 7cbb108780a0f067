import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import * as vscode from 'vscode';
import { english } from '../../src/base/sentence';
import type { LogEntry } from '../../src/relay/log';
import { startRelay, type Relay } from '../../src/relay/server';
import type { Outcome } from '../../src/ui/check/outcome';
import { outcomeWords } from '../../src/ui/check/words';
import { certificates } from '../unit/support/certificates';
import { ConnectProxy, type ProxyOptions } from '../unit/support/connectProxy';
import { privateCa } from '../unit/support/privateCa';
import { setting } from './support';

const { executeCommand } = vscode.commands;

/** VS Code takes these from a person's own settings only. */
async function http(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('http');
  for (const [name, value] of Object.entries(settings)) {
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  }
}

const UNSET = { proxy: undefined, noProxy: undefined, proxySupport: undefined, proxyStrictSSL: undefined };

/** Nobody knows this host but the proxy, for which every host is this machine. */
const HOST = 'relay.test';

describe('the network as VS Code has it', () => {
  let relay: Relay;
  let proxy: ConnectProxy;
  let joined: Promise<void>;
  let log: (entry: LogEntry) => void;

  beforeEach(async () => {
    let arrived: () => void = () => undefined;
    joined = new Promise(resolve => (arrived = resolve));
    log = ({ event }: LogEntry) => {
      if (event === 'joined') arrived();
    };
    relay = await startRelay({ server: createServer(certificates.one), log });
    proxy = await ConnectProxy.start();
  });

  afterEach(async () => {
    await executeCommand('liveChannels.leaveChannel', { channel: 'room' });
    await http(UNSET);
    await setting('liveChannels.server', undefined);
    await relay.close();
    await proxy.close();
  });

  const startProxy = async (options?: ProxyOptions): Promise<void> => {
    await proxy.close();
    proxy = await ConnectProxy.start(options);
  };

  /** A relay with another certificate in the place of the one that nobody trusts. */
  const certify = async (pair: { cert: string; key: string }): Promise<void> => {
    await relay.close();
    relay = await startRelay({ server: createServer({ cert: pair.cert, key: pair.key }), log });
  };

  /** Through the proxy there is no other way than by it. */
  const target = () => `${HOST}:${relay.port}`;

  /** What the proxy was asked for the relay's sake: VS Code asks it for things of its own too. */
  const asked = () => proxy.seen.filter(seen => seen.target.endsWith(`:${relay.port}`));

  /** Sets it all, and tests the connection. */
  const test = async (server: string, settings: Readonly<Record<string, unknown>>): Promise<Outcome> => {
    await http(settings);
    await setting('liveChannels.server', server);
    return executeCommand<Outcome>('liveChannels.testConnection');
  };

  const says = (outcome: Outcome) => english(outcomeWords(outcome));

  it('is joined through the proxy that is set, by CONNECT', async () => {
    await http({ proxy: proxy.url, proxyStrictSSL: false });
    await setting('liveChannels.server', `wss://${target()}`);
    await executeCommand('liveChannels.joinChannel', 'room');
    await joined;
    assert.deepEqual(asked(), [{ method: 'CONNECT', target: target(), authorization: undefined }]);
  });

  it('is joined with the name and the password that stand in the proxy’s address', async () => {
    await startProxy({ credentials: 'ada:engine' });
    await http({ proxy: proxy.url.replace('//', '//ada:engine@'), proxyStrictSSL: false });
    await setting('liveChannels.server', `wss://${target()}`);
    await executeCommand('liveChannels.joinChannel', 'room');
    await joined;
    assert.deepEqual(
      asked().map(({ authorization }) => authorization),
      ['Basic YWRhOmVuZ2luZQ=='],
    );
  });

  it('is tested through the proxy, which is named without the password', async () => {
    await startProxy({ credentials: 'ada:engine' });
    const outcome = await test(`wss://${target()}`, {
      proxy: proxy.url.replace('//', '//ada:engine@'),
      proxyStrictSSL: false,
    });
    assert.deepEqual(
      outcome.passed.map(({ step }) => step),
      ['address', 'proxy', 'tls', 'handshake'],
    );
    assert.ok(JSON.stringify(outcome).includes(`"127.0.0.1:${proxy.port}"`));
    assert.doesNotMatch(JSON.stringify(outcome), /engine/);
  });

  for (const [what, options, words] of [
    ['asks for a password', { credentials: 'ada:engine' }, /^The proxy 127\.0\.0\.1:\d+ wants a name and a password/],
    ['forbids it', { refuses: 403 }, /^The proxy 127\.0\.0\.1:\d+ lets nobody through to relay\.test:\d+ \(HTTP 403\)/],
    ['finds no way on', { refuses: 502 }, /^The proxy 127\.0\.0\.1:\d+ does not reach relay\.test:\d+ \(HTTP 502\)/],
  ] as const) {
    it(`says that a proxy ${what}`, async () => {
      await startProxy(options);
      const outcome = await test(`wss://${target()}`, { proxy: proxy.url });
      assert.match(says(outcome), words);
    });
  }

  it('says that a proxy is not there, without its password', async () => {
    const gone = proxy.url.replace('//', '//ada:engine@');
    await proxy.close();
    const outcome = await test(`wss://${target()}`, { proxy: gone });
    assert.match(says(outcome), /^The proxy 127\.0\.0\.1:\d+ cannot be reached: nobody listens there/);
    await startProxy();
  });

  for (const [what, settings] of [
    ['the host is in http.noProxy', { noProxy: [HOST] }],
    ['http.proxySupport is off', { proxySupport: 'off' }],
  ] as const) {
    it(`goes around the proxy where ${what}`, async () => {
      const outcome = await test(`wss://${target()}`, { proxy: proxy.url, ...settings });
      assert.ok(outcome.result === 'fails' && outcome.fault.step === 'name', says(outcome));
      assert.deepEqual(asked(), []);
    });
  }

  it('goes around the proxy to a relay on this computer', async () => {
    const outcome = await test(relay.url, { proxy: proxy.url, proxyStrictSSL: false });
    assert.equal(outcome.result, 'works');
    assert.deepEqual(asked(), []);
  });

  it('takes a certificate that nobody trusts only where http.proxyStrictSSL is off', async () => {
    assert.match(says(await test(relay.url, {})), /has signed its certificate itself/);
    assert.match(says(await test(relay.url, { proxyStrictSSL: false })), / works: connected in \d+ ms/);
  });

  // Elsewhere the authorities of the system are not in a file, and no test is to touch them.
  if (process.platform === 'linux') {
    it('is joined with a certificate that is signed by a private authority which the system trusts', async () => {
      await certify(privateCa.relay);
      await setting('liveChannels.server', relay.url);
      await executeCommand('liveChannels.joinChannel', 'room');
      await joined;
    });

    it('is joined so through a proxy too', async () => {
      await certify(privateCa.relay);
      await http({ proxy: proxy.url });
      await setting('liveChannels.server', `wss://${target()}`);
      await executeCommand('liveChannels.joinChannel', 'room');
      await joined;
      assert.deepEqual(
        asked().map(seen => seen.target),
        [target()],
      );
    });

    it('says that it trusts the authority', async () => {
      await certify(privateCa.relay);
      const { result, passed } = await test(relay.url, {});
      assert.equal(result, 'works');
      const tls = passed.find(({ step }) => step === 'tls');
      assert.ok(tls?.step === 'tls' && tls.trusted);
      assert.equal(tls.certificate?.issuer, privateCa.name);
    });

    for (const [what, pair, words] of [
      ['is for another host', privateCa.otherHost, /^The certificate of 127\.0\.0\.1:\d+ is for other\.test: use such/],
      [
        'has expired',
        privateCa.expired,
        /^The certificate of 127\.0\.0\.1:\d+ has expired, on Jan +1 00:00:00 2021 GMT/,
      ],
    ] as const) {
      it(`takes no certificate of that authority which ${what}`, async () => {
        await certify(pair);
        const outcome = await test(relay.url, {});
        assert.match(says(outcome), words);
        assert.ok(outcome.result === 'fails' && outcome.fault.step === 'tls');
      });
    }
  }
});
