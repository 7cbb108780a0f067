import assert from 'node:assert/strict';
import type { PageToHost } from '../../src/protocol/panel';
import type { Entry, MessageEntry } from '../../src/protocol/transcript';
import type { Chat, View } from './harness';
import { ADA, GRACE, ME, channel, said, snapshot, text } from './samples';
import { usePages } from './support';

async function asked(chat: Chat, ...types: PageToHost['type'][]): Promise<PageToHost[]> {
  return (await chat.posted()).filter(({ type }) => types.includes(type));
}

const message = (chat: Chat, words: string) => chat.page.getByRole('article').filter({ hasText: words });
const bar = (chat: Chat) => chat.page.locator('#replying');

describe('changing and taking back what one has said', function () {
  const pages = usePages();

  async function showing(entries: Entry[], view: View = { width: 700 }): Promise<Chat> {
    const chat = await pages.open(view);
    await chat.say(snapshot(channel({ entries })));
    return chat;
  }

  async function press(chat: Chat, words: string, label: string): Promise<void> {
    await message(chat, words).hover();
    await message(chat, words).getByRole('button', { name: label, exact: true }).click();
  }

  it('takes a message into the box, saves it with Enter, and brings back what was there', async () => {
    const mine = said(ME, 'teh filter');
    const chat = await showing([mine, said(ADA, 'hm')]);
    await chat.box.fill('draft');
    await press(chat, 'teh filter', 'Edit');
    assert.equal(await bar(chat).innerText(), 'Editing your message');
    assert.equal(await chat.box.inputValue(), 'teh filter');
    assert.equal(await chat.page.getByRole('combobox', { name: 'To' }).count(), 0, 'it goes where it went');
    await chat.box.fill('the filter');
    await chat.box.press('Enter');
    assert.equal(await bar(chat).count(), 0);
    assert.equal(await chat.box.inputValue(), 'draft');
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
    assert.deepEqual(await asked(chat, 'edit', 'send'), [
      { type: 'edit', channel: 'demo', entry: mine.id, text: 'the filter' },
    ]);
  });

  it('is not offered for what is here in part only, which is copied by the host', async () => {
    const mine = said(ME, 'The beginning … and 4 KB more that are not shown', { cut: true });
    const chat = await showing([mine]);
    await message(chat, 'The beginning').hover();
    await message(chat, 'The beginning').getByRole('button', { name: 'Delete' }).waitFor();
    assert.equal(await message(chat, 'The beginning').getByRole('button', { name: 'Edit' }).count(), 0);
    await chat.box.press('ArrowUp');
    assert.equal(await bar(chat).count(), 0);
    await press(chat, 'The beginning', 'Copy text');
    assert.deepEqual(await asked(chat, 'copy', 'edit'), [{ type: 'copy', channel: 'demo', entry: mine.id }]);
  });

  it('begins with the arrow up in an empty box: with what one said last', async () => {
    const failed = said(ME, 'third', { state: 'failed', reason: 'No.' });
    const chat = await showing([said(ME, 'first'), said(ME, 'second'), said(ADA, 'hers'), failed]);
    await chat.box.fill('x');
    await chat.box.press('ArrowUp');
    assert.equal(await bar(chat).count(), 0, 'there is something in the box');
    await chat.box.fill('');
    await chat.box.press('ArrowUp');
    assert.equal(await chat.box.inputValue(), 'second');
    await chat.page.keyboard.type('!');
    assert.equal(await chat.box.inputValue(), 'second!');
  });

  it('does nothing with the arrow up where there is nothing of one’s own', async () => {
    const chat = await showing([said(ADA, 'hers'), text(ME, 'without a name')]);
    await chat.box.press('ArrowUp');
    assert.equal(await bar(chat).count(), 0);
  });

  it('is left with Escape or with its button, and nothing is changed', async () => {
    const chat = await showing([said(ME, 'fine as it is')]);
    for (const leave of [() => chat.box.press('Escape'), () => chat.button('Leave it as it was').click()]) {
      await press(chat, 'fine', 'Edit');
      await chat.box.fill('worse');
      await leave();
      assert.equal(await bar(chat).count(), 0);
      assert.equal(await chat.box.inputValue(), '');
    }
    await press(chat, 'fine', 'Edit');
    await chat.box.press('Enter');
    assert.deepEqual(await asked(chat, 'edit', 'send'), [], 'saved as it was');
  });

  it('does not save nothing', async () => {
    const chat = await showing([said(ME, 'something')]);
    await press(chat, 'something', 'Edit');
    await chat.box.fill('  ');
    await chat.box.press('Enter');
    assert.equal(await chat.button('Save').isDisabled(), true);
    assert.equal(await bar(chat).count(), 1);
    assert.deepEqual(await asked(chat, 'edit'), []);
  });

  it('keeps the reply and the addressee of the draft', async () => {
    const hers = said(ADA, 'Noodles?');
    const chat = await showing([hers, said(ME, 'Falafel', { to: GRACE })]);
    await press(chat, 'Noodles', 'Reply');
    await press(chat, 'Falafel', 'Edit');
    assert.equal(await chat.page.locator('#only').innerText(), 'Only to Grace Hopper');
    await chat.box.press('Escape');
    assert.equal(await bar(chat).innerText(), 'Replying to Ada\nNoodles?');
    assert.equal(await chat.page.locator('#only').count(), 0);
  });

  it('survives that the page goes away', async () => {
    const entries = [said(ME, 'teh filter')];
    const chat = await showing(entries);
    await chat.box.fill('draft');
    await press(chat, 'teh filter', 'Edit');
    await chat.box.fill('the');
    await chat.remake();
    await chat.say(snapshot(channel({ entries })));
    assert.equal(await chat.box.inputValue(), 'the');
    await chat.say({ type: 'rejected', channel: 'demo', text: 'earlier', reason: 'Too fast.' });
    assert.equal(await chat.box.inputValue(), 'the');
    await chat.box.press('Escape');
    assert.equal(await chat.box.inputValue(), 'earlier\ndraft');
  });

  it('goes on where what was to be said could not be taken over', async () => {
    const mine = said(ME, 'plain');
    const chat = await showing([mine]);
    await chat.box.fill('draft');
    await chat.say({
      type: 'rejected',
      channel: 'demo',
      text: 'a secret',
      edits: mine.id,
      reason: 'It has a key in it.',
    });
    assert.equal(await chat.box.inputValue(), 'a secret');
    assert.equal(await bar(chat).innerText(), 'Editing your message');
    assert.match(await chat.page.getByRole('alert').innerText(), /Not sent\. It has a key in it\./);
    await chat.box.fill('no secret');
    await chat.box.press('Enter');
    assert.equal(await chat.box.inputValue(), 'draft');
    assert.deepEqual((await asked(chat, 'edit')).at(-1), {
      type: 'edit',
      channel: 'demo',
      entry: mine.id,
      text: 'no secret',
    });
  });

  it('ends when the message goes away', async () => {
    const mine = said(ME, 'gone soon');
    const chat = await showing([mine]);
    await press(chat, 'gone soon', 'Edit');
    await chat.say({
      type: 'entry',
      channel: 'demo',
      entry: { ...mine, deleted: true, body: { type: 'text', text: '' } },
    });
    assert.equal(await bar(chat).count(), 0);
    assert.equal(await chat.box.inputValue(), '');
  });

  it('takes a message back when one has said so twice, by keyboard', async () => {
    const mine = said(ME, 'oops');
    const chat = await showing([mine]);
    await chat.log.focus();
    for (const key of ['ArrowUp', 'Tab', 'End', 'Enter']) await chat.page.keyboard.press(key);
    await chat.page.getByRole('menuitem', { name: 'Keep' }).waitFor();
    await chat.page.keyboard.press('Escape');
    assert.deepEqual(await asked(chat, 'delete'), []);
    for (const key of ['Enter', 'Enter']) await chat.page.keyboard.press(key);
    assert.deepEqual(await asked(chat, 'delete'), [{ type: 'delete', channel: 'demo', entry: mine.id }]);
    await chat.say({
      type: 'entry',
      channel: 'demo',
      entry: { ...mine, deleted: true, body: { type: 'text', text: '' } },
    });
    assert.equal(
      await chat.log.evaluate(log => log.contains(document.activeElement)),
      true,
      'the focus is not lost with its button',
    );
  });

  it('asks as well where the buttons are in a menu', async () => {
    const mine = said(ME, 'oops');
    const chat = await showing([mine], { width: 200 });
    await message(chat, 'oops').hover();
    await chat.button('More actions').click();
    await chat.page.getByRole('menuitem', { name: 'Delete' }).click();
    await chat.page.getByRole('menuitem', { name: 'Delete for everyone' }).click();
    assert.deepEqual(await asked(chat, 'delete'), [{ type: 'delete', channel: 'demo', entry: mine.id }]);
  });

  it('marks what was changed, of anybody and at any length', async () => {
    const long = 'word '.repeat(600);
    const chat = await showing([
      said(ADA, 'hers', { edited: true }),
      said(ME, long, { edited: true }),
      said(ADA, long, { edited: true }),
      said(ADA, 'as it was'),
    ]);
    assert.equal(await chat.log.getByText('(edited)', { exact: true }).count(), 3);
    assert.equal(await message(chat, 'as it was').getByText('(edited)').count(), 0);
  });

  it('shows that something was taken back, and nothing to do with it', async () => {
    const gone = said(ADA, '', { deleted: true });
    const chat = await showing([gone, said(ME, 'Yes', { re: gone.content ?? '' })]);
    assert.match(await chat.article('Ada').innerText(), /Message deleted/);
    assert.equal(await chat.article('Ada').getByRole('button').count(), 0);
    await chat.page.getByRole('button', { name: 'In reply to Ada Message deleted' }).waitFor();
  });

  it('copies the text as it was written', async () => {
    const words = 'see `forget`\n**never** called';
    const chat = await showing([said(ADA, words)], { width: 700, alone: true });
    await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await chat.page.getByRole('article').hover();
    await chat.button('Copy text').click();
    await chat.page.locator('.tool-copy .codicon-check').waitFor();
    assert.equal(await chat.page.evaluate(() => navigator.clipboard.readText()), words);
    await chat.page.getByText('Copied', { exact: true }).waitFor({ state: 'attached' });
    await chat.page.locator('.tool-copy .codicon-copy').waitFor();
  });

  it('survives marks that are broken', async () => {
    const chat = await showing([said(ADA, 'fine')]);
    const broken: unknown[] = [{ edited: 'yes' }, { deleted: 1 }, { reactions: 'x' }];
    for (const more of broken) {
      const entry = { ...(said(ADA, 'bad') satisfies MessageEntry), ...(more as object) };
      await chat.sayRaw({ type: 'entry', channel: 'demo', entry });
    }
    assert.equal(await chat.page.getByRole('article').count(), 1);
  });
});
