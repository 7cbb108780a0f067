import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { ChannelKey } from '../../src/seal/channelKey';
import { Desk } from './privateSupport';

describe('a private channel', () => {
  it('asks its server with its key for that channel, by an id, and tells no name', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const asked = once(server, 'connection') as Promise<[unknown, IncomingMessage]>;
    const ada = new Desk({ name: 'Ada Lovelace' });
    const key = await ChannelKey.random();
    const address = `ws://127.0.0.1:${port}`;
    await ada.keys.write('team', { joinKey: 'join-key' }, { server: address, channel: key.channel });
    await ada.channels.enter({ name: 'team', id: key.channel, server: address }, key);
    const [, { url = '' }] = await asked;
    const { pathname, searchParams } = new URL(url, address);
    assert.equal(pathname, `/c/${key.channel}`);
    assert.deepEqual([...searchParams.keys()].sort(), ['announce', 'echo', 'joinKey', 'list']);
    assert.equal(searchParams.get('joinKey'), 'join-key');
    ada.close();
    server.close();
  });
});
