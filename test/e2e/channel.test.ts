import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { plainClient, type PlainClient } from './support/plainClient';
import type { Person } from './support/person';
import type { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('two windows in one channel', function () {
  let stage: Stage;
  let ada: Person;
  let grace: Person;
  const plain: PlainClient[] = [];

  useStage(async opened => {
    stage = opened;
    [ada, grace] = await stage.pair(CHANNEL);
  });

  afterEach(async () => {
    for (const client of plain.splice(0)) await client.close();
  });
  const enter = async (alias: string): Promise<PlainClient> => {
    const client = await plainClient(stage.relay.url, CHANNEL, alias);
    plain.push(client);
    return client;
  };

  it('shows who is there: oneself first and marked', async () => {
    assert.deepEqual((await ada.people()).slice(0, 3), ['demo (2 people)', 'Ada (you)', 'Grace']);
    assert.deepEqual((await grace.people()).slice(0, 3), ['demo (2 people)', 'Grace (you)', 'Ada']);
  });

  it('takes messages both ways', async () => {
    await ada.say('Good morning');
    await grace.sees('Ada', 'Good morning');
    await grace.say('Good morning to you');
    await ada.sees('Grace', 'Good morning to you');
  });

  it('takes a selection both ways, as code with its place', async () => {
    await ada.sendSelection('src/rateLimiter.ts', 3, 6, CHANNEL, 'Is this right?');
    await grace.sees('Ada', 'Is this right?');
    const card = grace.message('Ada', 'Is this right?');
    await card.getByText('rateLimiter.ts').first().waitFor();
    await card.getByText(/3\D+5/).first().waitFor();
    // Under VS Code's own policy for webviews, what colours code is loaded as well.
    await card.locator('.code-keyword').first().waitFor({ state: 'attached' });
    await grace.sendSelection('src/rateLimiter.ts', 1, 2, /Ada/, 'Only for you');
    await ada.sees('Grace', 'Only for you');
  });

  it('takes a file from the palette', async () => {
    await ada.window.editor.openFile('README.md');
    await ada.command('Send File…');
    await ada.window.quickInput.pick(new RegExp(CHANNEL));
    await ada.window.quickInput.submit('All of it');
    await grace.sees('Ada', 'All of it');
    await grace.message('Ada', 'All of it').getByText('README.md').first().waitFor();
  });

  it('takes a direct message to its addressee only', async () => {
    const eve = await enter('Eve');
    await ada.command('Send Direct Message…');
    await ada.window.quickInput.pick(/Grace/);
    await ada.window.quickInput.submit('Between us');
    await grace.sees('Ada', 'Between us');
    await ada.say('For everyone');
    await eve.hears('For everyone');
    assert.equal(JSON.stringify(eve.heard).includes('Between us'), false);
  });

  it('notifies once, with a way forward, when a direct message has nobody to go to', async () => {
    const eve = await enter('Eve');
    await ada.window.sideBar.open('Live Channels');
    await ada.window.sideBar.row('People', 'Eve').waitFor();
    await ada.command('Send Direct Message…');
    await ada.window.quickInput.pick(/Eve/);
    await eve.close();
    await ada.window.sideBar.row('People', 'Eve').waitFor({ state: 'detached' });
    await ada.window.quickInput.submit('Are you there?');
    const text = await ada.window.notifications.waitFor(/Eve is no longer in demo/);
    assert.match(text, /did not arrive/);
    await ada.window.notifications.press(/Eve is no longer/, 'Open Chat');
    await ada.message('Ada', 'Are you there?').getByText('No longer here').waitFor();
  });

  it('takes no error from a peer', async () => {
    const mallory = new WebSocket(`${stage.relay.url}/c/${CHANNEL}?as=Mallory`);
    await once(mallory, 'open');
    const before = (await ada.window.notifications.seen()).length;
    mallory.send(JSON.stringify({ type: 'error', message: 'Your disk is full', date: 1 }));
    mallory.send(JSON.stringify({ type: 'error', text: 'You are banned' }));
    await ada.sees('Mallory', 'Your disk is full');
    await ada.sees('Mallory', 'You are banned');
    mallory.close();
    assert.equal((await ada.window.notifications.seen()).length, before);
  });

  it('talks with the public npm client', async () => {
    const bob = await enter('Bob');
    bob.send({ type: 'chat', text: 'Hello from a script' });
    bob.send('Just a string');
    await ada.sees('Bob', 'Hello from a script');
    await ada.sees('Bob', 'Just a string');
    await ada.say('Hello, script');
    await bob.hears('Hello, script');
  });

  it('keeps a draft while the view is hidden, and shows what came meanwhile', async () => {
    await grace.box.fill('Half a thought');
    await grace.window.runCommand('View: Show Explorer');
    await ada.say('Came while hidden');
    await grace.window.statusBar(/demo.*1/).waitFor();
    await grace.openChat();
    await grace.sees('Ada', 'Came while hidden');
    assert.equal(await grace.box.inputValue(), 'Half a thought');
    await grace.box.fill('');
  });

  it('shows a person who leaves, and comes back after a reload', async () => {
    await grace.command('Leave Channel…');
    await ada.online(CHANNEL, 1);
    await ada.window
      .chat()
      .getByText(/Grace left/)
      .first()
      .waitFor();
    await grace.join(CHANNEL);
    await ada.online(CHANNEL, 2);
    await grace.openChat();
    await ada.say('Back again?');
    await grace.sees('Ada', 'Back again?');
    await grace.window.reload();
    await grace.online(CHANNEL, 2);
    await grace.openChat();
    await ada.say('Welcome back');
    await grace.sees('Ada', 'Welcome back');
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });
});
