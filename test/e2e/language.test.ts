import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Stage } from './support/stage';
import { useStage } from './support/useStage';

const root = resolve(__dirname, '../..');

/** What has to stand where English has this. */
function wordsOf(file: string): (english: string) => string {
  const table = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>;
  return key => table[key] ?? key;
}

describe('a window in German', function () {
  let stage: Stage;
  const title = wordsOf('package.nls.de.json');
  const german = wordsOf('l10n/bundle.l10n.de.json');

  useStage(opened => void (stage = opened));

  it('has its commands, questions, errors, state and chat in German', async () => {
    const ada = await stage.person('Ada', {}, { language: 'de' });
    const { window } = ada;
    await ada.command(title('command.joinChannel'));
    await window.quickInput.submit('a//b');
    // What went wrong below everything that touches VS Code is said in German all the same.
    const sentence = '“{0}” is no channel name: between slashes there has to be a word.';
    await window.notifications.waitFor(german(sentence).replace('{0}', 'a//b'));
    await ada.command(title('command.joinChannel'));
    await window.quickInput.submit('demo');
    await ada.online('demo', 1);
    await window.sideBar.open('Live Channels');
    const people = window.page.getByRole('tree', { name: title('view.people') });
    await people.getByRole('treeitem', { name: new RegExp(`demo.*${german('only you')}`) }).waitFor();
    await ada.command(title('command.openChat'));
    await window
      .chat()
      .getByRole('log', { name: german('Messages') })
      .waitFor();
    await window.page
      .getByRole('heading', { name: title('view.people') })
      .first()
      .waitFor();
  });
});
