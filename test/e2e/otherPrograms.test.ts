import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { dialTo, join as joinChannel } from '../unit/support/channel';
import type { Person } from './support/person';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'builds';
const REPORT = 'Sample: Report the Build';
const KEPT_BACK = 'The tool said: The user did not let this be sent.';

/** Grace is a session of ours without a window: what she has is what went to the others. */
describe('another extension and an agent', function () {
  let ada: Person;
  let grace: ReturnType<typeof joinChannel>;

  useStage(
    async stage => {
      grace = joinChannel(
        dialTo(() => stage.relay.url, CHANNEL),
        CHANNEL,
        'Grace',
      );
      ada = await stage.person('Ada');
      await ada.join(CHANNEL);
      await ada.online(CHANNEL, 2);
    },
    () => Stage.open({}, [resolve(__dirname, '../sample-extension')]),
  );

  after(() => grace.channel.dispose());

  const dialog = (text: string): Locator => ada.window.page.getByRole('dialog').filter({ hasText: text });
  const button = (asked: Locator, name: string): Locator => asked.getByRole('button', { name, exact: true });
  const focused = (): Promise<string> => ada.window.page.locator(':focus').innerText();

  /** Presses a key in a question, and waits until it is gone. */
  const press = async (asked: Locator, key: string): Promise<void> => {
    await ada.window.page.keyboard.press(key);
    await asked.waitFor({ state: 'detached' });
  };

  /** What is said of it, once; the next of its kind is another one. */
  const told = async (text: string): Promise<void> => {
    await ada.window.notifications.toast(text).waitFor();
    await ada.window.notifications.clear();
  };

  const useTool = async (name: string, input: object): Promise<void> => {
    await ada.window.runCommand('Sample: Use a Tool as an Agent Does');
    await ada.window.quickInput.submit(`${name} ${JSON.stringify(input)}`);
  };

  it('sends nothing after a Deny, and what it wanted after an Allow', async () => {
    const asked = dialog('May the extension “Build Reporter” (live-channels-test.sample) use your channels?');
    await ada.window.runCommand(REPORT);
    for (const text of ['also in private channels', 'under your name', 'never given the keys']) {
      await asked.getByText(text).waitFor();
    }
    assert.equal(await focused(), 'Deny', 'Enter gives nothing away');
    await button(asked, 'Deny').click();
    await told('Build Reporter may not use your channels');
    assert.deepEqual(grace.texts(), []);

    await ada.command('Manage Access of Extensions…');
    await ada.window.quickInput.pick('Build Reporter');
    await ada.window.quickInput.pick('Ask again');
    await ada.window.runCommand(REPORT);
    await button(asked, 'Allow').click();
    await told('The build was reported.');
    await grace.shown('The build **failed**.');
    await grace.shown('limit = rate;');
  });

  it('shows what an agent sends and to whom; Enter and Escape keep it back', async () => {
    const input = { channel: CHANNEL, text: 'All tests pass **now**.' };
    const asked = dialog(`An agent wants to send this to everyone in ${CHANNEL} (2 people)`);
    const before = grace.texts();
    for (const key of ['Enter', 'Escape']) {
      await useTool('liveChannels_sendMessage', input);
      await asked.getByText(input.text).waitFor();
      assert.equal(await focused(), 'Do Not Send');
      await press(asked, key);
      await told(KEPT_BACK);
    }
    await useTool('liveChannels_sendMessage', { ...input, text: 'Sent by a click.' });
    await button(asked, 'Send').click();
    await told('The tool said: Sent.');
    await grace.shown('Sent by a click.');
    assert.deepEqual(grace.texts(), [...before, 'Sent by a click.'], 'and nothing of what was kept back');
  });

  it('shows all of what is long before it can be sent, and sends exactly that', async () => {
    const code = Array.from({ length: 60 }, (_, line) => `const value${line} = ${line};`).join('\n');
    const input = { channel: CHANNEL, code, path: 'src/values.ts', language: 'typescript' };
    const asked = dialog('An agent wants to send this');
    await useTool('liveChannels_sendSnippet', input);
    await asked.getByText('Code of src/values.ts:1-60').waitFor();
    assert.equal(await button(asked, 'Send').count(), 0);
    await button(asked, 'Show All').click();
    await ada.window.quickInput.row('Send').waitFor();
    await ada.window.page.locator('.monaco-editor .view-line').first().waitFor();
    await ada.window.page.getByRole('tab', { name: 'To Be Sent' }).waitFor();
    await ada.window.quickInput.pick('Send');
    await told('The tool said: Sent.');
    await grace.shown(code);
  });
});
