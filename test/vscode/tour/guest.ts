import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from '../../e2e/support/person';
import { DEVICES } from '../../page/guestTab';
import { PICTURES } from '../pictures';
import { poll } from '../window/poll';
import { smallPicture } from './smallPicture';
import { CHANNEL, FILE, type Tour } from './tour';

/** Somebody who has no VS Code comes by the link, with a phone. */
export async function meetGuest(tour: Tour, ada: Person): Promise<void> {
  const { page } = ada.window;
  await tour.step('Katherine has no VS Code: Ada copies a link for her', async () => {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await ada.command('Copy Guest Link…');
    await ada.window.quickInput.pick(new RegExp(CHANNEL));
  });
  await tour.step('She opens it on a phone, and the pictures of it are taken', async () => {
    const copied = async () => (await page.evaluate(() => navigator.clipboard.readText())) || false;
    const tab = await tour.stage.guest(await poll(copied, { what: 'a link' }), DEVICES.phone);
    await tab.enter('Katherine');
    await ada.sendSelection(FILE, 9, 17, CHANNEL, 'Is one bucket for each client enough?');
    await tab.page.locator('.code-keyword').first().waitFor();
    await tab.say('For me it is. `take` reads well, too.');
    await tab.page
      .getByRole('img', { name: /^(Sent|Delivered)/ })
      .last()
      .waitFor();
    await mkdir(PICTURES, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.page.emulateMedia({ colorScheme });
      const png = await tab.page.screenshot({ animations: 'disabled', caret: 'hide' });
      await writeFile(join(PICTURES, `guest-${colorScheme}.png`), smallPicture(png));
      console.log(`   media/screenshots/guest-${colorScheme}.png`);
    }
    await tab.page.context().close();
  });
}
