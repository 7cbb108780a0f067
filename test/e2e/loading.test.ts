import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '../vscode/cleanup';
import { copyOurs } from './support/ourCopy';
import type { Person } from './support/person';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

describe('a part that cannot be loaded', function () {
  let ada: Person;
  let part: string;
  let folder: Awaited<ReturnType<typeof tempDir>>;

  useStage(
    async stage => {
      ada = await stage.person('Ada');
    },
    async () => {
      folder = await tempDir('ours');
      await copyOurs(folder.path);
      const dist = join(folder.path, 'dist');
      const name = (await readdir(dist)).find(each => each.startsWith('chunk-extension-'));
      if (name === undefined) throw new Error('The rest is not in a file of its own any more.');
      part = join(dist, name);
      await rename(part, `${part}.away`);
      return Stage.openOnly([folder.path]);
    },
  );

  after(() => folder.dispose());

  it('is offered to be loaded again, and not missed any more when something else has had it loaded', async () => {
    await ada.window.sideBar.open('Live Channels');
    await ada.window.notifications.waitFor(/chunk-extension-/);
    await ada.window.notifications.press(/chunk-extension-/, 'Retry');
    await ada.window.notifications.toast(/chunk-extension-/).waitFor();
    await ada.window.notifications.clear();
    await rename(`${part}.away`, part);
    await ada.join('demo');
    // The chat was asked for before, and nobody has asked again.
    await ada.box.waitFor();
  });
});
