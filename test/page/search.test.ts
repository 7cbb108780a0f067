import assert from 'node:assert/strict';
import { source as axe } from 'axe-core';
import { SNIPPET, withBody } from './cardSamples';
import { THEMES } from './harness';
import type { Chat } from './harness';
import { ADA, GRACE, ME, channel, snapshot, text } from './samples';
import { usePages } from './support';

describe('search', function () {
  const pages = usePages();

  const field = (chat: Chat) => chat.page.getByRole('textbox', { name: 'Search' });
  const count = (chat: Chat) => chat.page.locator('.search-count').innerText();
  const current = (chat: Chat) => chat.log.locator('.is-found');

  /** The texts that are highlighted, of all matches or of the current one. */
  function highlighted(chat: Chat, name: 'chat-match' | 'chat-current'): Promise<string[]> {
    return chat.page.evaluate(
      of => [...(CSS.highlights.get(of) ?? [])].map(range => (range instanceof Range ? range.toString() : '')),
      name,
    );
  }

  /** A message says "needle" at 7, 5,007 and 9,990 of 10,000. */
  async function filled(total = 10_000): Promise<Chat> {
    const chat = await pages.open();
    const words = (at: number) => ([7, 5_007, 9_990].includes(at) ? `a Needle (${at})` : `message number ${at}`);
    const entries = Array.from({ length: total }, (_, at) => text(at % 2 ? ADA : GRACE, words(at)));
    await chat.say(snapshot(channel({ entries })));
    return chat;
  }

  async function look(chat: Chat, words: string): Promise<void> {
    await chat.log.focus();
    await chat.page.keyboard.press('Control+f');
    await chat.page.keyboard.type(words);
    await chat.settled();
  }

  it('finds all in ten thousand, shows each, and goes round', async () => {
    const chat = await filled();
    await look(chat, 'needle');
    assert.equal(await count(chat), '3 of 3', 'the newest is the nearest');
    await current(chat).getByText('a Needle (9990)').waitFor();
    assert.deepEqual(await highlighted(chat, 'chat-current'), ['Needle']);
    await chat.page.keyboard.press('Shift+Enter');
    await current(chat).getByText('a Needle (5007)').waitFor();
    assert.equal(await count(chat), '2 of 3');
    await chat.button('Previous match').click();
    await chat.button('Previous match').click();
    assert.equal(await count(chat), '3 of 3');
    await field(chat).press('Enter');
    await current(chat).getByText('a Needle (7)').waitFor();
    const box = await current(chat).boundingBox();
    assert.ok(box && box.y > 60 && box.y < 600, 'it is in sight');
  });

  it('takes what one looks for as it stands', async () => {
    const chat = await filled(100);
    await look(chat, '(7');
    assert.equal(await count(chat), '1 of 1');
    await field(chat).fill('.*');
    assert.equal(await count(chat), 'No results');
    assert.equal(await chat.button('Next match').isDisabled(), true);
  });

  it('finds and marks what is bold in part', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [text(ADA, 'my **need**le, and no other')] })));
    await look(chat, 'needle');
    assert.equal(await count(chat), '1 of 1');
    assert.deepEqual(await highlighted(chat, 'chat-current'), ['needle']);
  });

  it('is left with Escape, and the focus is where it was', async () => {
    const chat = await filled(100);
    await chat.box.focus();
    await chat.page.keyboard.press('Control+f');
    await chat.page.keyboard.type('needle');
    await chat.page.keyboard.press('Escape');
    assert.equal(await field(chat).isVisible(), false);
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
    assert.deepEqual(await highlighted(chat, 'chat-current'), []);
    assert.equal(await current(chat).count(), 0);
  });

  it('opens at the host’s word, with what one looked for before', async () => {
    const chat = await filled(100);
    await chat.say({ type: 'find' });
    assert.equal(await field(chat).evaluate(element => element === document.activeElement), true);
    await chat.page.keyboard.type('needle');
    await chat.page.keyboard.press('Escape');
    await chat.say({ type: 'find' });
    assert.equal(await count(chat), '1 of 1');
    await chat.page.keyboard.type('xyz');
    assert.equal(await count(chat), 'No results');
  });

  it('narrows it to a person, and to snippets', async () => {
    const chat = await pages.open();
    const entries = [
      withBody(ADA, { ...SNIPPET, comment: 'the limiter' }),
      text(GRACE, 'which limiter?'),
      text(ADA, 'this limiter'),
      text(ME, 'mine'),
    ];
    await chat.say(snapshot(channel({ entries })));
    await look(chat, 'limiter');
    assert.equal(await count(chat), '3 of 3');
    await chat.page.getByRole('combobox', { name: 'From' }).click();
    assert.deepEqual(await chat.page.getByRole('option').allInnerTexts(), [
      'From anybody',
      'From Ada',
      'From Grace Hopper',
      'From Linus (you)',
    ]);
    await chat.page.getByRole('option', { name: 'From Ada' }).click();
    assert.equal(await count(chat), '2 of 2');
    await chat.button('Snippets only').click();
    assert.equal(await count(chat), '1 of 1');
    await field(chat).fill('');
    await chat.page.getByRole('combobox', { name: 'From' }).click();
    await chat.page.getByRole('option', { name: 'From anybody' }).click();
    assert.equal(await count(chat), '1 of 1', 'a filter alone will do');
  });

  it('counts what comes, and begins anew in another channel', async () => {
    const chat = await pages.open();
    const all = [channel({ entries: [text(ADA, 'needle')] }), channel({ name: 'team', entries: [text(ADA, 'none')] })];
    await chat.say(snapshot(...all));
    await look(chat, 'needle');
    await chat.say({ type: 'entry', channel: 'demo', entry: text(GRACE, 'another needle') });
    assert.equal(await count(chat), '1 of 2');
    assert.deepEqual(await highlighted(chat, 'chat-match'), ['needle']);
    await chat.say({ type: 'active', name: 'team' });
    assert.equal(await count(chat), 'No results');
  });

  for (const theme of THEMES) {
    it(`axe finds nothing beside the lines for days and for what is new: ${theme}`, async () => {
      const chat = await pages.open({ theme, width: 170 });
      const [first, second] = [text(ADA, 'a needle and a needle'), text(GRACE, 'needle')];
      await chat.say(snapshot(channel({ entries: [first, second], seen: first.id })));
      await look(chat, 'needle');
      assert.deepEqual(await chat.violations(), []);
      await chat.page.evaluate(axe);
      const found = await chat.page.evaluate(async () => {
        const run = (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe;
        return (await run.run()).violations.map(one => JSON.stringify(one));
      });
      assert.deepEqual(found, []);
    });
  }
});
