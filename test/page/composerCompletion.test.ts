import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emojiNameIn, namesFor, triggerIn } from '../../media/chat/completion';
import type { Chat } from './harness';
import { ADA, GRACE, ME, channel, person, said, snapshot } from './samples';
import { usePages } from './support';

const BARBARA = { uid: 'b1', name: 'Barbara Liskov', self: false };

describe('what can be completed', () => {
  it('begins with its sign at the start of a word', () => {
    assert.deepEqual(triggerIn('@'), { kind: 'person', from: 0, query: '' });
    assert.deepEqual(triggerIn('hi @Gra'), { kind: 'person', from: 3, query: 'Gra' });
    assert.deepEqual(triggerIn('(@Grace H'), { kind: 'person', from: 1, query: 'Grace H' });
    assert.deepEqual(triggerIn('so\n:ta'), { kind: 'emoji', from: 3, query: 'ta' });
    assert.deepEqual(triggerIn(':+1'), { kind: 'emoji', from: 0, query: '+1' });
  });

  it('is no mail address, time, smiley, scope, nor what is done', () => {
    for (const words of ['', 'ada@example', 'at 12:30', ':D', 'std::vector', 'a:b', '@ ', '@Ada\n', ':ta da', ':tada:'])
      assert.equal(triggerIn(words), undefined, words);
  });

  it('is an emoji’s name between two colons', () => {
    assert.deepEqual(emojiNameIn('yes :tada:'), { name: 'tada', from: 4 });
    for (const words of ['::', 'a:b:', ': tada:', '12:30:']) assert.equal(emojiNameIn(words), undefined, words);
  });

  it('is always the end of what was written, whatever that is', () => {
    const words = fc.string({ unit: fc.constantFrom('@', ':', ' ', '\n', 'a', 'é', '+', '(', '😀') });
    fc.assert(
      fc.property(words, before => {
        const trigger = triggerIn(before);
        if (!trigger) return;
        const sign = trigger.kind === 'person' ? '@' : ':';
        assert.equal(before.slice(trigger.from), `${sign}${trigger.query}`);
      }),
    );
  });

  it('offers whose name begins so, before those with a later word that does', () => {
    const names = ['Grace Hopper', 'Hedy', 'Ada'];
    assert.deepEqual(namesFor('h', names, 8), ['Hedy', 'Grace Hopper']);
    assert.deepEqual(namesFor('GRACE H', names, 8), ['Grace Hopper']);
    assert.deepEqual(namesFor('', names, 2), ['Grace Hopper', 'Hedy']);
    assert.deepEqual(namesFor('Ada ', names, 8), [], 'she is named already');
  });
});

describe('completion in the box', function () {
  const pages = usePages();

  async function inDemo(): Promise<Chat> {
    const chat = await pages.open();
    await chat.say(
      snapshot(channel({ people: [ME, ADA, GRACE, BARBARA].map(person), entries: [said(ADA, 'Morning')] })),
    );
    await chat.box.click();
    return chat;
  }

  const list = (chat: Chat, name: string) => chat.page.getByRole('listbox', { name });
  const words = (all: Element[]) => all.map(one => (one as HTMLElement).innerText.replace(/\s+/g, ' '));
  const active = async (chat: Chat) => {
    const id = await chat.box.getAttribute('aria-activedescendant');
    return (await chat.page.locator(`#${id ?? 'none'}`).evaluateAll(words))[0];
  };

  it('names people who are there, with the keyboard', async () => {
    const chat = await inDemo();
    await chat.page.keyboard.type('hi @');
    assert.deepEqual(await list(chat, 'People in this channel').getByRole('option').evaluateAll(words), [
      '@ Ada',
      '@ Grace Hopper',
      '@ Barbara Liskov',
    ]);
    assert.equal(await active(chat), '@ Ada');
    await chat.page.keyboard.press('ArrowDown');
    assert.equal(await active(chat), '@ Grace Hopper');
    await chat.page.keyboard.press('ArrowUp');
    await chat.page.keyboard.press('ArrowUp');
    assert.equal(await active(chat), '@ Barbara Liskov');
    await chat.page.keyboard.press('Enter');
    assert.equal(await chat.box.inputValue(), 'hi @Barbara Liskov ');
    assert.equal(await list(chat, 'People in this channel').count(), 0);
    await chat.page.keyboard.type('(@hop');
    await chat.page.keyboard.press('Tab');
    assert.equal(await chat.box.inputValue(), 'hi @Barbara Liskov (@Grace Hopper ');
    await chat.page.keyboard.press('Enter');
    assert.equal((await chat.posted()).filter(({ type }) => type === 'send').length, 1);
  });

  it('takes a click, and the focus stays in the box', async () => {
    const chat = await inDemo();
    await chat.page.keyboard.type('@');
    await chat.page.getByRole('option', { name: 'Grace Hopper' }).click();
    await chat.page.keyboard.type('hi');
    assert.equal(await chat.box.inputValue(), '@Grace Hopper hi');
  });

  it('goes away with Escape and with the cursor, and leaves Enter to its work', async () => {
    const chat = await inDemo();
    await chat.page.keyboard.type('@A');
    await chat.page.keyboard.press('Escape');
    assert.equal(await list(chat, 'People in this channel').count(), 0);
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.type('@A');
    await chat.page.keyboard.press('ArrowLeft');
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.type('@Nobody');
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.type('over to you, @ada');
    await chat.page.keyboard.press('Enter');
    const sent = (await chat.posted()).flatMap(one => (one.type === 'send' ? [one.text] : []));
    assert.deepEqual(sent, ['@A', '@A', '@Nobody', 'over to you, @ada']);
  });

  it('leaves a reply in place when Escape was for the list', async () => {
    const chat = await inDemo();
    await chat.page.getByRole('article').hover();
    await chat.button('Reply').click();
    await chat.page.keyboard.type('@');
    await chat.page.keyboard.press('Escape');
    assert.equal(await chat.page.locator('.replying').count(), 1);
    await chat.page.keyboard.press('Escape');
    assert.equal(await chat.page.locator('.replying').count(), 0);
  });

  it('finds emoji by their names', async () => {
    const chat = await inDemo();
    await chat.page.keyboard.type('yes :tad');
    assert.equal(await active(chat), '🎉 :tada:');
    await chat.page.keyboard.press('Enter');
    assert.equal(await chat.box.inputValue(), 'yes 🎉 ');
    await chat.page.keyboard.type(':otte');
    await chat.page.getByRole('option', { name: ':otter:' }).click();
    assert.equal(await chat.box.inputValue(), 'yes 🎉 🦦 ');
  });

  it('turns a whole name between colons into its emoji, which a key takes back', async () => {
    const chat = await inDemo();
    await chat.page.keyboard.type('yes :tada:');
    assert.equal(await chat.box.inputValue(), 'yes 🎉');
    await chat.page.keyboard.press('Control+z');
    assert.equal(await chat.box.inputValue(), 'yes :tada:');
    await chat.page.keyboard.type(' :nothing_like_it:');
    assert.equal(await chat.box.inputValue(), 'yes :tada: :nothing_like_it:');
  });

  it('works while one changes a message', async () => {
    const chat = await inDemo();
    const mine = said(ME, 'hi');
    await chat.say({ type: 'entry', channel: 'demo', entry: mine });
    await chat.box.press('ArrowUp');
    await chat.page.keyboard.type(' @gra');
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(
      (await chat.posted()).filter(({ type }) => type === 'edit'),
      [{ type: 'edit', channel: 'demo', entry: mine.id, text: 'hi @Grace Hopper ' }],
    );
  });
});
