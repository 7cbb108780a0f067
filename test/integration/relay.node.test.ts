import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import { AppError } from '../../src/base/errors';
import { startEmbeddedRelay } from '../../src/node/embeddedRelay';
import { Observer, setting } from './support';

const { executeCommand } = vscode.commands;
const quiet = () => undefined;
/** The extension's own folder, which `files` stands for. */
const files = pathToFileURL(`${resolve(__dirname, '..')}/`);
const wishes = (port = 0, guests = false) => ({ host: '127.0.0.1', port, guests, files });

describe('the embedded relay', () => {
  afterEach(async () => {
    await executeCommand('liveChannels.leaveChannel', { channel: 'room' });
    await setting('liveChannels.server', undefined);
  });

  it('starts when a channel needs it, serves others, and says goodbye when it stops', async () => {
    await setting('liveChannels.server', 'embedded');
    await executeCommand('liveChannels.joinChannel', 'room');
    const url = await executeCommand<string>('liveChannels.startRelay');
    assert.match(url, /^ws:\/\/127\.0\.0\.1:\d+$/);
    const observer = await Observer.join(url, 'room', 'list=true');
    await observer.sees(frame => JSON.stringify(frame.users).includes('"Ada"'));
    const socket = new WebSocket(`${url}/c/other`);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await executeCommand('liveChannels.stopRelay');
    assert.equal((await closed)[0], 1001);
    const again = new WebSocket(url);
    const [error] = (await once(again, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  it('comes back when it is started again, and so does the channel', async () => {
    await setting('liveChannels.server', 'embedded');
    await executeCommand('liveChannels.startRelay');
    await executeCommand('liveChannels.joinChannel', 'room');
    await executeCommand('liveChannels.stopRelay');
    const url = await executeCommand<string>('liveChannels.startRelay');
    const observer = await Observer.join(url, 'room');
    await observer.sees(frame => frame.type === 'join' && (frame.alias === 'Ada' || frame.total === 2));
    await observer.close();
    await executeCommand('liveChannels.stopRelay');
  });

  it('is one for all windows on a fixed port: the next takes over when the first goes', async () => {
    const first = await startEmbeddedRelay(wishes(), quiet);
    const port = Number(new URL(first.url).port);
    const second = await startEmbeddedRelay(wishes(port), quiet);
    assert.deepEqual([first.owned, second.owned, second.url], [true, false, first.url]);
    await first.close();
    const third = await startEmbeddedRelay(wishes(port), quiet);
    assert.equal(third.owned, true);
    await third.close();
  });

  it('does not take another program for a relay', async () => {
    const server = createServer(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await assert.rejects(startEmbeddedRelay(wishes(port), quiet), (thrown: unknown) => {
      return thrown instanceof AppError && new RegExp(`^Port ${port} is used by another program`).test(thrown.message);
    });
    server.close();
  });

  it('can be reached from elsewhere only when told to', async () => {
    const here = await startEmbeddedRelay(wishes(), quiet);
    assert.deepEqual(here.remoteUrls, []);
    await here.close();
  });
});
