import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { cleanAlias, mayComeFrom, readRequest } from '../../../src/relay/handshake';
import { startRelay } from '../../../src/relay/server';
import { ask, UPGRADE, useRelay, Wire } from '../support/relay';

const OWN = [
  'vscode-file://vscode-app',
  'vscode-webview://0a1b2c3d',
  'https://v--abc123.vscode-cdn.net',
  'https://a.b.vscode-cdn.net',
];
const FOREIGN = [
  'null',
  '',
  'https://example.com',
  'http://127.0.0.1:8080',
  'https://vscode-cdn.net',
  'https://evilvscode-cdn.net',
  'https://x.vscode-cdn.net.evil.com',
  'https://evil.com/.vscode-cdn.net',
  'https://evil.com#.vscode-cdn.net',
  'https://user@x.vscode-cdn.net',
  'https://x.vscode-cdn.net:8443',
  'http://x.vscode-cdn.net',
  'vscode-file://vscode-app.evil.com',
  'vscode-webview://',
  'xvscode-webview://abc',
  'https://x.vscode-cdn.net, https://evil.com',
  'https://evil.com\nvscode-file://vscode-app',
];

describe('the origin of a handshake', () => {
  it('may be absent or one of VS Code itself', () => {
    for (const origin of [undefined, ...OWN]) assert.ok(mayComeFrom(origin, []), origin);
  });

  it('may not be another, nor one that looks similar', () => {
    for (const origin of FOREIGN) assert.equal(mayComeFrom(origin, []), false, origin);
  });

  it('may be one that is allowed, or any with *', () => {
    assert.ok(mayComeFrom('https://Example.com', ['https://example.com']));
    assert.equal(mayComeFrom('https://example.com.evil.com', ['https://example.com']), false);
    for (const origin of FOREIGN) assert.ok(mayComeFrom(origin, ['*']), origin);
  });

  describe('at a relay', () => {
    const under = useRelay({ allowOrigins: ['https://example.com'] });

    it('decides', async () => {
      for (const [origin, status] of [
        ['https://example.com', 101],
        ['https://evil.com', 403],
        ['null', 403],
      ] as const) {
        const answer = await ask(under.relay, '/c/room', { ...UPGRADE, Origin: origin });
        assert.equal(answer.status, status, origin);
        if (status === 403) assert.match(answer.body, /^Live Channels relay: [^\n]+\n$/);
      }
      const twice = await ask(under.relay, '/c/room', {
        ...UPGRADE,
        Origin: ['https://example.com', 'https://evil.com'],
      });
      assert.equal(twice.status, 403);
    });
  });
});

describe('a display name', () => {
  for (const [given, clean] of [
    ['Ada', 'Ada'],
    ['  Ada \t Lovelace\n', 'Ada Lovelace'],
    ['\u0000\u001b[31mred', '[31mred'],
    ['a\u202eb\u2066c\u2028d', 'a b c d'],
    ['👩‍💻 ünï', '👩‍💻 ünï'],
    ['\u0007\n ', undefined],
    ['', undefined],
    ['🎉'.repeat(100), '🎉'.repeat(64)],
  ] as const) {
    it(`${JSON.stringify(given.slice(0, 20))} is made fit to be shown`, () => assert.equal(cleanAlias(given), clean));
  }
});

describe('a request', () => {
  it('reads options that are exactly true, and empty keys as none', () => {
    const request = readRequest('/c/a%2Fb:c?as=Ada&echo=true&announce=1&list=TRUE&joinKey=&sendKey=s%26');
    assert.deepEqual(request, {
      channel: 'a/b:c',
      alias: 'Ada',
      echo: true,
      announce: false,
      list: false,
      keys: { joinKey: undefined, sendKey: 's&' },
    });
    assert.equal(readRequest('/c/room?alias=Bob')?.alias, 'Bob');
  });

  const bad = [
    '/',
    '/c',
    '/c/',
    '/c/?x=1',
    '/d/room',
    '//c/room',
    '/C/room',
    '/c/%',
    '/c/%zz',
    '/c/%ff',
    '/c/%ed%a0%80',
  ];
  for (const target of [...bad, 'http://h/c/room', '*', '', `/c/${'x'.repeat(513)}`]) {
    it(`for ${target.slice(0, 20) || 'nothing'} names no channel`, () => assert.equal(readRequest(target), undefined));
  }
});

describe('a relay over HTTP', () => {
  const under = useRelay();

  it('answers what is no channel with 404 and one line', async () => {
    for (const target of ['/', '/c/', '/favicon.ico', '/c/%zz', `/c/${'x'.repeat(600)}`]) {
      for (const headers of [{}, UPGRADE]) {
        const { status, body } = await ask(under.relay, target, headers);
        assert.equal(status, 404, target);
        assert.match(body, /^Live Channels relay[^\n]*\n$/);
      }
    }
  });

  it('says that a channel needs a WebSocket', async () => {
    const { status, body } = await ask(under.relay, '/c/room');
    assert.equal(status, 426);
    assert.match(body, /^Live Channels relay[^\n]*\n$/);
  });

  it('refuses a wrong joinKey with 403 and one line', async () => {
    await Wire.join(under.base, 'room', 'joinKey=right');
    for (const query of [
      '',
      '?joinKey=wrong',
      '?joinKey=',
      '?joinKey=right%00',
      '?joinkey=right',
      '?joinKey=x&joinKey=right',
    ]) {
      await assert.rejects(
        Wire.connect(`${under.base}room${query}`),
        /^Error: HTTP 403 Live Channels relay: [^\n]+\n$/,
      );
    }
    await Wire.join(under.base, 'room', 'joinKey=right');
    assert.equal(under.relay.connections, 2);
  });

  it('takes no notice of handshakes that are none', async () => {
    const watching = await Wire.join(under.base, 'room', 'joinKey=k');
    for (const broken of [
      { ...UPGRADE, 'Sec-WebSocket-Key': 'short' },
      { ...UPGRADE, 'Sec-WebSocket-Version': '99' },
      { ...UPGRADE, Upgrade: 'h2c' },
    ]) {
      assert.equal((await ask(under.relay, '/c/room?joinKey=k', broken)).status, 400);
    }
    // A handshake that fails leaves no channel and no keys behind.
    await ask(under.relay, '/c/other?joinKey=mine', { ...UPGRADE, 'Sec-WebSocket-Key': 'short' });
    await Wire.join(under.base, 'other', 'joinKey=yours');
    await watching.settled();
    assert.equal(watching.frames.filter(frame => frame.type === 'join').length, 1);
  });

  it('survives what is no HTTP', async () => {
    for (const bytes of ['\u0000\u0001\u0002', 'GET\r\n\r\n', 'GET / HTTP/1.1\r\n', `GET /${'x'.repeat(100_000)}`]) {
      await new Promise<void>(resolve => {
        const socket = connectTcp(under.relay.port, '127.0.0.1', () => socket.end(bytes));
        socket.on('error', () => undefined).on('close', () => resolve());
        socket.resume();
      });
    }
    await Wire.join(under.base, 'room');
  });

  it('is not held up by handshakes that never end when it stops', async () => {
    const socket = connectTcp(under.relay.port, '127.0.0.1');
    await new Promise(resolve => socket.write('GET /c/room HTTP/1.1\r\nHost: h\r\nUpgr', resolve));
    const gone = new Promise(resolve => socket.on('error', () => undefined).on('close', resolve));
    await under.relay.close();
    await gone;
  });
});

describe('startRelay', () => {
  it('rejects with the code of the system', async () => {
    const relay = await startRelay();
    await assert.rejects(startRelay({ port: relay.port }), { code: 'EADDRINUSE' });
    await relay.close();
    const again = await startRelay({ port: relay.port });
    assert.equal(again.port, relay.port);
    await again.close();
  });

  it('binds to 127.0.0.1 unless told, and brackets IPv6', async () => {
    const relay = await startRelay();
    assert.equal(relay.url, `ws://127.0.0.1:${relay.port}`);
    await relay.close();
    const six = await startRelay({ host: '::1' }).catch((error: unknown) => error as NodeJS.ErrnoException);
    if (!('url' in six)) {
      assert.equal(six.code, 'EADDRNOTAVAIL', 'this machine has no IPv6');
      return;
    }
    assert.equal(six.url, `ws://[::1]:${six.port}`);
    await Wire.join(`${six.url}/c/`, 'room');
    await six.close();
  });
});
