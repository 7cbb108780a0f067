import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Stage } from '../e2e/support/stage';
import type { Person } from '../e2e/support/person';
import { build, root } from './build';
import { end } from './cleanup';

const CHANNEL = 'demo';
const FILE = 'src/rateLimiter.ts';
const PICTURES = join(root, 'media', 'screenshots');

/** The theme of each picture of the README, by VS Code's own label. */
const themes = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' } as const;

const size = { width: 1180, height: 720 };

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

/** Drags the edge of the side bar, as a person does who wants to read. */
async function widenSideBar({ window: { page } }: Person, by: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('There is no side bar.');
  const [edge, middle] = [box.x + box.width, box.y + box.height / 2];
  await page.mouse.move(edge, middle);
  await page.mouse.down();
  await page.mouse.move(edge + by, middle, { steps: 5 });
  await page.mouse.up();
}

async function takePictures(person: Person): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await widenSideBar(person, 110);
  for (const [name, theme] of Object.entries(themes)) {
    await person.window.theme(theme);
    await person.openChat();
    await person.window.screenshot(join(PICTURES, `chat-${name}.png`));
    console.log(`   media/screenshots/chat-${name}.png`);
  }
}

/** Two people, one channel: join, talk, a selection across, a direct message, an error. */
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
  await tour.step('Ada selects code and sends it with a comment', async () => {
    await ada.sendSelection(FILE, 19, 26, new RegExp(CHANNEL), 'Does this map ever shrink?');
    await grace.sees('Ada', 'Does this map ever shrink?');
    await grace.message('Ada', 'Does this map').getByText('lines 19–26').waitFor();
  });
  await tour.step('Grace opens the same file and answers to Ada alone', async () => {
    await grace.window.editor.openFile(FILE);
    await grace.command('Send Direct Message…');
    await grace.window.quickInput.pick(/Ada/);
    await grace.window.quickInput.submit('No. Good catch, that is the leak.');
    await ada.sees('Grace', 'that is the leak');
  });
  await tour.step('The pictures of the README are taken in Grace’s window', () => takePictures(grace));
  await tour.step('Grace leaves, and a message to her alone is reported as not delivered', async () => {
    await ada.command('Send Direct Message…');
    await ada.window.quickInput.pick(/Grace/);
    await grace.command('Leave Channel…');
    await ada.online(CHANNEL, 1);
    await ada.window.quickInput.submit('Are you still there?');
    console.log(`   Ada is told: ${await ada.window.notifications.waitFor(/did not arrive/)}`);
  });
  await tour.step('Grace comes back', async () => {
    await grace.join(CHANNEL);
    await ada.online(CHANNEL, 2);
    await grace.openChat();
    await ada.say('Welcome back');
    await grace.sees('Ada', 'Welcome back');
  });
  await printTranscripts([ada, grace]);
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
