import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadGuestSite } from '../../src/relay/guests/load';
import type { GuestTab } from '../page/guestTab';
import { poll } from '../vscode/window/poll';
import type { Person } from './support/person';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const PRIVATE = 'Our plans';
const LIMITER = 'src/rateLimiter.ts';
const CODE = 'One bucket for each client';

/** Windows at a relay that serves the page for guests. */
async function withGuests(): Promise<Stage> {
  const site = await loadGuestSite(pathToFileURL(`${resolve(__dirname, '../..')}/`), { allowOrigins: [] });
  return Stage.open({ guests: true, http: (request, response, relay) => site.handle(request, response, relay) });
}

describe('a guest in a browser and a window', function () {
  let stage: Stage;
  let ada: Person;

  useStage(async opened => {
    stage = opened;
    ada = await stage.person('Ada');
    await ada.join(CHANNEL);
    await ada.openChat();
  }, withGuests);

  const copied = (): Promise<string> =>
    poll(
      async () => {
        const text = await ada.window.page.evaluate(() => navigator.clipboard.readText());
        return text.includes('/join/') && text;
      },
      { what: 'a guest link on the clipboard' },
    );

  /** What is said and sent in the window is in the browser, and the other way round. */
  const talk = async (tab: GuestTab, channel: string): Promise<void> => {
    await ada.online(channel, 2);
    await ada.sendSelection(LIMITER, 1, 12, channel, `Is this right in ${channel}?`);
    await ada.say(`A window says hello to ${channel}`);
    const from = (name: string) => tab.page.getByRole('article', { name: new RegExp(`^${name}`) });
    await from('Ada').getByText(`A window says hello to ${channel}`).waitFor();
    const card = from('Ada').filter({ hasText: `Is this right in ${channel}?` });
    await card.getByText(CODE).waitFor();
    await card.locator('.code-keyword').first().waitFor();
    await tab.say(`A browser answers in ${channel}`);
    await ada.sees('Gwen', `A browser answers in ${channel}`);
    assert.deepEqual(tab.complaints, []);
  };

  it('come together by the link from the window, and see what the other sends', async () => {
    await ada.command('Copy Guest Link…');
    const link = await copied();
    assert.equal(link, `${stage.relay.url.replace(/^ws/, 'http')}/join/${CHANNEL}`);
    await ada.window.notifications.toast('Its server can be reached from this computer only').waitFor();
    await ada.window.notifications.clear();
    const tab = await stage.guest(link);
    await tab.enter('Gwen');
    await talk(tab, CHANNEL);
    await tab.page.context().close();
  });

  it('do so in a private channel, whose key the window gives away after a yes', async () => {
    await ada.command('New Private Channel…');
    await ada.window.quickInput.submit(PRIVATE);
    await ada.online(PRIVATE, 1);
    await ada.window.notifications.clear();
    await ada.window.page.evaluate(() => navigator.clipboard.writeText(''));
    await ada.command('Copy Guest Link…');
    await ada.window.quickInput.pick(new RegExp(PRIVATE));
    const asked = ada.window.page.getByRole('dialog').filter({ hasText: `holds the key of ${PRIVATE}` });
    await asked.getByText('could change it so that it gives the key away').waitFor();
    assert.equal(await ada.window.page.evaluate(() => navigator.clipboard.readText()), '');
    await asked.getByRole('button', { name: 'Copy Link', exact: true }).click();
    const tab = await stage.guest(await copied());
    await tab.door.getByText('Private').waitFor();
    await tab.enter('Gwen');
    await talk(tab, PRIVATE);
  });
});
