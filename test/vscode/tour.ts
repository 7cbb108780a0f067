import { join } from 'node:path';
import type { Person } from '../e2e/support/person';
import { Stage } from '../e2e/support/stage';
import { build, root } from './build';
import { end } from './cleanup';
import { sendMore, talkAboutCode } from './tour/code';
import { meetGuest } from './tour/guest';
import { follow, meetInPrivate, partAndMeet } from './tour/people';
import { CHANNEL, SIZE, Tour } from './tour/tour';
import { pictureOfQuestions } from './tour/walkthrough';

async function printTranscripts(people: readonly Person[]): Promise<void> {
  for (const person of people) {
    console.log(`\n${person.name} sees:`);
    for (const line of await person.transcript()) console.log(`  ${line}`);
  }
  console.log('');
}

/** Two people, one channel: join, talk, and all kinds of things that one sends the other; then a third, and a private one. */
async function walk(stage: Stage): Promise<void> {
  const tour = new Tour(stage);
  const joined = { 'liveChannels.autoJoin': [CHANNEL] };
  let ada!: Person;
  let grace!: Person;

  await tour.step('Ada opens a window, which joins the channel and runs the relay', async () => {
    ada = await stage.person('Ada', joined, { size: SIZE });
    await ada.online(CHANNEL, 1);
  });
  await tour.step('Grace opens hers and is there', async () => {
    grace = await stage.person('Grace', joined, { size: SIZE });
    await Promise.all([ada.online(CHANNEL, 2), grace.online(CHANNEL, 2)]);
  });
  await tour.step('The pictures of the questions are taken in Ada’s window', () => pictureOfQuestions(ada));
  await tour.step('They talk', async () => {
    await Promise.all([ada.openChat(), grace.openChat()]);
    await ada.say('Morning! Could you look at the limiter?');
    await grace.sees('Ada', 'Could you look');
    await grace.say('Sure, which part?');
    await ada.sees('Grace', 'which part');
  });
  await talkAboutCode(tour, ada, grace);
  await sendMore(tour, ada, grace);
  await partAndMeet(tour, ada, grace);
  await printTranscripts([ada, grace]);
  await follow(tour, ada, grace);
  await meetInPrivate(tour, ada, grace);
  await meetGuest(tour, ada);
}

async function main(): Promise<number> {
  console.log('Building the extension');
  await build();
  const stage = await Stage.openEmbedded({ 'liveChannels.relayGuests': true });
  try {
    await walk(stage);
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
