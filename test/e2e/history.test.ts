import { strict as assert } from 'node:assert';
import { dialTo, join, type Joined } from '../unit/support/channel';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('history that a person asks for', function () {
  let grace: Person;
  let ada: Joined;

  useStage(async stage => {
    grace = await stage.person('Grace', { 'liveChannels.keepHistory': true });
    await grace.join(CHANNEL);
    await grace.openChat();
    ada = join(
      dialTo(() => stage.relay.url, CHANNEL),
      CHANNEL,
      'Ada',
    );
    await ada.online();
    await grace.online(CHANNEL, 2);
  });
  const again = async () => {
    await grace.command('Leave Channel…');
    await grace.window.statusBar('Live Channels').waitFor();
    await grace.join(CHANNEL);
    await grace.openChat();
  };

  it('is there when one comes back to a channel that everybody has left', async () => {
    ada.channel.send({ type: 'chat', text: 'said before' });
    await grace.sees('Ada', 'said before');
    await grace.say('answered before');
    await ada.shown('answered before');
    ada.channel.dispose();
    await grace.online(CHANNEL, 1);
    await again();
    await grace.sees('Ada', 'said before');
    await grace.sees('Grace', 'answered before');
    assert.deepEqual(await grace.window.notifications.seen(), []);
    await grace.window.statusBar(new RegExp(`${CHANNEL}: 1$`)).waitFor();
  });

  it('is gone when it was cleared', async () => {
    await grace.command('Clear History…');
    const dialog = grace.window.page.getByRole('dialog').filter({ hasText: 'Clear the history of all channels?' });
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    await grace.window.statusBar('History cleared').waitFor();
    await again();
    await grace.say('said after');
    await grace.sees('Grace', 'said after');
    assert.equal(await grace.message('Ada', 'said before').count(), 0);
  });

  it('had no error in a page', () => assert.deepEqual(grace.window.problems, []));
});
