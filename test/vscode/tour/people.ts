import type { Locator } from 'playwright-core';
import type { Person } from '../../e2e/support/person';
import { raiseChat, takePictures, widenSideBar } from '../pictures';
import { poll } from '../window/poll';
import { CHANNEL, FILE, SIZE, type Tour } from './tour';
import { pictureOfPrivate } from './walkthrough';

const PRIVATE = 'Payments';
/** Of the windows when people and private channels are pictured, and of the side bar in them. Pixels. */
const LOW = { width: 1000, height: 520 };
const TREE_WIDTH = 330;
const PRIVATE_WINDOW = { width: 1000, height: 680 };
const PRIVATE_WIDTH = 420;

/** One leaves and comes back; what cannot be delivered is told. */
export async function partAndMeet(tour: Tour, ada: Person, grace: Person): Promise<void> {
  await tour.step('Grace leaves, and a message to her alone is reported as not delivered', async () => {
    await ada.command('Send Direct Message…');
    await ada.window.quickInput.pick(/Grace/);
    await grace.command('Leave Channel…');
    await ada.online(CHANNEL, 1);
    await ada.window.quickInput.submit('Are you still there?');
    console.log(`   Ada is told: ${await ada.window.notifications.waitFor(/did not arrive/)}`);
    await ada.window.notifications.clear();
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

/** Alan joins and is in a call; Ada follows Grace. */
export async function follow(tour: Tour, ada: Person, grace: Person): Promise<void> {
  const row = (name: string, words: RegExp) =>
    ada.window.sideBar.row('People', name).filter({ hasText: words }).waitFor();
  await tour.step('Alan joins and is in a call; Grace shows where she is', async () => {
    const alan = await tour.stage.person('Alan', { 'liveChannels.autoJoin': [CHANNEL] });
    await ada.online(CHANNEL, 3);
    await alan.command('Set Status…');
    await alan.window.quickInput.pick(/In a call/);
    await row('Alan', /in a call/);
    await grace.command('Share My Location…');
    await grace.window.statusBar('Sharing location').waitFor();
    await grace.window.editor.openFile(FILE);
    await grace.window.editor.goTo(11, 5);
    await row('Grace', /rateLimiter\.ts:11/);
  });
  await tour.step('Ada follows her, and the picture of it is taken', async () => {
    const { page, sideBar } = ada.window;
    await page.setViewportSize(LOW);
    await ada.window.runCommand('View: Close All Editors');
    await sideBar.pane('Chat').locator('.pane-header').click();
    await widenSideBar(ada, TREE_WIDTH);
    await ada.command('Follow Person…');
    await ada.window.quickInput.pick(/Grace/);
    await ada.window.statusBar(/Following Grace/).waitFor();
    await ada.window.editor.tab('rateLimiter.ts').waitFor();
    await ada.window.runCommand('View: Focus Active Editor Group');
    await takePictures(ada, 'people', {
      only: ['dark'],
      ready: async () => {
        // Her name fades soon after she has moved.
        await grace.window.editor.selectLines(10, 11);
        await grace.window.page.keyboard.press('Shift+ArrowDown');
        await row('Grace', /rateLimiter\.ts:12/);
        await nameInEditor(ada, 'Grace');
      },
    });
    await sideBar.pane('Chat').locator('.pane-header').click();
    await ada.window.statusBar(/Following Grace/).click();
  });
}

function nameInEditor({ window: { page } }: Person, name: string): Promise<unknown> {
  const names = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.view-lines span')].map(span => getComputedStyle(span, '::after').content),
    );
  return poll(async () => (await names()).some(content => content.includes(name)), { what: `the name of ${name}` });
}

const dialog = (person: Person, text: string): Locator =>
  person.window.page.getByRole('dialog').filter({ hasText: text });

/** Ada makes a private channel, invites Grace, and verifies her. */
export async function meetInPrivate(tour: Tour, ada: Person, grace: Person): Promise<void> {
  await tour.step('Ada makes a private channel, and Grace opens its invitation', async () => {
    await ada.window.page.setViewportSize(SIZE);
    await ada.command('New Private Channel…');
    await ada.window.quickInput.submit(PRIVATE);
    await ada.window.notifications.press(/its invitation is the only way in/, 'Copy Invitation…');
    await ada.window.quickInput.pick(/Text/);
    const invitation = await poll(() => clipboard(ada), { what: 'the invitation' });
    await grace.command('Join Channel…');
    await grace.window.quickInput.type(invitation);
    await grace.window.quickInput.pick(/Open this invitation/);
    await dialog(grace, 'Join the private channel').getByRole('button', { name: 'Join', exact: true }).click();
    await Promise.all([ada.online(PRIVATE, 2), grace.online(PRIVATE, 2)]);
  });
  await tour.step('Ada verifies her by the words that both see', async () => {
    await ada.command('Verify Person…');
    await ada.window.quickInput.pick(/Grace/);
    await dialog(ada, 'Compare these words').getByRole('button', { name: 'They Are the Same' }).click();
    await ada.window.sideBar.open('Live Channels');
    await ada.window.sideBar.row('People', /Grace.*verified/).waitFor();
  });
  await tour.step('They talk there, and the pictures of it are taken', async () => {
    await Promise.all([ada.openChat(), grace.openChat()]);
    await ada.say('The keys for the new provider come on Monday.');
    await grace.sees('Ada', 'new provider');
    await grace.say('Good. Until then the sandbox is enough: src/bucket.ts:12');
    await ada.sees('Grace', 'sandbox');
    await ada.window.page.setViewportSize(PRIVATE_WINDOW);
    await widenSideBar(ada, PRIVATE_WIDTH);
    await raiseChat(ada, /Grace.*rateLimiter/);
    await pictureOfPrivate(ada);
  });
}

async function clipboard({ window: { page } }: Person): Promise<string | false> {
  const text = await page.evaluate(() => navigator.clipboard.readText());
  return text.includes('livechannels1.') && text;
}
