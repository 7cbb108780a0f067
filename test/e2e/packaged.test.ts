import { strict as assert } from 'node:assert';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from './support/person';
import { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('the package, installed into a bare VS Code', function () {
  let stage: Stage;
  let ada: Person;
  let grace: Person;

  useStage(
    async opened => {
      stage = opened;
      [ada, grace] = await stage.pair(CHANNEL);
    },
    () => Stage.openPackaged(),
  );

  it('runs from a folder that VS Code has made, without sources or packages of others', async () => {
    const extensions = join(stage.data, 'extensions');
    const ours = (await readdir(extensions)).filter(name => name.startsWith('live-channels.live-channels-'));
    assert.equal(ours.length, 1);
    const files = await readdir(join(extensions, ours[0] ?? ''), { recursive: true });
    assert.ok(files.includes(join('dist', 'extension.js')));
    assert.deepEqual(
      files.filter(file => /node_modules|^(src|test)\b|\.ts$|\.map$/.test(file)),
      [],
    );
  });

  it('takes messages both ways', async () => {
    await ada.say('Hello from the package');
    await grace.sees('Ada', 'Hello from the package');
    await grace.say('Hello to the package');
    await ada.sees('Grace', 'Hello to the package');
  });

  it('has what it loads on first use: what sends code, and what colours it', async () => {
    await ada.sendSelection('src/rateLimiter.ts', 3, 6, CHANNEL, 'From the package');
    await grace.sees('Ada', 'From the package');
    const card = grace.message('Ada', 'From the package');
    await card.locator('.code-keyword').first().waitFor({ state: 'attached' });
  });

  it('has nothing missing in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });
});
