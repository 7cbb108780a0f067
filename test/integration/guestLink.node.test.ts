import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { startEmbeddedRelay } from '../../src/node/embeddedRelay';
import { socketClass } from '../../src/node/sockets';
import { ChannelKey } from '../../src/seal/channelKey';
import { readGuestLink } from '../../src/session/guestLink';
import { copyGuestLink } from '../../src/ui/private/copyGuestLink';
import { RelayControl, type LocalRelay } from '../../src/ui/relayControl';
import { ServerAccess } from '../../src/ui/server';
import { Desk } from './privateSupport';
import { Bench, setting } from './support';

const { clipboard } = vscode.env;
/** The extension's own folder, whose files the page is made of. */
const files = pathToFileURL(`${resolve(__dirname, '..')}/`);
const BEFORE = 'what was there before';

type Ask = typeof vscode.window.showWarningMessage;

/** Answers questions, which the window under test does not show. */
function answering(answer: string | undefined, asked: string[]): () => void {
  const window = vscode.window as { showWarningMessage: Ask };
  const real = window.showWarningMessage;
  window.showWarningMessage = (message: string, { detail = '' }: vscode.MessageOptions) => {
    asked.push(`${message}\n${detail}`);
    return Promise.resolve(answer);
  };
  return () => (window.showWarningMessage = real);
}

describe('the link for guests', () => {
  let relay: LocalRelay;
  let desk: Desk;

  before(async () => {
    relay = await startEmbeddedRelay({ host: '127.0.0.1', port: 0, guests: true, files }, () => undefined);
  });
  beforeEach(async () => {
    desk = new Desk();
    await clipboard.writeText(BEFORE);
  });
  afterEach(async () => {
    desk.close();
    await vscode.commands.executeCommand('liveChannels.leaveChannel', { channel: 'room' });
    await setting('liveChannels.server', undefined);
    await setting('liveChannels.relayGuests', undefined);
  });
  after(() => relay.close());

  const http = (): string => relay.url.replace(/^ws/, 'http');

  it('is on the clipboard, and leads to a page that has its files', async () => {
    await setting('liveChannels.server', relay.url);
    await vscode.commands.executeCommand('liveChannels.joinChannel', 'room');
    await vscode.commands.executeCommand('liveChannels.copyGuestLink', { channel: 'room' });
    const link = await clipboard.readText();
    assert.equal(link, `${http()}/join/room`);
    const page = await (await fetch(link)).text();
    const paths = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => new URL(path, link));
    assert.ok(paths.length >= 4, page);
    for (const path of paths) assert.equal((await fetch(path)).status, 200, path.href);
  });

  it('holds the key of a private channel after a yes, and not before', async () => {
    const key = await ChannelKey.random();
    const known = { name: 'Our plans', id: key.channel, server: relay.url };
    await desk.keyringOf().keep(key);
    for (const answer of [undefined, 'Copy Link']) {
      const asked: string[] = [];
      const restore = answering(answer, asked);
      await copyGuestLink(known, desk.tools).finally(restore);
      assert.equal(asked.length, 1);
      assert.match(asked[0] ?? '', /^Copy a link that holds the key of Our plans\?/);
      assert.ok(asked[0]?.includes(new URL(relay.url).host), 'and says whose page it is');
      if (answer === undefined) assert.equal(await clipboard.readText(), BEFORE);
    }
    const link = await clipboard.readText();
    const { channel, invitation } = readGuestLink(link, `${http()}/`);
    assert.deepEqual([channel, invitation?.name], [key.channel, 'Our plans']);
    assert.equal(invitation?.key?.reveal(), key.secret.reveal());
    assert.equal(link.split('#')[0], `${http()}/join/${key.channel}?private`);
  });

  it('is none to a private channel that no browser would open', async () => {
    const key = await ChannelKey.random();
    await desk.keyringOf().keep(key);
    const known = { name: 'Our plans', id: key.channel, server: 'ws://192.168.1.9:4500' };
    await assert.rejects(copyGuestLink(known, desk.tools), /over https only, and 192\.168\.1\.9:4500 has none/);
    assert.equal(await clipboard.readText(), BEFORE);
  });

  it('says what to do where the relay serves no guests, or is not there', async () => {
    const bench = await Bench.open();
    const { url } = bench.relay;
    await assert.rejects(copyGuestLink({ name: 'room' }, desk.tools), /serves no guests: .*--guests\.$/);
    await bench.close();
    await assert.rejects(copyGuestLink({ name: 'room', server: url }, desk.tools), /run “Test Connection”/);
    assert.equal(await clipboard.readText(), BEFORE);
  });

  it('is one to the embedded relay as soon as that is to serve guests', async () => {
    await setting('liveChannels.server', 'embedded');
    const control = new RelayControl((wishes, log) => startEmbeddedRelay({ ...wishes, files }, log), desk.log);
    const server = new ServerAccess(() => Promise.resolve(socketClass), control);
    const copy = () => copyGuestLink({ name: 'room' }, { ...desk.tools, server });
    await assert.rejects(copy(), /switch on "liveChannels\.relayGuests"/);
    await setting('liveChannels.relayGuests', true);
    await control.stop();
    const { url } = await control.ensure();
    await copy();
    assert.equal(await clipboard.readText(), `${url.replace(/^ws/, 'http')}/join/room`);
    await control.stop();
    control.dispose();
  });
});
