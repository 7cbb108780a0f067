import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'links';
const ADDRESS = 'https://example.com/limits?a=b&c=%2Fd';

describe('what words in the chat lead to', function () {
  let ada: Person;
  let grace: Person;

  useStage(async stage => {
    [ada, grace] = await stage.pair(CHANNEL);
  });
  const dialog = (text: string): Locator => grace.window.page.getByRole('dialog').filter({ hasText: text });

  it('an address is shown in full by VS Code, in one question', async () => {
    await ada.say(`See **[this](${ADDRESS})**`);
    await grace.log.getByRole('link', { name: 'this' }).click();
    const asked = dialog('open the external website');
    await asked.getByText(ADDRESS).waitFor();
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await asked.waitFor({ state: 'detached' });
    assert.equal(await grace.window.page.getByRole('dialog').count(), 0);
    assert.equal(grace.window.page.context().pages().length, 1);
  });

  it('an address that is made to mislead is told apart first', async () => {
    await ada.say('See <https://example.com@evil.example/>');
    await grace.log.getByRole('link', { name: 'https://example.com@evil.example/' }).click();
    const asked = dialog('Open this address?');
    await asked.getByText('It leads to evil.example').waitFor();
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await asked.waitFor({ state: 'detached' });
    assert.equal(await grace.window.page.getByRole('dialog').count(), 0);
  });

  it('a place in a file of the workspace is shown there', async () => {
    await ada.say('It is in `rateLimiter.ts:7`, I think');
    await grace.log.getByRole('link', { name: 'rateLimiter.ts:7' }).click();
    await grace.window.page.getByRole('tab', { name: /rateLimiter\.ts/ }).waitFor();
    await grace.window.page.getByText(/^Ln 7, Col 1/).waitFor();
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });
});
