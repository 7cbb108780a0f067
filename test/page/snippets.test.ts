import assert from 'node:assert/strict';
import { ADA, channel, range, snapshot, snippet } from './samples';
import { usePages } from './support';

describe('snippet cards', function () {
  const pages = usePages();

  it('names the file and the lines, and unfolds', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [snippet(ADA, { comment: 'Look:' })] })));
    const card = chat.article('Ada').getByRole('group', { name: 'src/limiter.ts, lines 12–31' });
    assert.match((await card.textContent()) ?? '', /src\/limiter\.ts\s+lines 12–31 · typescript/);
    assert.match(await chat.article('Ada').innerText(), /Look:/);
    assert.equal((await card.innerText()).includes('forget'), false);
    await card.getByRole('button', { name: 'Show all 20 lines' }).click();
    assert.match(await card.innerText(), /forget\(key/);
    await card.getByRole('button', { name: 'Show fewer lines' }).press('Enter');
    assert.equal((await card.innerText()).includes('forget'), false);
  });

  it('numbers each of several ranges by itself', async () => {
    const chat = await pages.open();
    await chat.say(
      snapshot(channel({ entries: [snippet(ADA, { ranges: [range(3, 'a();'), range(40, 'b();\nc();\n')] })] })),
    );
    const card = chat.page.getByRole('group', { name: 'src/limiter.ts, lines 3, 40–41' });
    assert.equal(await card.getByRole('group', { name: 'Code from line 40 to 41' }).innerText(), '40\n41\nb();\nc();');
  });

  it('asks the host to copy and says so', async () => {
    const chat = await pages.open();
    const entry = snippet(ADA);
    await chat.say(snapshot(channel({ entries: [entry] })));
    await chat.button('Copy code').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'act', channel: 'demo', entry: entry.id, action: 'copy' });
    await chat.log.getByText('Copied').waitFor();
    await chat.log.getByText('Copied').waitFor({ state: 'hidden' });
  });

  it('scrolls long lines inside the card, by keyboard too', async () => {
    const chat = await pages.open({ width: 170 });
    await chat.say(
      snapshot(channel({ entries: [snippet(ADA, { ranges: [range(1, `x = "${'long '.repeat(100)}";`)] })] })),
    );
    const code = chat.page.getByRole('group', { name: 'Code from line 1' });
    await code.focus();
    await chat.page.keyboard.press('ArrowRight');
    await chat.page.waitForFunction(() => (document.querySelector('.code')?.scrollLeft ?? 0) > 0);
    assert.equal(await chat.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  });

  it('shows code without a file, a language or a comment', async () => {
    const chat = await pages.open();
    const entry = snippet(ADA);
    entry.body = { type: 'snippet', whole: true, ranges: [range(1, '')] };
    await chat.say(snapshot(channel({ entries: [entry] })));
    await chat.page.getByRole('group', { name: 'Unnamed file, whole file, 1 line' }).waitFor();
  });
});
