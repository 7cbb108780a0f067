import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { startRelay } from '../../src/relay/server';
import { dialTo, join as joinChannel } from '../unit/support/channel';
import type { Person } from './support/person';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('when the extension host dies', function () {
  let stage: Stage;
  let ada: Person;

  useStage(
    async opened => {
      stage = opened;
      ada = await stage.person('Ada');
      await ada.join(CHANNEL);
      await ada.openChat();
    },
    () => Stage.open({}, [join(__dirname, 'support', 'crasher')]),
  );

  it('goes on with what it had taken over, and sends it once', async () => {
    const grace = joinChannel(
      dialTo(() => stage.relay.url, CHANNEL),
      CHANNEL,
      'Grace',
    );
    await grace.online();
    await ada.say('met');
    await grace.shown('met');
    const { port } = stage.relay;
    await stage.relay.close();
    await ada.window.statusBar(/demo: reconnecting/).waitFor();
    await ada.say('one, before the crash');
    await ada.say('two, before the crash');
    await ada
      .message('Ada', 'two, before the crash')
      .getByRole('button', { name: /Cancel/ })
      .waitFor();
    await ada.window.runCommand('Test: Crash the Extension Host');
    await ada.window.statusBar(/demo/).waitFor({ state: 'detached' });
    // VS Code starts another one by itself, and we are back in the channel without a word.
    await ada.window.statusBar(/demo: reconnecting|demo: connecting/).waitFor();
    stage.relay = await startRelay({ port });
    await ada.online(CHANNEL, 2);
    await grace.shown('two, before the crash');
    assert.deepEqual(grace.texts(), ['met', 'one, before the crash', 'two, before the crash']);
    grace.channel.dispose();
  });
});
