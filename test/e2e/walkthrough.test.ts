import { strict as assert } from 'node:assert';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

/** Wide enough for VS Code to put the pictures beside the steps. Pixels. */
const SIZE = { width: 1600, height: 900 };
const TITLE = 'Get Started with Live Channels';

describe('the walkthrough', function () {
  let ada: Person;

  useStage(async stage => {
    ada = await stage.person('Ada', {}, { size: SIZE });
  });
  const step = (title: string) => ada.window.page.locator('.getting-started-step').filter({ hasText: title });

  it('is among those that VS Code offers, with its four steps and a picture', async () => {
    await ada.window.runCommand('Welcome: Open Walkthrough...');
    await ada.window.quickInput.type(TITLE);
    await ada.window.quickInput.row(TITLE).waitFor();
    // Over the row lies what VS Code says about it as soon as the mouse is there.
    await ada.window.quickInput.submit();
    await step('Join a channel').waitFor();
    const titles = await ada.window.page.locator('.getting-started-step .step-title').allInnerTexts();
    assert.deepEqual(
      titles.map(title => title.trim()),
      ['Join a channel', 'Show the code you look at', 'Use what arrives', 'Keep it private'],
    );
    const picture = ada.window.page.locator('.getting-started-media img');
    await picture.waitFor();
    assert.match((await picture.getAttribute('alt')) ?? '', /is typed/);
    assert.ok(await picture.evaluate(image => (image as HTMLImageElement).naturalWidth > 0));
  });

  it('joins a channel from its first step, which is done then', async () => {
    const first = step('Join a channel');
    await first.getByRole('button', { name: 'Join Channel', exact: true }).click();
    await ada.window.quickInput.submit('demo');
    await ada.online('demo', 1);
    await first.locator('.codicon.complete').waitFor();
    assert.equal(await step('Keep it private').locator('.codicon.complete').count(), 0);
  });
});
