import assert from 'node:assert/strict';
import type { MessageEntry } from '../../src/protocol/transcript';
import { SNIPPET, withBody } from './cardSamples';
import type { Chat } from './harness';
import { ADA, GRACE, ME, channel, snapshot, text } from './samples';
import { usePages } from './support';

describe('replies', function () {
  const pages = usePages();

  function said(from: typeof ADA, words: string, more: Partial<MessageEntry> = {}): MessageEntry {
    const entry = text(from, words, more);
    return { content: `content-${entry.id}`, ...entry };
  }

  async function sent(chat: Chat) {
    return (await chat.posted()).filter(({ type }) => type === 'send');
  }

  const bar = (chat: Chat) => chat.page.locator('.replying-text');

  async function replyTo(chat: Chat, words: string): Promise<void> {
    const message = chat.page.getByRole('article').filter({ hasText: words });
    await message.hover();
    await message.getByRole('button', { name: 'Reply', exact: true }).click();
  }

  it('says in the box what one answers, sends it along once, and is done', async () => {
    const chat = await pages.open();
    const first = said(ADA, 'Noodles?\nOr falafel?');
    await chat.say(snapshot(channel({ entries: [first, said(GRACE, 'later')] })));
    await replyTo(chat, 'Noodles');
    assert.equal(await bar(chat).innerText(), 'Replying to Ada\nNoodles?');
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
    await chat.page.keyboard.type('Yes');
    await chat.page.keyboard.press('Enter');
    assert.equal(await bar(chat).count(), 0);
    await chat.page.keyboard.type('!');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await sent(chat), [
      { type: 'send', channel: 'demo', text: 'Yes', re: first.content },
      { type: 'send', channel: 'demo', text: '!' },
    ]);
  });

  it('is cancelled with Escape, or with its button, and keeps what was written', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [said(ADA, 'Noodles?')] })));
    await chat.box.fill('draft');
    await replyTo(chat, 'Noodles');
    await chat.page.keyboard.press('Escape');
    assert.equal(await bar(chat).count(), 0);
    await replyTo(chat, 'Noodles');
    await chat.button('Do not reply').click();
    assert.equal(await bar(chat).count(), 0);
    assert.equal(await chat.box.inputValue(), 'draft');
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
  });

  it('answers to one person what was for one person only', async () => {
    const chat = await pages.open();
    await chat.say(
      snapshot(
        channel({ entries: [said(ADA, 'psst', { to: ME }), said(ME, 'what', { to: GRACE }), said(ADA, 'all')] }),
      ),
    );
    await replyTo(chat, 'psst');
    assert.equal(await chat.page.locator('#only').innerText(), 'Only to Ada');
    await chat.page.keyboard.type('yes');
    await chat.page.keyboard.press('Enter');
    await replyTo(chat, 'what');
    assert.equal(await chat.page.locator('#only').innerText(), 'Only to Grace Hopper');
    assert.equal(((await sent(chat))[0] as { to?: string }).to, ADA.uid);
  });

  it('keeps what one answers while the page is away, by channel', async () => {
    const chat = await pages.open();
    const all = snapshot(channel({ entries: [said(ADA, 'Noodles?')] }), channel({ name: 'team' }));
    await chat.say(all);
    await replyTo(chat, 'Noodles');
    await chat.say({ type: 'active', name: 'team' });
    assert.equal(await bar(chat).count(), 0);
    await chat.remake();
    await chat.say(all);
    assert.equal(await bar(chat).innerText(), 'Replying to Ada\nNoodles?');
  });

  it('comes back with the text when that could not be sent', async () => {
    const chat = await pages.open();
    const first = said(ADA, 'Noodles?');
    await chat.say(snapshot(channel({ entries: [first] })));
    await chat.say({ type: 'rejected', channel: 'demo', text: 'Yes', re: first.content ?? '', reason: 'Too long.' });
    assert.equal(await bar(chat).innerText(), 'Replying to Ada\nNoodles?');
    assert.equal(await chat.box.inputValue(), 'Yes');
  });

  it('begins at the host’s word, for a card as well', async () => {
    const chat = await pages.open();
    const card = withBody(ADA, { ...SNIPPET, comment: '' });
    await chat.say(snapshot(channel({ name: 'team' }), channel({ entries: [card] })));
    await chat.say({ type: 'reply', channel: 'demo', entry: card.id });
    assert.equal(await chat.page.getByRole('combobox', { name: 'Channel' }).count(), 1);
    assert.equal(await bar(chat).innerText(), 'Replying to Ada\nsrc/relay/limiter.ts, lines 9–14');
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
  });

  it('offers nothing where there is no name for what one would answer', async () => {
    const chat = await pages.open();
    const plain = text(ADA, 'from a plain client');
    await chat.say(snapshot(channel({ entries: [plain] })));
    assert.equal(await chat.button('Reply').count(), 0);
    await chat.say({ type: 'reply', channel: 'demo', entry: plain.id });
    assert.equal(await bar(chat).count(), 0);
  });

  it('quotes what a message answers, and leads there', async () => {
    const chat = await pages.open({ alone: true });
    const first = said(ADA, 'Noodles or falafel, that is the question');
    const between = Array.from({ length: 60 }, (_, at) => said(GRACE, `message ${at}`));
    const answer = said(ME, 'Falafel', { re: first.content ?? '' });
    await chat.say(snapshot(channel({ entries: [first, ...between, answer] })));
    const quote = chat.page
      .getByRole('article', { name: 'Linus (you)' })
      .getByRole('button', { name: /^In reply to Ada/ });
    assert.match(await quote.innerText(), /Ada.*Noodles or falafel/s);
    await quote.click();
    const original = chat.article('Ada');
    assert.equal(await original.evaluate(element => element === document.activeElement), true);
    assert.match((await original.getAttribute('class')) ?? '', /flash/);
    await chat.button('Jump to newest').waitFor();
    const box = await original.boundingBox();
    assert.ok(box && box.y > 0 && box.y < 600);
    await chat.page.waitForFunction(() => !document.querySelector('.flash'));
  });

  it('says so while that is not here, and quotes it as soon as it comes', async () => {
    const chat = await pages.open();
    const late = said(ADA, 'Noodles?');
    const answer = said(ME, 'Yes', { re: late.content ?? '' });
    await chat.say(snapshot(channel({ entries: [answer] })));
    const mine = chat.article('Linus');
    assert.match(await mine.innerText(), /A message that is not here any more/);
    assert.equal(await chat.button(/In reply to/).count(), 0);
    await chat.say({ type: 'entry', channel: 'demo', entry: late, before: answer.id });
    await mine.getByRole('button', { name: 'In reply to Ada Noodles?' }).waitFor();
    await chat.say({ type: 'trimmed', channel: 'demo', first: answer.id });
    await mine.getByText('A message that is not here any more').waitFor();
  });
});
