import { strict as assert } from 'node:assert';
import { channelName, hasInvitation } from '../../../src/session/channelName';
import { asServerAddress, isLocalServer } from '../../../src/session/serverAddress';

describe('a server’s address', () => {
  it('has one form', () => {
    assert.equal(asServerAddress('wss://Relay.Example:443/a/b/'), 'wss://relay.example/a/b');
    assert.equal(asServerAddress('wss://аpple.com'), 'wss://xn--pple-43d.com');
    assert.equal(asServerAddress('ws://0x7f.1'), 'ws://127.0.0.1');
    for (const none of ['', 'relay', 'http://relay', 'wss://u@relay', 'wss://relay?x', 'wss://relay#x']) {
      assert.equal(asServerAddress(none), undefined, none);
    }
  });

  it('is local by what it says', () => {
    const local = ['localhost', '127.8.9.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '169.254.1.1'];
    const more = [
      '100.64.0.1',
      '100.127.255.255',
      '[::1]',
      '[fe80::1]',
      '[fd00::1]',
      'nas',
      'relay.local',
      'a.home.arpa',
    ];
    for (const host of [...local, ...more]) assert.equal(isLocalServer(`ws://${host}:1`), true, host);
    const far = ['172.15.0.1', '172.32.0.1', '100.128.0.1', '11.0.0.1', '8.8.8.8', '[2001:db8::1]', '[::ffff:8.8.8.8]'];
    for (const host of [...far, 'relay.example', 'localhost.example', 'xlocal.com', 'home.arpa.example']) {
      assert.equal(isLocalServer(`ws://${host}:1`), false, host);
    }
  });
});

describe('a channel’s name', () => {
  it('is whatever a person calls it', () => {
    for (const name of ['demo', 'Our plans', 'team/backend', '日本', 'release-2026-11', 'x'.repeat(200)]) {
      assert.equal(channelName(` ${name} `), name);
    }
  });

  it('is never an invitation or a key, so that no server is told one; and neither is quoted', () => {
    const key = 'q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1C';
    for (const text of [key, `livechannels1.${key}`, `vscode://x.y/join#livechannels1.${key}`, `part ${key}AB`]) {
      assert.throws(
        () => channelName(text),
        (thrown: unknown) => thrown instanceof Error && !thrown.message.includes(key.slice(0, 8)),
      );
    }
    assert.equal(hasInvitation('see live\nchannels1.AAAA'), true);
    assert.equal(hasInvitation('live channels'), false);
  });
});
