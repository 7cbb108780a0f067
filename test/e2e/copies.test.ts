import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '../vscode/window/poll';
import type { Card } from './support/card';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const LIMITER = 'src/rateLimiter.ts';
const BOM = '\uFEFF';

/** What Grace's copy of the file is like, and what one finds there. */
const COPIES = {
  'line ends of Windows and a byte order mark': (text: string) => BOM + text.replaceAll('\n', '\r\n'),
  'tabs for blanks': (text: string) => text.replaceAll(/^( {2})+/gm, blanks => '\t'.repeat(blanks.length / 2)),
} as const;

describe('code for a copy that is written another way', function () {
  let ada: Person;
  let grace: Person;
  let original: string;

  useStage(async stage => {
    [ada, grace] = await stage.pair(CHANNEL);
    original = readFileSync(join(ada.folder, LIMITER), 'utf8');
    await ada.sendSelection(LIMITER, 9, 12, CHANNEL, 'This one');
    await grace.sees('Ada', 'This one');
  });

  const card = (): Card => grace.card('Ada', 'This one');

  for (const [what, written] of Object.entries(COPIES)) {
    it(`is found with ${what}`, async () => {
      writeFileSync(join(grace.folder, LIMITER), written(original));
      await card().press('Go to code');
      await grace.window.statusBar(/^Ln 12, Col 4 \(\d+ selected\)$/).waitFor();
      await grace.window.runCommand('View: Close All Editors');
    });
  }

  it('changes with its line ends as they are here, byte for byte', async () => {
    const here = join(grace.folder, LIMITER);
    const windows = COPIES['line ends of Windows and a byte order mark'];
    writeFileSync(here, windows(original));
    const changed = original.replace('return this.bucketOf(client).take();', 'return this.bucketOf(client).take(1);');
    writeFileSync(join(ada.folder, LIMITER), changed);
    await ada.window.sideBar.open('Source Control');
    await ada.window.page
      .locator('.scm-view')
      .getByRole('treeitem', { name: /^rateLimiter\.ts/ })
      .waitFor();
    await ada.command('Send Changes…');
    await ada.window.quickInput.pick(/Changes in rateLimiter/);
    await ada.answer(CHANNEL, 'As a patch');
    await grace.card('Ada', 'As a patch').press('Apply…');
    const { refactorPreview: preview } = grace.window;
    await preview.box('rateLimiter.ts').check();
    await preview.apply();
    const wanted = windows(changed);
    await poll(() => Promise.resolve(readFileSync(here, 'utf8') === wanted), { what: 'the file to change' });
  });

  it('is said not to be here when the file is missing, and can be opened', async () => {
    await grace.window.runCommand('View: Close All Editors');
    rmSync(join(grace.folder, LIMITER));
    await card().press('Go to code');
    await grace.window.notifications.waitFor('src/rateLimiter.ts is not in this workspace');
    await grace.window.notifications.press('is not in this workspace', 'Open Received');
    await grace.window.editor.tab('rateLimiter.ts').waitFor();
  });
});
