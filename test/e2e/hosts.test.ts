import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { CATEGORY, commands, notInBrowser, settings, settingsNotInBrowser, views } from '../../src/ui/contributions';
import { newest, oldest, type Host } from '../vscode/versions';
import type { Person } from './support/person';
import { plainClient } from './support/plainClient';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const EXTENSION = 'live-channels.live-channels';
/** It runs any command by its id. */
const sampleExtension = resolve(__dirname, '../sample-extension');

/** What VS Code itself adds to the category of ours: a command for each view. */
const vscodesOwn = Object.values(views).map(({ name }) => `Focus on ${name} View`);

/** What explains each command that a worker cannot serve. */
const explanations: Readonly<Record<string, RegExp>> = {
  'liveChannels.startRelay': /A relay cannot run in the browser/,
  'liveChannels.stopRelay': /A relay cannot run in the browser/,
  'liveChannels.copyRelayAddress': /A relay cannot run in the browser/,
  'liveChannels.sendChanges': /Git is not available here: .*cannot run in the browser\./,
  'liveChannels.sendCommit': /Git is not available here: .*cannot run in the browser\./,
};

const hosts: readonly Host[] = [
  { version: newest, kind: 'node' },
  { version: newest, kind: 'web' },
  { version: oldest, kind: 'node' },
  { version: oldest, kind: 'web' },
];

for (const host of hosts) {
  const inWorker = host.kind === 'web';
  const served = Object.entries(commands).filter(([id]) => !(inWorker && notInBrowser.has(id)));

  describe(`VS Code ${host.version.vscode}, with the extension ${inWorker ? 'in the worker' : 'in Node'}`, function () {
    let stage: Stage;
    let ada: Person;

    useStage(
      async opened => {
        stage = opened;
        ada = await stage.person('Ada');
        await ada.join(CHANNEL);
      },
      () => Stage.openIn(host, [sampleExtension]),
    );

    it('offers in the palette the commands that are served there, and no other', async () => {
      const titles = served.map(([, title]) => title);
      const offered = await ada.window.quickInput.commandsOf(CATEGORY);
      assert.deepEqual(offered.sort(), [...titles, ...vscodesOwn].sort());
    });

    it('shows the two views, and no other', async () => {
      await ada.window.sideBar.open(CATEGORY);
      const names = Object.values(views).map(({ name }) => name);
      assert.deepEqual(await ada.window.sideBar.views(), names);
    });

    it('takes messages both ways, on a real relay', async () => {
      const grace = await plainClient(stage.relay.url, CHANNEL, 'Grace');
      await ada.openChat();
      await ada.say('Hello from here');
      await Promise.all([ada.sees('Ada', 'Hello from here'), grace.hears('Hello from here')]);
      grace.send('Hello to you');
      await ada.sees('Grace', 'Hello to you');
      await grace.close();
    });

    if (inWorker) {
      it('explains each command that is not served when it is called all the same', async () => {
        assert.deepEqual(Object.keys(explanations).sort(), [...notInBrowser].sort());
        for (const [id, explanation] of Object.entries(explanations)) {
          await ada.window.runCommand('Sample: Run a Command by Its ID');
          await ada.window.quickInput.submit(id);
          await ada.window.notifications.toast(explanation).waitFor();
          // Told once more while it is open, it would only be counted.
          await ada.window.notifications.clear();
        }
      });
    } else {
      it('serves what a worker cannot: a relay of its own', async () => {
        await ada.command('Start Relay');
        await ada.window.notifications.waitFor(/^The relay runs at ws:\/\/127\.0\.0\.1:\d+\.$/);
      });
    }

    it('lists the settings, and no other; those that count for nothing in a browser say so', async () => {
      const editor = ada.window.settings;
      const ids = Object.keys(settings);
      await editor.open();
      await editor.find(`@ext:${EXTENSION}`, ids.length);
      await editor.find(`@ext:${EXTENSION} @id:${ids.join(',')}`, ids.length);
      await editor.find(`@id:${[...settingsNotInBrowser].join(',')}`, settingsNotInBrowser.size);
      for (const id of settingsNotInBrowser) {
        assert.match(await editor.description(id), /in a browser (no relay runs|not at all)/i, id);
      }
    });

    it('has nothing missing in a page', () => assert.deepEqual(ada.window.problems, []));
  });
}
