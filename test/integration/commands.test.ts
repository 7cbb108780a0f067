import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, settings } from '../../src/ui/contributions';
import { displayName } from '../../src/ui/displayName';
import { Bench, setting } from './support';

const { executeCommand } = vscode.commands;

describe('the extension', () => {
  it('registers every command it contributes', async () => {
    const extension = vscode.extensions.getExtension('live-channels.live-channels');
    await extension?.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.keys(commands).filter(id => !known.has(id)),
      [],
    );
  });

  it('contributes its settings with the defaults of the table', () => {
    const configuration = vscode.workspace.getConfiguration();
    for (const [id, { default: value }] of Object.entries(settings)) {
      assert.deepEqual(configuration.inspect(id)?.defaultValue, value, id);
    }
  });
});

describe('joining', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(async () => {
    await bench.close('room');
    await setting('liveChannels.displayName', undefined);
    await setting('liveChannels.announce', undefined);
  });

  it('announces the display name of the settings', async () => {
    await setting('liveChannels.displayName', 'Katherine');
    const observer = await bench.observe('room');
    await executeCommand('liveChannels.joinChannel', 'room');
    await observer.sees(frame => frame.type === 'join' && frame.alias === 'Katherine');
  });

  it('takes the git user name when none is set', async () => {
    await bench.enter('room');
    assert.equal(await displayName(() => 'someone'), 'Ada');
  });

  it('joins under the new name when it is changed', async () => {
    const observer = await bench.enter('room');
    await setting('liveChannels.displayName', 'Countess');
    await observer.sees(frame => frame.type === 'leave' && frame.alias === 'Ada');
    await observer.sees(frame => frame.type === 'join' && frame.alias === 'Countess');
  });

  it('tells nobody who comes when announcing is off', async () => {
    await setting('liveChannels.announce', false);
    const observer = await bench.observe('room');
    await executeCommand('liveChannels.joinChannel', 'room');
    const join = await observer.sees(frame => frame.type === 'join' && frame.total === 2);
    assert.deepEqual([join.uid, join.alias], [undefined, undefined]);
  });

  it('moves to another server when that setting changes', async () => {
    await executeCommand('liveChannels.joinChannel', 'room');
    // The observer is there first, or it would see nobody come.
    const other = await Bench.beside();
    const observer = await other.observe('room');
    await setting('liveChannels.server', other.relay.url);
    await observer.sees(frame => frame.type === 'join' && frame.alias === 'Ada');
    await setting('liveChannels.server', bench.relay.url);
    await observer.sees(frame => frame.type === 'leave' && frame.alias === 'Ada');
    await other.close();
    await setting('liveChannels.server', bench.relay.url);
  });

  it('is undone by leaving', async () => {
    const observer = await bench.enter('room');
    await executeCommand('liveChannels.leaveChannel', { channel: 'room' });
    await observer.sees(frame => frame.type === 'leave' && frame.alias === 'Ada');
  });

  it('keeps a name with slashes and colons, and one with anything else in it', async () => {
    for (const name of ['team:web/front end', 'Größe ?&#%']) {
      const observer = await bench.observe(name.split('/').map(encodeURIComponent).join('/'));
      await executeCommand('liveChannels.joinChannel', name);
      await observer.sees(frame => frame.type === 'join' && frame.alias === 'Ada');
      await executeCommand('liveChannels.leaveChannel', { channel: name });
    }
  });
});
