import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

/** Written out, a scanner would find it in this repository. */
const TOKEN = ['ghp', 'zQ7mK2xV9tB4nL8wR3yC6uH1sD5fG0jPaE2k'].join('_');

const TOKENS = Array.from({ length: 10 }, (_, index) => `${TOKEN.slice(0, -1)}${index}`);

const FILE = 'src/settings.ts';
const CODE = `export const retries = 3;\n\nexport const token = '${TOKEN}';\nexport const limit = 12;\n`;

describe('the guard before anything leaves', function () {
  let ada: Person;
  let grace: Person;

  useStage(async stage => {
    [ada, grace] = await stage.pair(CHANNEL);
    await writeFile(join(ada.folder, FILE), CODE);
  });

  const question = (): Locator => ada.window.page.getByRole('dialog').filter({ hasText: 'may not be meant for' });

  /** Sends lines of the file and waits for the question. */
  const trySending = async (from: number, to: number): Promise<Locator> => {
    await ada.window.editor.openFile(FILE);
    await ada.window.editor.selectLines(from, to);
    await ada.command('Send Selection…');
    await ada.window.quickInput.pick(new RegExp(CHANNEL));
    await question().waitFor();
    return question();
  };

  it('names what it found and where, and neither Enter nor Escape sends', async () => {
    const asked = await trySending(2, 4);
    await asked.getByText(`This may not be meant for ${CHANNEL}`).waitFor();
    await asked.getByText('src/settings.ts:3 GitHub token').waitFor();
    assert.equal((await asked.innerText()).includes(TOKEN), false);
    const focused = ada.window.page.locator(':focus');
    assert.equal(await focused.innerText(), 'Show Me');

    await ada.window.page.keyboard.press('Enter');
    await asked.waitFor({ state: 'detached' });
    // "Show Me" takes the cursor to the place that was found.
    await ada.window.statusBar(/^Ln 3, Col 1$/).waitFor();

    const again = await trySending(3, 3);
    await ada.window.page.keyboard.press('Escape');
    await again.waitFor({ state: 'detached' });
  });

  it('sends after “Send Anyway”, and only that', async () => {
    const asked = await trySending(1, 3);
    await asked.getByRole('button', { name: 'Send Anyway' }).click();
    await ada.window.quickInput.submit('Revoked already');
    await grace.sees('Ada', 'Revoked already');
    assert.equal((await grace.transcript()).length, 1);
  });

  it('looks at what is typed as well, and gives it back', async () => {
    await ada.openChat();
    await ada.say(`use ${TOKEN} for now`);
    await question().getByText('Your text:1 GitHub token').waitFor();
    await ada.window.page.keyboard.press('Escape');
    await ada.window.chat().getByText('Take out what others should not have').waitFor();
    assert.equal(await ada.box.inputValue(), `use ${TOKEN} for now`);
    await ada.say('use the one in the vault');
    await grace.sees('Ada', 'use the one in the vault');
  });

  it('names whole files first, and eight places at most', async () => {
    const lines = TOKENS.map((token, index) => `TOKEN_${index}=${token}\n`);
    await writeFile(join(ada.folder, '.env'), lines.join(''));
    await ada.window.editor.openFile('.env');
    await ada.command('Send File…');
    await ada.window.quickInput.pick(new RegExp(CHANNEL));
    const detail = (await question().innerText()).split('\n').filter(line => /^\.env|^and/.test(line));
    const places = Array.from({ length: 7 }, (_, index) => `.env:${index + 1} GitHub token`);
    assert.deepEqual(detail, ['.env never to be sent (**/.env*)', ...places, 'and 3 more']);
    await ada.window.page.keyboard.press('Escape');
    await question().waitFor({ state: 'detached' });
  });

  it('does not ask about code with nothing in it', async () => {
    await ada.sendSelection(FILE, 4, 4, CHANNEL, 'The limit');
    await grace.sees('Ada', 'The limit');
    assert.equal(await question().count(), 0);
  });
});
