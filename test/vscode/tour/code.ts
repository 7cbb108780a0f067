import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from '../../e2e/support/person';
import { chart, raiseChat, takePictures, widenSideBar } from '../pictures';
import { CHANNEL, FILE, SIZE, type Tour } from './tour';
import { pictureOfCard } from './walkthrough';

/** Of the side bar, for the two pictures of the README. Pixels. */
const CHAT_WIDTH = 480;
const CARDS_WIDTH = 620;
/** For all kinds of cards below each other. */
const TALL = { width: 1000, height: 2050 };

/** What Grace adds to the limiter and to the bucket. */
const FORGET_IDLE = `
  /** A full bucket is like a new one. */
  private forgetIdle(): void {
    for (const [client, bucket] of this.buckets) if (bucket.isFull) this.buckets.delete(client);
  }
`;
const IS_FULL = `  get isFull(): boolean {
    this.refill();
    return this.tokens >= this.options.burst;
  }

`;

/** Two people talk about a piece of code: its card, an answer, a suggestion. */
export async function talkAboutCode(tour: Tour, ada: Person, grace: Person): Promise<void> {
  await tour.step('Ada selects code and sends it with a comment', async () => {
    await ada.sendSelection(FILE, 21, 24, new RegExp(CHANNEL), 'Does this map ever shrink?');
    await grace.message('Ada', 'Does this map').getByText('lines 21–24').waitFor();
  });
  await tour.step('Grace looks at the place in her copy, and replies', async () => {
    await grace.card('Ada', 'Does this map').press('Go to code');
    await grace.window.editor.tab('rateLimiter.ts').waitFor();
    await widenSideBar(grace, CARDS_WIDTH);
    await pictureOfCard(grace, grace.message('Ada', 'Does this map'));
    await grace.card('Ada', 'Does this map').reply();
    await grace.say(
      'It does not: **that is the leak**.\n\n- see `refill` in src/bucket.ts:35\n- a full bucket is like a new one',
    );
    await ada.sees('Grace', 'that is the leak');
  });
  await tour.step('Grace suggests a change to it', () => suggest(ada, grace));
  await tour.step('Ada answers, sets it right, and Grace likes it', async () => {
    await ada.openChat();
    await ada.say('@Grace, convinced. Thank you');
    await ada.sees('Ada', 'convinced');
    await ada.box.press('ArrowUp');
    await ada.box.fill('@Grace, convinced! Thank you');
    await ada.box.press('Enter');
    await grace.sees('Ada', /convinced![^]*\(edited\)/);
    await grace.openChat();
    await grace.message('Ada', 'convinced').hover();
    await grace.message('Ada', 'convinced').getByRole('button', { name: 'React', exact: true }).click();
    await grace.window.chat().getByRole('option', { name: 'rocket' }).click();
    await ada.message('Ada', 'convinced').getByRole('button', { name: '🚀 1: Grace' }).waitFor();
  });
  await tour.step('The pictures of the chat are taken in Ada’s window', async () => {
    await ada.window.editor.goTo(1, 1);
    await widenSideBar(ada, CHAT_WIDTH);
    await raiseChat(ada);
    await ada.window.notifications.clear();
    await takePictures(ada, 'chat');
  });
}

async function suggest(ada: Person, grace: Person): Promise<void> {
  await grace.card('Ada', 'Does this map').press('Suggest a change…');
  const { editor, page } = grace.window;
  const send = page.getByRole('button', { name: 'Send Suggestion', exact: true });
  await send.waitFor();
  await editor.goTo(1, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('this.forgetIdle();');
  await send.click();
  await ada.card('Grace', 'Suggested change').code.locator('ins').waitFor();
}

/** All the other things that one can send. */
export async function sendMore(tour: Tour, ada: Person, grace: Person): Promise<void> {
  const { refactorPreview: preview, editor } = ada.window;
  await tour.step('Ada applies it and sends what the compiler says', async () => {
    await ada.card('Grace', 'Suggested change').press('Apply…');
    await preview.box('rateLimiter.ts').click();
    await preview.apply();
    await editor.openFile(FILE);
    await ada.window.page.locator('.squiggly-error').first().waitFor();
    await editor.goTo(22, 12);
    await ada.command('Send Diagnostics…');
    await ada.answer(CHANNEL, 'Applied, but it has to be written first');
    await grace.sees('Ada', 'has to be written');
  });
  await tour.step('Grace writes it and sends her changes', async () => {
    await edit(grace, FILE, text => text.replace(/}\n$/, `${FORGET_IDLE}}\n`));
    await edit(grace, 'src/bucket.ts', text => text.replace('  private refill', `${IS_FULL}  private refill`));
    await grace.window.runCommand('View: Close All Editors');
    await grace.window.sideBar.open('Source Control');
    await grace.window.page
      .locator('.scm-view')
      .getByRole('treeitem', { name: /^bucket/ })
      .waitFor();
    await grace.command('Send Changes…');
    await grace.answer(CHANNEL, 'Here it is');
    await ada.sees('Grace', 'Here it is');
  });
  await tour.step('A folder and a picture follow', async () => {
    await grace.pickInExplorer('tools', 'Send File…');
    await grace.window.quickInput.submit();
    await grace.answer(CHANNEL, 'To try it on a log');
    await ada.sees('Grace', 'To try it');
    await writeFile(join(ada.folder, 'buckets.png'), chart());
    await ada.sendFromExplorer('buckets.png', CHANNEL, 'Buckets in memory, before and after. Thank you!');
    await grace.openChat();
    await grace.sees('Ada', 'Thank you!');
  });
  await tour.step('The pictures of the cards are taken in Ada’s window', () => pictureCards(ada));
}

async function pictureCards(ada: Person): Promise<void> {
  const { page, sideBar } = ada.window;
  await page.setViewportSize(TALL);
  await ada.openChat();
  await sideBar.pane('People').locator('.pane-header').click();
  await widenSideBar(ada, CARDS_WIDTH);
  await ada.card('Ada', 'before and after').thing.locator('img').waitFor();
  await ada.card('Grace', 'Here it is').thing.getByRole('button', { name: 'bucket.ts' }).click();
  await takePictures(ada, 'cards', { clip: page.locator('.part.sidebar') });
  await page.setViewportSize(SIZE);
  await sideBar.pane('People').locator('.pane-header').click();
}

async function edit({ folder }: Person, path: string, change: (text: string) => string): Promise<void> {
  const file = join(folder, path);
  await writeFile(file, change(await readFile(file, 'utf8')));
}
