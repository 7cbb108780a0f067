import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '../vscode/window/poll';
import type { Person } from './support/person';
import { picture } from './support/picture';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const LIMITER = 'src/rateLimiter.ts';

describe('cards of other things than code', function () {
  let ada: Person;
  let grace: Person;

  useStage(async stage => {
    [ada, grace] = await stage.pair(CHANNEL);
  });

  it('a folder has its files, each of which opens into its code', async () => {
    await ada.pickInExplorer('src', 'Send File…');
    assert.deepEqual(await ada.window.quickInput.items(), ['bucket.ts', 'rateLimiter.ts']);
    await ada.window.quickInput.submit();
    await ada.answer(CHANNEL, 'All of it');
    const card = grace.card('Ada', 'All of it');
    await card.thing.getByText('2 files · 68 lines').waitFor();
    const files = card.thing.getByRole('list', { name: 'Files' }).getByRole('listitem');
    await files.getByText('rateLimiter.ts').click();
    await card.code.getByText('export class RateLimiter').waitFor();
    await files.filter({ hasText: 'bucket.ts' }).getByRole('button', { name: 'Go to code' }).click();
    await grace.window.editor.tab('bucket.ts').waitFor();
  });

  it('what was found in code says what and where', async () => {
    const wrong = "export const limit: number = 'ten';\n";
    writeFileSync(join(ada.folder, 'src', 'limit.ts'), wrong);
    await ada.window.editor.openFile('src/limit.ts');
    await ada.window.page.locator('.squiggly-error').first().waitFor();
    await ada.command('Send Diagnostics…');
    await ada.answer(CHANNEL, 'What is wrong with it?');
    const card = grace.card('Ada', 'What is wrong with it?');
    const problem = card.thing.getByRole('list', { name: 'Problems' }).getByRole('listitem');
    await problem.getByRole('img', { name: 'Error' }).waitFor();
    await problem.getByText("Type 'string' is not assignable to type 'number'.").waitFor();
    await problem.getByText('ts(2322) line 1').waitFor();
    assert.equal(await card.code.innerText(), wrong.trim());
  });

  it('a picture is shown, and opens in an editor', async () => {
    const dots = picture(120, 80, (x, y) => [x * 2, y * 3, 120]);
    writeFileSync(join(ada.folder, 'dots.png'), dots);
    await ada.sendFromExplorer('dots.png', CHANNEL, 'How it looks');
    const card = grace.card('Ada', 'How it looks');
    await card.thing.getByText('120 × 80').waitFor();
    const image = card.thing.locator('img');
    await image.scrollIntoViewIfNeeded();
    const width = () => image.evaluate(element => (element as HTMLImageElement).naturalWidth);
    assert.equal(await poll(async () => (await width()) || false, { what: 'the picture' }), 120);
    await card.thing.getByRole('button', { name: 'Open image dots.png' }).click();
    await grace.window.editor.tab('dots.png').waitFor();
    await grace.window.statusBar('120x80').waitFor();
  });

  it('by keyboard alone: code is sent, and another finds what to do with it', async () => {
    const keys = ada.window.page.keyboard;
    await ada.window.editor.openFile(LIMITER);
    await ada.window.editor.selectLines(9, 12);
    await keys.press('Control+Alt+Shift+Enter');
    await ada.window.quickInput.row(new RegExp(CHANNEL)).waitFor();
    await ada.window.quickInput.submit();
    await ada.window.quickInput.submit('Without a mouse');
    const card = grace.card('Ada', 'Without a mouse');
    await card.thing.waitFor();

    const { keyboard } = grace.window.page;
    await grace.window.quickInput.open('>Live Channels: Open Chat');
    await grace.window.quickInput.row('Live Channels: Open Chat').waitFor();
    await keyboard.press('Enter');
    const focused = grace.window.chat().locator(':focus');
    await focused.and(grace.box).waitFor();
    const more = card.button('More actions');
    await poll(
      async () => {
        await keyboard.press('Shift+Tab');
        return (await focused.and(more).count()) === 1;
      },
      { what: 'the focus to come to the card’s menu' },
    );
    await keyboard.press('Enter');
    const item = grace.window.chat().getByRole('menuitem', { name: 'Compare with mine' });
    await poll(
      async () => {
        await keyboard.press('ArrowDown');
        return (await focused.and(item).count()) === 1;
      },
      { what: 'the focus to come to the item' },
    );
    await keyboard.press('Enter');
    await grace.window.page.getByRole('tab', { name: `${LIMITER}: here ↔ from Ada`, selected: true }).waitFor();
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });
});
