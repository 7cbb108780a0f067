import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChaosProxy } from '../unit/support/chaosProxy';
import { dialTo, join as joinChannel, until } from '../unit/support/channel';
import type { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
/** Bytes in a second: slow enough for a person to see how far it is. */
const SLOW = 60_000;

describe('a long message over a slow line', function () {
  let stage: Stage;
  let proxy: ChaosProxy;

  useStage(async opened => {
    stage = opened;
    const port = Number(new URL(stage.relay.url).port);
    proxy = await ChaosProxy.start(() => port);
  });

  after(() => proxy.close());

  it('shows how far it is as a progress that can be cancelled, on both sides', async () => {
    const ada = await stage.person('Ada', { 'liveChannels.server': proxy.url });
    await ada.join(CHANNEL);
    await ada.openChat();
    const grace = joinChannel(
      dialTo(() => stage.relay.url, CHANNEL),
      CHANNEL,
      'Grace',
    );
    await grace.online();
    await ada.online(CHANNEL, 2);
    await writeFile(
      join(ada.folder, 'long.txt'),
      randomBytes(600_000)
        .toString('base64')
        .replaceAll(/(.{76})/g, '$1\n'),
    );
    await ada.window.editor.openFile('long.txt');
    proxy.slow(SLOW);
    await ada.command('Send File…');
    await ada.window.quickInput.pick(new RegExp(CHANNEL));
    await ada.window.quickInput.submit('Not to be waited for');
    const { transcript } = grace.channel;
    const coming = () => transcript.entries.find(entry => entry.kind === 'transfer');
    await ada.window.notifications.waitFor(/Sending to demo/);
    await until(transcript.onDidChange, () => (coming()?.progress.done ?? 0) > 0);
    await ada.window.notifications.press(/Sending to demo: \d+ %/, 'Cancel');
    await until(transcript.onDidChange, () => coming()?.reason !== undefined);
    assert.equal(coming()?.reason, 'It was cancelled.');
    await ada.message('Ada', 'Not to be waited for').waitFor({ state: 'detached' });
    proxy.heal();
    await ada.say('the next one');
    await grace.shown('the next one');
    assert.deepEqual(grace.texts(), ['the next one']);
    grace.channel.dispose();
  });
});
