import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from '../e2e/support/person';
import { Stage } from '../e2e/support/stage';
import { build, root } from './build';
import { end } from './cleanup';
import { chart, raiseChat, takePictures, widenSideBar } from './pictures';

const CHANNEL = 'demo';
const FILE = 'src/rateLimiter.ts';
/** Of the windows, and of the side bar in them. Pixels. */
const size = { width: 1240, height: 1036 };
const CHAT_WIDTH = 480;
/** For all kinds of cards below each other. */
const tall = { width: 1000, height: 1934 };
const CARDS_WIDTH = 620;

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

/** One step of the tour: what it is called is printed, and named when it fails. */
class Tour {
  private count = 0;

  async step(what: string, act: () => Promise<void>): Promise<void> {
    const began = Date.now();
    console.log(`${++this.count}. ${what}`);
    try {
      await act();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new Error(`Step ${this.count} failed (${what}): ${why}`, { cause: thrown });
    }
    console.log(`   done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
}

async function printTranscripts(people: readonly Person[]): Promise<void> {
  for (const person of people) {
    console.log(`\n${person.name} sees:`);
    for (const line of await person.transcript()) console.log(`  ${line}`);
  }
  console.log('');
}

/** Two people, one channel: join, talk, and all kinds of things that one sends the other. */
async function walk(stage: Stage, tour: Tour): Promise<void> {
  const joined = { 'liveChannels.autoJoin': [CHANNEL] };
  let ada!: Person;
  let grace!: Person;

  await tour.step('Ada opens a window, which joins the channel and runs the relay', async () => {
    ada = await stage.person('Ada', joined, { size });
    await ada.online(CHANNEL, 1);
  });
  await tour.step('Grace opens hers and is there', async () => {
    grace = await stage.person('Grace', joined, { size });
    await Promise.all([ada.online(CHANNEL, 2), grace.online(CHANNEL, 2)]);
    await Promise.all([ada.openChat(), grace.openChat()]);
  });
  await tour.step('They talk', async () => {
    await ada.say('Morning! Could you look at the limiter?');
    await grace.sees('Ada', 'Could you look');
    await grace.say('Sure, which part?');
    await ada.sees('Grace', 'which part');
  });
  await sendCode(tour, ada, grace);
  await sendMore(tour, ada, grace);
  await partAndMeet(tour, ada, grace);
  await printTranscripts([ada, grace]);
}

async function sendCode(tour: Tour, ada: Person, grace: Person): Promise<void> {
  await tour.step('Ada selects code and sends it with a comment', async () => {
    await ada.sendSelection(FILE, 19, 26, new RegExp(CHANNEL), 'Does this map ever shrink?');
    await grace.message('Ada', 'Does this map').getByText('lines 19–26').waitFor();
  });
  await tour.step('Grace looks at the place in her copy, and replies', async () => {
    await grace.card('Ada', 'Does this map').press('Go to code');
    await grace.window.editor.tab('rateLimiter.ts').waitFor();
    await grace.card('Ada', 'Does this map').reply();
    await grace.say('It does not: that is the leak.');
    await ada.sees('Grace', 'that is the leak');
  });
  await tour.step('Grace suggests a change to it', async () => {
    await grace.card('Ada', 'Does this map').press('Suggest a change…');
    const { editor, page } = grace.window;
    const send = page.getByRole('button', { name: 'Send Suggestion', exact: true });
    await send.waitFor();
    await editor.goTo(3, 1);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('this.forgetIdle();');
    await send.click();
    await ada.card('Grace', 'Suggested change').code.locator('ins').waitFor();
  });
  await tour.step('The pictures of the chat are taken in Ada’s window', async () => {
    await ada.window.editor.goTo(1, 1);
    await widenSideBar(ada, CHAT_WIDTH);
    await raiseChat(ada);
    await takePictures(ada, 'chat');
  });
}

async function sendMore(tour: Tour, ada: Person, grace: Person): Promise<void> {
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
    await grace.sees('Ada', 'Thank you');
  });
  await tour.step('The pictures of the cards are taken in Ada’s window', async () => {
    const { page, sideBar } = ada.window;
    await page.setViewportSize(tall);
    await ada.openChat();
    await sideBar.pane('People').locator('.pane-header').click();
    await widenSideBar(ada, CARDS_WIDTH);
    await ada.card('Ada', 'Thank you').thing.locator('img').waitFor();
    await ada.card('Grace', 'Here it is').thing.getByRole('button', { name: 'bucket.ts' }).click();
    await takePictures(ada, 'cards', page.locator('.part.sidebar'));
    await page.setViewportSize(size);
  });
}

async function partAndMeet(tour: Tour, ada: Person, grace: Person): Promise<void> {
  await tour.step('Grace leaves, and a message to her alone is reported as not delivered', async () => {
    await ada.command('Send Direct Message…');
    await ada.window.quickInput.pick(/Grace/);
    await grace.command('Leave Channel…');
    await ada.online(CHANNEL, 1);
    await ada.window.quickInput.submit('Are you still there?');
    console.log(`   Ada is told: ${await ada.window.notifications.waitFor(/did not arrive/)}`);
  });
  await tour.step('Grace comes back, and writes to Ada alone', async () => {
    await grace.join(CHANNEL);
    await ada.online(CHANNEL, 2);
    await Promise.all([ada.openChat(), grace.openChat()]);
    await ada.say('Welcome back');
    await grace.sees('Ada', 'Welcome back');
    await grace.command('Send Direct Message…');
    await grace.window.quickInput.pick(/Ada/);
    await grace.window.quickInput.submit('Thank you, I was in a meeting.');
    await ada.sees('Grace', 'in a meeting');
  });
}

async function edit({ folder }: Person, path: string, change: (text: string) => string): Promise<void> {
  const file = join(folder, path);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function main(): Promise<number> {
  console.log('Building the extension');
  await build();
  const stage = await Stage.openEmbedded();
  try {
    await walk(stage, new Tour());
    return 0;
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    await stage.report(join(root, 'out', 'tour'));
    console.error('Pictures and logs of the windows are in out/tour.');
    return 1;
  } finally {
    await stage.close();
  }
}

void main().then(end);
