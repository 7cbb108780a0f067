import { strict as assert } from 'node:assert';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

/** There is no other page in Grace’s window: her side bar shows the Explorer. */
describe('the chat in an editor', function () {
  let ada: Person;
  let grace: Person;

  useStage(async stage => {
    [ada, grace] = await Promise.all([stage.person('Ada'), stage.person('Grace')]);
    await Promise.all([ada.join(CHANNEL), grace.join(CHANNEL)]);
    await ada.openChat();
  });
  const tab = () => grace.window.page.getByRole('tab', { name: `Chat: ${CHANNEL}`, selected: true });

  it('opens with the focus in its box, and talks', async () => {
    await grace.command('Open Chat in Editor');
    await tab().waitFor();
    await grace.box.waitFor();
    await ada.say('do you see this');
    await grace.sees('Ada', 'do you see this');
    await grace.box.fill('in an editor, yes');
    await grace.box.press('Enter');
    await ada.sees('Grace', 'in an editor, yes');
    assert.deepEqual(await grace.window.notifications.seen(), []);
  });

  it('is where “Open Chat” leads while it is in sight', async () => {
    await grace.window.sideBar.open('Explorer');
    await grace.command('Open Chat');
    await grace.box.fill('');
    assert.equal(await grace.window.page.locator('.pane-header[aria-label*="Chat"]').isVisible(), false);
  });

  it('lets one take all of it along as Markdown', async () => {
    await grace.command('Export Channel as Markdown…');
    const code = grace.window.editor.code();
    await code.filter({ hasText: '> in an editor, yes' }).waitFor();
    assert.match((await code.innerText()).replaceAll('\u00a0', ' '), /# demo/);
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });
});
