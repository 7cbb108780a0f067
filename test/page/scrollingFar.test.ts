import assert from 'node:assert/strict';
import type { Entry } from '../../src/protocol/transcript';
import { IMAGE, withBody } from './cardSamples';
import type { Chat } from './harness';
import { readAbove, scroll } from './reading';
import { ADA, GRACE, ME, channel, snapshot, text } from './samples';
import { usePages } from './support';

const TALL = 'tall\n'.repeat(30);

describe('ten thousand messages', function () {
  const pages = usePages();

  const messages = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      text(
        at % 3 ? ADA : GRACE,
        at % 7 ? `message number ${at}` : `message number ${at}\n${'and more '.repeat(at % 50)}`,
        {
          content: `c${at}`,
        },
      ),
    );

  async function filled(count = 10_000): Promise<{ chat: Chat; all: Entry[] }> {
    const chat = await pages.open();
    const all = messages(count);
    await chat.say(snapshot(channel({ entries: all })));
    return { chat, all };
  }

  const inDocument = (chat: Chat) => chat.log.getByRole('article').count();

  /** The number of the first message whose upper edge is in sight, and where on the screen that is. */
  function first(chat: Chat): Promise<{ number: number; top: number }> {
    return chat.log.evaluate(log => {
      const edge = log.getBoundingClientRect().top;
      const seen = [...log.querySelectorAll('.text')].find(one => one.getBoundingClientRect().top >= edge);
      return {
        number: Number(/message number (\d+)/.exec(seen?.textContent ?? '')?.[1]),
        top: seen?.getBoundingClientRect().top ?? NaN,
      };
    });
  }

  /** Where on the screen that message stands now. */
  function topOf(chat: Chat, number: number): Promise<number> {
    return chat.log.evaluate((log, wanted) => {
      const pattern = new RegExp(`message number ${wanted}\\b`);
      const found = [...log.querySelectorAll('.text')].find(one => pattern.test(one.textContent));
      return found?.getBoundingClientRect().top ?? NaN;
    }, number);
  }

  it('have a few in the document, and room for the others', async () => {
    const { chat } = await filled();
    assert.ok((await inDocument(chat)) < 250);
    assert.ok((await chat.belowSight()) <= 1);
    assert.ok((await chat.log.evaluate(log => log.scrollHeight)) > 10_000 * 20);
    await chat.log.getByText('message number 9998').waitFor();
  });

  it('are all in the document while they are few', async () => {
    const { chat } = await filled(290);
    assert.equal(await inDocument(chat), 290);
    await chat.say(...messages(30).map(entry => ({ type: 'entry' as const, channel: 'demo', entry })));
    assert.ok((await inDocument(chat)) < 290);
    assert.ok((await chat.belowSight()) <= 1);
  });

  it('can be scrolled through with the wheel without a jump: what is in sight moves as far as the wheel', async () => {
    const { chat } = await filled(2_000);
    await readAbove(chat, -2_000);
    for (let step = 0; step < 8; step += 1) {
      const before = await first(chat);
      await scroll(chat, -400);
      await chat.settled();
      const now = await topOf(chat, before.number);
      assert.ok(Math.abs(now - before.top - 400) <= 2, `step ${step}: ${now - before.top}`);
    }
    assert.ok((await inDocument(chat)) < 400);
  });

  it('show what belongs there after a leap with the scroll bar or a key', async () => {
    const { chat } = await filled();
    for (const part of [0.5, 0.1, 0.9]) {
      await chat.log.evaluate((log, at) => (log.scrollTop = log.scrollHeight * at), part);
      await chat.settled();
      const { number } = await first(chat);
      assert.ok(Math.abs(number - 10_000 * part) < 1_000, `${number} at ${part}`);
    }
    await chat.log.focus();
    await chat.page.keyboard.press('Home');
    await chat.log.getByText('message number 0').waitFor();
    await chat.page.waitForFunction(() => document.querySelector('[role=log]')?.scrollTop === 0);
    await chat.page.keyboard.press('End');
    await chat.log.getByText('message number 9999').waitFor();
  });

  it('hold what one reads while others come above, in and below, grow, and are dropped from the front', async () => {
    const { chat, all } = await filled();
    await readAbove(chat, -20_000);
    await chat.settled();
    const { number, top } = await first(chat);
    const holds = async (what: string) => {
      const now = await topOf(chat, number);
      assert.ok(Math.abs(now - top) <= 1, `${what}: ${now - top}`);
    };
    const before = (at: number) => ({ before: all[at]?.id ?? '' });
    const late = (words: string) => ({ type: 'entry' as const, channel: 'demo', entry: text(GRACE, words) });
    await chat.say({ ...late(TALL), ...before(5) });
    await holds('far above');
    await chat.say(...Array.from({ length: 300 }, () => ({ ...late(TALL), ...before(1_000) })));
    await holds('three hundred above');
    await chat.say({ ...late(TALL), ...before(number - 5) });
    await holds('right above');
    await chat.say({ ...late(TALL), ...before(9_999) }, late(TALL));
    await holds('below');
    const known = all[number - 4];
    assert.ok(known);
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ADA, TALL, { id: known.id, date: known.date }) });
    await holds('one grew');
    await chat.say({ type: 'trimmed', channel: 'demo', first: all[999]?.id ?? '' });
    await holds('dropped from the front');
    await chat.button(/new messages/).click();
    await chat.settled();
    assert.ok((await chat.belowSight()) <= 1);
  });

  it('stay at the end while one follows, also while an image above gets its height', async () => {
    const { chat } = await filled();
    for (const body of [IMAGE, { ...IMAGE, width: 20, height: 900 }]) {
      const entry = withBody(ADA, body);
      await chat.say({ type: 'entry', channel: 'demo', entry });
      await chat.say({ type: 'entry', channel: 'demo', entry: text(ADA, TALL) });
      await chat.say({ type: 'image', channel: 'demo', entry: entry.id, data: '' });
      assert.ok((await chat.belowSight()) <= 1);
    }
    await chat.say(...messages(1_200).map(entry => ({ type: 'entry' as const, channel: 'demo', entry })));
    assert.ok((await chat.belowSight()) <= 1);
    assert.ok((await inDocument(chat)) < 400);
  });

  it('come back at the place where one was', async () => {
    const { chat, all } = await filled();
    await chat.log.evaluate(log => (log.scrollTop = log.scrollHeight / 3));
    await chat.settled();
    await scroll(chat, -300);
    const { number, top } = await first(chat);
    await chat.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('"places":{"demo"'));
    await chat.remake();
    await chat.say(snapshot(channel({ entries: all })));
    assert.ok(Math.abs((await topOf(chat, number)) - top) <= 1);
    assert.ok((await inDocument(chat)) < 300);
  });

  it('lead to the message that one answers, with the focus, and keep it there', async () => {
    const { chat } = await filled();
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ME, 'Yes', { re: 'c17', content: 'x' }) });
    await chat.button(/^In reply to/).click();
    const original = chat.log.locator('article:focus');
    assert.match(await original.innerText(), /message number 17/);
    const box = await original.boundingBox();
    assert.ok(box && box.y > 0 && box.y < 600);
    await chat.log.evaluate(log => (log.scrollTop = log.scrollHeight / 2));
    await chat.settled();
    assert.equal(await original.count(), 1, 'the focus is not lost when one scrolls on');
    await chat.page.keyboard.press('Tab');
    assert.equal(await chat.log.evaluate(log => log.contains(document.activeElement)), true);
  });

  it('can be selected from one far above to one far below, and copied whole', async () => {
    const { chat } = await filled(2_000);
    await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const select = (words: string, how: 'setBaseAndExtent' | 'extend') =>
      chat.log.evaluate(
        (log, [wanted, by]) => {
          const found = [...log.querySelectorAll('.text')].find(one => one.textContent.trim() === wanted);
          const selection = getSelection();
          if (!found || !selection) throw new Error(`No ${wanted ?? ''}`);
          if (by === 'extend') selection.extend(found, found.childNodes.length);
          else selection.setBaseAndExtent(found, 0, found, 0);
          if (by !== 'extend') selection.modify('extend', 'forward', 'character');
        },
        [words, how],
      );
    await chat.log.evaluate(log => (log.scrollTop = 0));
    await chat.log.getByText('message number 3', { exact: true }).waitFor();
    await select('message number 3', 'setBaseAndExtent');
    await chat.log.evaluate(log => (log.scrollTop = log.scrollHeight));
    await chat.log.getByText('message number 1998', { exact: true }).waitFor();
    await select('message number 1998', 'extend');
    assert.ok((await inDocument(chat)) < 400, 'what lies between is not in the document');
    await chat.page.keyboard.press('Control+c');
    const copied = await chat.page.evaluate(() => navigator.clipboard.readText());
    const numbers = [...copied.matchAll(/message number (\d+)/g)].map(match => Number(match[1]));
    assert.deepEqual(
      numbers,
      Array.from({ length: 1_996 }, (_, at) => at + 3),
    );
    await chat.settled();
    assert.ok((await inDocument(chat)) < 400, 'and is not afterwards');
  });
});
