import { strict as assert } from 'node:assert';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('talk between two windows', function () {
  let ada: Person;
  let grace: Person;

  useStage(async stage => {
    [ada, grace] = await stage.pair(CHANNEL);
  });
  const tool = async (person: Person, sender: string, text: string, name: string) => {
    await person.message(sender, text).hover();
    await person.message(sender, text).getByRole('button', { name, exact: true }).click();
  };

  it('says who is writing, and no longer when it has come', async () => {
    await ada.box.pressSequentially('hello *there*');
    await grace.window.chat().getByText('Ada is typing…').waitFor();
    await ada.box.press('Enter');
    await grace.sees('Ada', 'hello there');
    await grace.window.chat().getByText('Ada is typing…').waitFor({ state: 'hidden' });
    assert.equal(await grace.message('Ada', 'hello there').locator('em').innerText(), 'there');
  });

  it('is changed by who said it, for both', async () => {
    await ada.box.press('ArrowUp');
    await ada.box.fill('hello everybody');
    await ada.box.press('Enter');
    await grace.sees('Ada', /hello everybody\s*\(edited\)/);
    await ada.sees('Ada', /hello everybody\s*\(edited\)/);
    assert.equal(await grace.message('Ada', 'hello everybody').getByRole('button', { name: 'Edit' }).count(), 0);
  });

  it('is answered with an emoji, which the other can join', async () => {
    await tool(grace, 'Ada', 'hello everybody', 'React');
    await grace.window.chat().getByRole('option', { name: 'rocket' }).click();
    await ada.message('Ada', 'hello everybody').getByRole('button', { name: '🚀 1: Grace' }).click();
    await grace.message('Ada', 'hello everybody').getByRole('button', { name: '🚀 2', pressed: true }).waitFor();
  });

  it('is there with all that was said about it for who comes back', async () => {
    await grace.window.reload();
    await grace.openChat();
    await grace.sees('Ada', /hello everybody\s*\(edited\)/);
    await grace.message('Ada', 'hello everybody').getByRole('button', { name: '🚀 2' }).waitFor();
  });

  it('is taken back, and gone for both', async () => {
    await tool(ada, 'Ada', 'hello everybody', 'More actions');
    await ada.window.chat().getByRole('menuitem', { name: 'Delete' }).click();
    await ada.window.chat().getByRole('menuitem', { name: 'Delete for everyone' }).click();
    await grace.sees('Ada', 'Message deleted');
    assert.equal(await grace.message('Ada', 'hello everybody').count(), 0);
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
    return Promise.all(
      [ada, grace].map(async ({ window }) => assert.deepEqual(await window.notifications.seen(), [])),
    ).then(() => undefined);
  });
});
