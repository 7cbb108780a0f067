import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startRelay } from '../../src/relay/server';
import type { Person } from './support/person';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

describe('when something is wrong', function () {
  let stage: Stage;
  let ada: Person;
  const sockets: WebSocket[] = [];

  useStage(async opened => {
    stage = opened;
    ada = await stage.person('Ada');
  });

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });
  /** Somebody else who joins first, with the keys that then hold. */
  const first = async (channel: string, query: string): Promise<void> => {
    const socket = new WebSocket(`${stage.relay.url}/c/${channel}?${query}`);
    sockets.push(socket);
    await once(socket, 'open');
  };
  const notifications = () => ada.window.notifications;
  const showNothing = () => notifications().clear();

  it('explains itself when there is no channel yet, and goes on from there', async () => {
    await ada.window.editor.openFile('src/rateLimiter.ts');
    await ada.window.editor.selectLines(3, 5);
    await ada.command('Send Selection…');
    await notifications().press(/not joined a channel yet/, 'Join Channel…');
    await ada.window.quickInput.submit('first');
    await ada.window.quickInput.pick(/first/);
    await ada.window.quickInput.submit('from the start');
    await ada.openChat();
    await ada.sees('Ada', 'from the start');
    await ada.command('Leave Channel…');
  });

  it('shows what to do where nothing is joined', async () => {
    await ada.command('Open Chat');
    await ada.window.chat().getByRole('button', { name: 'Join a Channel' }).click();
    await ada.window.quickInput.cancel();
    await ada.window.sideBar.pane('People').getByText('Join Channel').first().waitFor();
    await ada.command('Leave Channel…');
    await notifications().waitFor(/none to leave/);
    await ada.command('Stop Relay');
    await notifications().waitFor(/No relay runs in this window/);
    await showNothing();
  });

  it('says so when nothing is selected', async () => {
    await ada.window.editor.openFile('README.md');
    await ada.command('Send Selection…');
    await notifications().waitFor(/Nothing is selected: select the code to send/);
    await showNothing();
  });

  it('asks for the key of a channel that has one, and gets in with it', async () => {
    await first('locked', 'joinKey=sesame');
    await ada.command('Join Channel…');
    await ada.window.quickInput.submit('locked');
    const text = await notifications().waitFor(/needs a join key/);
    assert.equal(text.includes('sesame'), false);
    await ada.window.statusBar(/locked: not connected/).waitFor();
    await notifications().press(/needs a join key/, 'Enter Key…');
    await ada.window.quickInput.submit('sesame');
    await ada.online('locked', 2);
    await ada.command('Leave Channel…');
  });

  it('shows an error that repeats once, with its count, and sends again when the key is given', async () => {
    await first('readonly', 'sendKey=sesame&joinKey=');
    await ada.join('readonly');
    await ada.openChat();
    for (const text of ['one', 'two', 'three']) await ada.say(text);
    await notifications().waitFor(/sendKey/);
    await ada.message('Ada', 'three').getByRole('button', { name: /Retry/ }).waitFor();
    assert.equal((await notifications().texts()).length, 1);
    await notifications().press(/sendKey/, 'Enter Key…');
    await ada.window.quickInput.submit('sesame');
    await ada.log.getByRole('button', { name: /Retry/ }).first().waitFor({ state: 'detached' });
    await ada.online('readonly', 2);
    await showNothing();
    await ada.command('Leave Channel…');
  });

  it('shows a lost connection, keeps what is written, and comes back by itself without a notification', async () => {
    await ada.join('lasting');
    await ada.openChat();
    const before = (await notifications().seen()).length;
    const { port } = stage.relay;
    await stage.relay.close();
    await ada.window.statusBar(/lasting: reconnecting/).waitFor();
    await ada.say('written offline');
    stage.relay = await startRelay({ port });
    await first('lasting', '');
    await ada.online('lasting', 2);
    await ada.sees('Ada', 'written offline');
    assert.equal((await notifications().seen()).length, before);
    await ada.command('Leave Channel…');
  });

  it('says when nobody answers at the server, once, and keeps trying', async () => {
    await stage.changeSettings({ 'liveChannels.server': 'ws://127.0.0.1:9' });
    await ada.command('Join Channel…');
    await ada.window.quickInput.submit('nowhere');
    await notifications().waitFor(/127\.0\.0\.1:9 cannot be reached: nobody listens there/);
    await ada.window.statusBar(/nowhere: reconnecting/).waitFor();
    await stage.changeSettings({ 'liveChannels.server': 'http://wrong' });
    await notifications().waitFor(/is no relay address/);
    await stage.changeSettings({ 'liveChannels.server': stage.relay.url });
    await ada.online('nowhere', 1);
    assert.equal((await notifications().texts()).filter(text => text.includes('cannot be reached')).length, 1);
    assert.deepEqual(ada.window.problems, []);
  });
});

describe('two windows that share the embedded relay', function () {
  let stage: Stage;

  useStage(
    opened => void (stage = opened),
    () => Stage.openEmbedded(),
  );

  it('find each other, and go on when the window that runs it closes', async () => {
    const ada = await stage.person('Ada', { 'liveChannels.autoJoin': ['demo'] });
    await ada.online('demo', 1);
    const grace = await stage.person('Grace', { 'liveChannels.autoJoin': ['demo'] });
    await Promise.all([ada.online('demo', 2), grace.online('demo', 2)]);
    await grace.openChat();
    await ada.command('Send Message…');
    await ada.window.quickInput.submit('Hello over your own relay');
    await grace.sees('Ada', 'Hello over your own relay');
    await ada.command('Stop Relay');
    await grace.online('demo', 1);
    await grace.say('Still here');
    await grace.sees('Grace', 'Still here');
    await ada.command('Start Relay');
    await Promise.all([ada.online('demo', 2), grace.online('demo', 2)]);
  });
});
