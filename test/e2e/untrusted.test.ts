import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('a folder that is not trusted', function () {
  let stage: Stage;
  let knocks = 0;
  /** What the folder's own settings would have one connect to. */
  const trap = createServer(socket => {
    knocks++;
    socket.destroy();
  });

  useStage(
    async opened => {
      stage = opened;
      await once(trap.listen(0, '127.0.0.1'), 'listening');
    },
    () => Stage.openUntrusted(),
  );

  after(() => void trap.close());

  it('neither joins a channel nor sends anything to a server of its own choice', async () => {
    const { port } = trap.address() as AddressInfo;
    const server = `ws://127.0.0.1:${port}`;
    const ada = await stage.person('Ada', { 'liveChannels.server': server, 'liveChannels.autoJoin': ['trap'] });
    await ada.window.page.getByText('Restricted Mode').first().waitFor();
    await ada.join(CHANNEL);
    await ada.openChat();
    await ada.say('to the one I chose');
    await ada.sees('Ada', 'to the one I chose');
    assert.equal(knocks, 0);
    assert.equal(await ada.window.statusBar(/trap/).count(), 0);
  });
});
