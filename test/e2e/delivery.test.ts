import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRelay } from '../../src/relay/server';
import type { Person } from './support/person';
import type { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('delivery between two windows', function () {
  let stage: Stage;
  let ada: Person;
  let grace: Person;

  useStage(async opened => {
    stage = opened;
    [ada, grace] = await stage.pair(CHANNEL);
  });

  /** What was said, without names and times, which differ by who looks. */
  const said = async (person: Person): Promise<string[]> => {
    const transcript = await person.transcript();
    return transcript.flatMap(text => /(?:one|two|three|four|five|before|after)\b.*$/.exec(text)?.[0] ?? []);
  };

  it('loses nothing and shows nothing twice when the relay dies, one types on and the other reloads', async () => {
    await ada.say('before');
    await grace.sees('Ada', 'before');
    const { port } = stage.relay;
    await stage.relay.close();
    await Promise.all([ada, grace].map(({ window }) => window.statusBar(/demo: reconnecting/).waitFor()));
    for (const text of ['one', 'two', 'three']) await ada.say(text);
    await grace.window.reload();
    for (const text of ['four', 'five']) await ada.say(text);
    await ada
      .message('Ada', 'five')
      .getByRole('button', { name: /Cancel/ })
      .waitFor();
    stage.relay = await startRelay({ port });
    await Promise.all([ada.online(CHANNEL, 2), grace.online(CHANNEL, 2)]);
    await grace.openChat();
    await grace.sees('Ada', 'five');
    await ada.say('after');
    await grace.sees('Ada', 'after');
    const expected = ['before', 'one', 'two', 'three', 'four', 'five', 'after'];
    assert.deepEqual(await said(ada), expected);
    assert.deepEqual(await said(grace), expected);
  });

  it('sends after a reload what was written without a connection', async () => {
    const { port } = stage.relay;
    await stage.relay.close();
    await ada.window.statusBar(/demo: reconnecting/).waitFor();
    await ada.say('written before the reload: one');
    await ada.say('and not to be sent: two');
    const cancelled = ada.message('Ada', 'not to be sent');
    await cancelled.getByRole('button', { name: /Cancel/ }).click();
    await cancelled.waitFor({ state: 'detached' });
    await ada.window.reload();
    await ada.openChat();
    await ada.sees('Ada', 'written before the reload');
    stage.relay = await startRelay({ port });
    await grace.sees('Ada', 'written before the reload: one');
    await ada.online(CHANNEL, 2);
    assert.equal((await grace.transcript()).join('\n').includes('not to be sent'), false);
    assert.equal((await ada.transcript()).filter(text => text.includes('written before the reload')).length, 1);
  });

  it('takes a file that does not fit a frame', async () => {
    const lines = randomBytes(600_000)
      .toString('base64')
      .replaceAll(/(.{76})/g, '$1\n');
    await writeFile(join(ada.folder, 'long.txt'), lines);
    await ada.window.editor.openFile('long.txt');
    await ada.command('Send File…');
    await ada.window.quickInput.pick(new RegExp(CHANNEL));
    await ada.window.quickInput.submit('A long one');
    await grace.sees('Ada', 'A long one');
    await grace.message('Ada', 'A long one').getByText('long.txt').first().waitFor();
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });
});
