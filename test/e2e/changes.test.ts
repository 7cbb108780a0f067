import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '../vscode/window/poll';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const LIMITER = 'src/rateLimiter.ts';
const BUCKET = 'src/bucket.ts';

describe('changes that are sent and applied', function () {
  let ada: Person;
  let grace: Person;

  useStage(async stage => {
    [ada, grace] = await stage.pair(CHANNEL);
  });

  it('a suggestion is written in an editor and sent by the button above it', async () => {
    await ada.sendSelection(LIMITER, 9, 12, CHANNEL, 'How would you do it?');
    await grace.card('Ada', 'How would you do it?').press('Suggest a change…');
    const { editor, page } = grace.window;
    const send = page.getByRole('button', { name: 'Send Suggestion', exact: true });
    await send.waitFor();
    await editor.goTo(3, 1);
    await page.keyboard.press('End');
    await page.keyboard.type(' // one token');
    await send.click();
    await grace.window.statusBar(`Suggestion sent to ${CHANNEL}`).waitFor();
    await send.waitFor({ state: 'detached' });

    const card = ada.card('Grace', 'Suggested change');
    assert.equal((await card.code.locator('del').innerText()).trim(), 'return this.bucketOf(client).take();');
    assert.equal(
      (await card.code.locator('ins').innerText()).trim(),
      'return this.bucketOf(client).take(); // one token',
    );
    await card.message.getByRole('button', { name: /^In reply to you/ }).waitFor();
    assert.equal(await grace.card('Grace', 'Suggested change').button('Apply…').count(), 0);
  });

  it('a suggestion is applied after it was looked at, and taken back in one step', async () => {
    const was = read(ada, LIMITER);
    const { refactorPreview: preview, editor } = ada.window;
    await ada.card('Grace', 'Suggested change').press('Apply…');
    await preview.box('rateLimiter.ts').waitFor();
    assert.equal(await preview.box('rateLimiter.ts').isChecked(), false);
    assert.equal(read(ada, LIMITER), was);
    await preview.box('rateLimiter.ts').check();
    await preview.apply();
    const wanted = was.replace('.take();', '.take(); // one token');
    await holds(ada, LIMITER, wanted);

    await editor.openFile(LIMITER);
    await ada.window.page.keyboard.press('Control+Z');
    await ada.window.runCommand('File: Save');
    await holds(ada, LIMITER, was);
  });

  it('a patch is applied as far as it fits, and what does not is named', async () => {
    const was = read(ada, BUCKET);
    change(grace, BUCKET, text => text.replace('const earned = Math.floor', 'const gained = Math.round'));
    const here = read(grace, BUCKET);
    change(ada, BUCKET, text => text.replace('readonly burst: number;', 'readonly burst?: number;'));
    change(ada, BUCKET, text => text.replace('const earned = Math.floor', 'const earned = Math.ceil'));
    assert.notEqual(read(ada, BUCKET), was);
    await ada.window.sideBar.open('Source Control');
    await ada.window.page
      .locator('.scm-view')
      .getByRole('treeitem', { name: /^bucket\.ts/ })
      .waitFor();
    await ada.command('Send Changes…');
    await ada.answer(CHANNEL, 'Two things');

    const card = grace.card('Ada', 'Two things');
    await card.thing.getByText('+2').first().waitFor();
    await card.press('Apply…');
    const named = await grace.window.notifications.waitFor('Left out, as it does not fit here');
    assert.match(named, /src\/bucket\.ts @@ -3\d,/);
    const { refactorPreview: preview } = grace.window;
    await preview.box('bucket.ts').check();
    assert.equal(read(grace, BUCKET), here);
    await preview.apply();
    await holds(grace, BUCKET, here.replace('readonly burst: number;', 'readonly burst?: number;'));
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });
});

function read({ folder }: Person, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function change(person: Person, path: string, edit: (text: string) => string): void {
  writeFileSync(join(person.folder, path), edit(read(person, path)));
}

async function holds(person: Person, path: string, text: string): Promise<void> {
  await poll(() => Promise.resolve(read(person, path) === text), { what: `${person.name}’s ${path} to change` });
}
