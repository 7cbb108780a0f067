import assert from 'node:assert/strict';
import type { PageToHost } from '../../src/protocol/panel';
import type { Entry, MessageEntry } from '../../src/protocol/transcript';
import { SNIPPET, withBody } from './cardSamples';
import type { Chat, View } from './harness';
import { ADA, GRACE, ME, channel, reaction, said, snapshot, text, transfer } from './samples';
import { usePages } from './support';

async function reacted(chat: Chat): Promise<PageToHost[]> {
  return (await chat.posted()).filter(({ type }) => type === 'react');
}

const focused = (chat: Chat) => chat.page.evaluate(() => document.activeElement?.ariaLabel ?? '');
const message = (chat: Chat, words: string) => chat.page.getByRole('article').filter({ hasText: words });
const picker = (chat: Chat) => chat.page.getByRole('dialog', { name: 'Emoji' });

describe('what one does with a message', function () {
  const pages = usePages();

  async function showing(entries: Entry[], view?: View): Promise<Chat> {
    const chat = await pages.open(view);
    await chat.say(snapshot(channel({ entries })));
    return chat;
  }

  /** What is offered to somebody who points at it, in its order. */
  async function offered(chat: Chat, entry: MessageEntry): Promise<(string | null)[]> {
    const row = chat.page.locator(`article[data-vscode-context*='"${entry.id}"']`);
    await row.hover();
    const buttons = await row.locator('.message-tools button').all();
    const shown = await Promise.all(buttons.map(async one => ((await one.isVisible()) ? [one] : [])));
    return Promise.all(shown.flat().map(one => one.getAttribute('aria-label')));
  }

  it('is offered where it makes sense', async () => {
    const every: [MessageEntry, string[]][] = [
      [said(ADA, 'hers'), ['React', 'Reply', 'Copy text']],
      [said(ME, 'mine'), ['React', 'Reply', 'Edit', 'Copy text', 'Delete']],
      [said(ME, 'to her', { to: GRACE, state: 'delivered' }), ['React', 'Reply', 'Edit', 'Copy text', 'Delete']],
      [text(ADA, 'from a plain client'), ['Copy text']],
      [
        said(ME, 'of a newer version', { body: { type: 'text', text: 'x', foreign: 'poll' } }),
        ['React', 'Reply', 'Copy text', 'Delete'],
      ],
      [withBody(ADA, SNIPPET), ['React', 'Reply']],
      [withBody(ME, SNIPPET), ['React', 'Reply', 'Delete']],
      [said(ME, 'waits', { state: 'waiting' }), []],
      [said(ME, 'goes out', { state: 'sending' }), []],
      [said(ME, 'failed', { state: 'failed', reason: 'No.' }), []],
      [said(ADA, '', { deleted: true }), []],
    ];
    const chat = await showing([...every.map(([entry]) => entry), transfer(ADA, 1_000)], { width: 700, height: 1_400 });
    for (const [entry, labels] of every) assert.deepEqual(await offered(chat, entry), labels, JSON.stringify(entry));
    assert.equal(await chat.page.locator('article.is-coming .message-tools').count(), 0);
  });

  it('keeps what is used less in a menu where there is little room', async () => {
    const mine = said(ME, 'mine');
    const chat = await showing([mine], { width: 200 });
    assert.deepEqual(await offered(chat, mine), ['React', 'Reply', 'More actions']);
    await chat.button('More actions').click();
    assert.deepEqual(await chat.page.getByRole('menuitem').allInnerTexts(), ['Edit', 'Copy text', 'Delete']);
  });

  it('covers no word of the message that one points at', async () => {
    const words = 'word '.repeat(60).trim();
    for (const width of [170, 300, 700]) {
      const entries = [said(ADA, words), said(ADA, words), said(ME, words)];
      for (const [at, entry] of entries.entries()) entry.date = entries[0]?.date ?? at;
      const chat = await showing(entries, { width });
      for (const row of await chat.page.getByRole('article').all()) {
        await row.hover({ position: { x: 40, y: 60 } });
        const bar = await row.locator('.message-tools').boundingBox();
        const said_ = await row.locator('.text').boundingBox();
        // The line's own space is above its letters: 6 px of it are nobody's word.
        assert.ok(bar && said_ && bar.y + bar.height <= said_.y + 7, `${width}: ${bar?.y} ${bar?.height} ${said_?.y}`);
        assert.ok(bar.x >= 0 && bar.x + bar.width <= width);
      }
    }
  });

  it('has one stop for Tab, and only in the message that one is at', async () => {
    const chat = await showing([said(ADA, 'one'), said(ADA, 'two'), said(ME, 'three')], { width: 700 });
    await chat.log.focus();
    await chat.page.keyboard.press('Tab');
    assert.equal(await focused(chat), 'Message', 'the box');
    await chat.log.focus();
    await chat.page.keyboard.press('ArrowUp');
    await chat.page.keyboard.press('ArrowUp');
    assert.equal(await message(chat, 'two').evaluate(element => element === document.activeElement), true);
    await chat.page.keyboard.press('Tab');
    assert.equal(await focused(chat), 'React');
    await chat.page.keyboard.press('ArrowRight');
    assert.equal(await focused(chat), 'Reply');
    await chat.page.keyboard.press('End');
    assert.equal(await focused(chat), 'Copy text');
    await chat.page.keyboard.press('ArrowRight');
    assert.equal(await focused(chat), 'React');
    await chat.page.keyboard.press('Tab');
    assert.equal(await focused(chat), 'Message');
  });

  it('leads by arrows through a channel of thousands, and scrolls through what is higher than the view', async () => {
    const tall = said(ADA, 'line\n'.repeat(100));
    const entries = Array.from({ length: 2_000 }, (_, at) => said(ADA, `message ${at}.`));
    const chat = await showing([...entries, tall, said(GRACE, 'last')]);
    await chat.log.focus();
    await chat.page.keyboard.press('ArrowUp');
    await chat.page.keyboard.press('ArrowUp');
    assert.match(await chat.page.evaluate(() => document.activeElement?.textContent ?? ''), /line/);
    for (let presses = 0; presses < 60; presses += 1) {
      await chat.page.keyboard.press('ArrowUp');
      await chat.settled();
      const at = await chat.page.evaluate(() => document.activeElement?.textContent ?? '');
      if (at.includes('message 1997.')) return;
    }
    assert.fail('never got there');
  });

  it('stays in sight while one is in it', async () => {
    const chat = await showing([said(ADA, 'one')], { width: 700 });
    const opacity = () => chat.page.locator('.message-tools').evaluate(element => getComputedStyle(element).opacity);
    await chat.box.hover();
    assert.equal(await opacity(), '0');
    await message(chat, 'one').hover();
    assert.equal(await opacity(), '1');
    await chat.button('React').click();
    await chat.box.hover({ force: true });
    assert.equal(await opacity(), '1');
  });
});

describe('reactions', function () {
  const pages = usePages();

  async function showing(...entries: Entry[]): Promise<Chat> {
    const chat = await pages.open({ width: 700 });
    await chat.say(snapshot(channel({ entries })));
    return chat;
  }

  it('shows who has put what, and takes one’s own away or joins in with a press', async () => {
    const all = [reaction('👀', true, 'Linus', 'Grace'), { ...reaction('🎉', false, 'Ada'), count: 4 }];
    const entry = said(ADA, 'hi', { reactions: all });
    const chat = await showing(entry);
    const own = chat.page.getByRole('button', { name: '👀 2: Linus and Grace' });
    const others = chat.page.getByRole('button', { name: '🎉 4: Ada and 3 others' });
    assert.deepEqual(await Promise.all([own, others].map(one => one.getAttribute('aria-pressed'))), ['true', 'false']);
    assert.equal(await own.getAttribute('title'), 'Linus and Grace');
    await own.click();
    await others.click();
    assert.deepEqual(await reacted(chat), [
      { type: 'react', channel: 'demo', entry: entry.id, emoji: '👀', on: false },
      { type: 'react', channel: 'demo', entry: entry.id, emoji: '🎉', on: true },
    ]);
    await chat.say({ type: 'entry', channel: 'demo', entry: { ...entry, reactions: all.slice(1) } });
    assert.equal(await own.count(), 0);
    await chat.say({ type: 'entry', channel: 'demo', entry });
    assert.equal(await own.count(), 1);
  });

  it('are one stop for Tab, with arrows between them', async () => {
    const chat = await showing(
      said(ADA, 'hi', { reactions: [reaction('👀', false, 'Ada'), reaction('🎉', false, 'Ada')] }),
    );
    await chat.log.focus();
    await chat.page.keyboard.press('Tab');
    assert.equal(await focused(chat), '👀 1: Ada');
    await chat.page.keyboard.press('ArrowLeft');
    assert.equal(await focused(chat), '🎉 1: Ada');
    await chat.page.keyboard.press('Enter');
    assert.equal((await reacted(chat)).length, 1);
  });

  it('are chosen by mouse', async () => {
    const entry = said(ADA, 'hi');
    const chat = await showing(entry);
    await message(chat, 'hi').hover();
    await chat.button('React').click();
    await chat.page.getByRole('option', { name: 'rocket' }).click();
    await picker(chat).waitFor({ state: 'hidden' });
    assert.deepEqual(await reacted(chat), [{ type: 'react', channel: 'demo', entry: entry.id, emoji: '🚀', on: true }]);
  });

  it('are chosen by keyboard, and the focus comes back', async () => {
    const chat = await showing(said(ADA, 'hi'));
    await chat.log.focus();
    for (const key of ['ArrowUp', 'Tab', 'Enter']) await chat.page.keyboard.press(key);
    const box = picker(chat).getByRole('combobox', { name: 'Search emoji' });
    assert.equal(await box.evaluate(element => element === document.activeElement), true);
    const active = () =>
      box.evaluate(
        element => document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent,
      );
    assert.equal(await active(), '👍');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await chat.page.keyboard.press(key);
    assert.equal(await active(), '👎');
    await chat.page.keyboard.press('ArrowDown');
    assert.equal(await active(), '😅');
    await chat.page.keyboard.press('Enter');
    assert.equal(await focused(chat), 'React');
    assert.equal(((await reacted(chat))[0] as { emoji: string }).emoji, '😅');
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.press('Escape');
    await picker(chat).waitFor({ state: 'hidden' });
    assert.equal(await focused(chat), 'React');
  });

  it('finds every emoji by its names once one is looked for', async () => {
    const chat = await showing(said(ADA, 'hi'));
    const loaded = () =>
      chat.page.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.endsWith('chat-emoji.js')),
      );
    assert.equal(await loaded(), false);
    await message(chat, 'hi').hover();
    await chat.button('React').click();
    await chat.page.keyboard.type('otter');
    await chat.page.getByRole('option', { name: 'otter' }).waitFor();
    assert.equal(await loaded(), true);
    await chat.page.keyboard.type('zzz');
    await picker(chat).getByText('No emoji is called so').waitFor();
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await reacted(chat), []);
    assert.deepEqual(await chat.violations(), []);
  });

  it('leaves one’s own where it is when it is chosen again', async () => {
    const chat = await showing(said(ADA, 'hi', { reactions: [reaction('👍', true, 'Linus')] }));
    await message(chat, 'hi').hover();
    await chat.button('React').click();
    await chat.page.keyboard.press('Enter');
    await picker(chat).waitFor({ state: 'hidden' });
    assert.deepEqual(await reacted(chat), []);
  });

  it('can be chosen for a card as well', async () => {
    const card = withBody(ADA, SNIPPET);
    const chat = await showing({ ...card, reactions: [reaction('🎉', false, 'Grace')] });
    await chat.page.getByRole('article').hover();
    await chat.button('React').click();
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await reacted(chat), [{ type: 'react', channel: 'demo', entry: card.id, emoji: '👍', on: true }]);
  });

  it('survive what is broken or hostile', async () => {
    const chat = await showing(said(ADA, 'fine'));
    const broken = [
      { emoji: 7 },
      { emoji: '👍', names: 'x', count: 1, own: true },
      { emoji: '👍', names: [], count: -1, own: true },
    ];
    for (const one of broken)
      await chat.sayRaw({ type: 'entry', channel: 'demo', entry: { ...said(ADA, 'bad'), reactions: [one] } });
    assert.equal(await chat.page.getByRole('article').count(), 1);
    const wide = { emoji: '\u202e<b>W</b>'.repeat(8), names: ['\u202eeve\n'], count: 1e12, own: false };
    await chat.sayRaw({ type: 'entry', channel: 'demo', entry: { ...said(ADA, 'odd'), reactions: [wide] } });
    assert.match((await chat.page.locator('.reaction').getAttribute('title')) ?? '', /^eve and 999999999999 others$/);
    assert.equal(await chat.page.locator('.reaction b').count(), 0);
  });
});
