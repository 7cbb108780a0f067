import { strict as assert } from 'node:assert';
import { dialTo, join as joinChannel, type Joined } from '../unit/support/channel';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('what comes while one looks elsewhere', function () {
  let grace: Person;
  let ada: Joined;

  useStage(async stage => {
    grace = await stage.person('Grace');
    await grace.join(CHANNEL);
    await grace.openChat();
    ada = joinChannel(
      dialTo(() => stage.relay.url, CHANNEL, { announce: true }),
      CHANNEL,
      'Ada',
    );
    await ada.online();
    await grace.online(CHANNEL, 2);
  });

  after(() => ada.channel.dispose());

  const say = (text: string) => ada.channel.send({ type: 'chat', text });
  const count = (unread: number) => grace.window.statusBar(new RegExp(`${CHANNEL}: 2\\s+${unread}$`)).waitFor();
  const nothingUnread = () => grace.window.statusBar(new RegExp(`${CHANNEL}: 2$`)).waitFor();

  it('is no news while it is in front of one', async () => {
    say('@Grace, you see this');
    await grace.sees('Ada', 'you see this');
    await nothingUnread();
    assert.deepEqual(await grace.window.notifications.seen(), []);
  });

  it('is counted while one reads further up, until the end is in sight', async () => {
    for (let n = 1; n <= 40; n++) say(`line ${n}`);
    await grace.sees('Ada', 'line 40');
    await grace.log.evaluate(log => log.scrollTo(0, 0));
    await grace.window.chat().getByRole('button', { name: 'Jump to newest' }).waitFor();
    say('below what is in sight');
    await count(1);
    await grace.window.chat().getByRole('button', { name: '1 new message' }).click();
    await nothingUnread();
  });

  it('is told in one notification, when it is for one, and shown from there', async () => {
    await grace.window.sideBar.open('Explorer');
    say('for everybody');
    await count(1);
    for (const n of [1, 2, 3]) say(`@grace ${n}`);
    await grace.window.notifications.waitFor(`3 messages for you in ${CHANNEL}`);
    await count(4);
    await grace.window.notifications.press('3 messages for you', 'Show');
    await grace.sees('Ada', '@grace 3');
    await nothingUnread();
    assert.equal((await grace.window.notifications.seen()).length, 1);
  });

  it('is only counted where the channel is muted', async () => {
    await grace.command('Mute or Unmute Channel…');
    await grace.window.statusBar('demo is muted').waitFor();
    await grace.window.sideBar.open('Explorer');
    say('@Grace, and again');
    await count(1);
    await grace.command('Mute or Unmute Channel…');
    await grace.window.statusBar('demo is not muted').waitFor();
    say('@Grace, once more');
    await count(2);
    await grace.window.notifications.waitFor(`Ada in ${CHANNEL}: @Grace, once more`);
    assert.equal((await grace.window.notifications.seen()).length, 2);
    await grace.openChat();
    await nothingUnread();
  });
});
