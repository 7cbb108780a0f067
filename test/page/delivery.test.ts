import assert from 'node:assert/strict';
import type { DeliveryState, Entry, MessageEntry } from '../../src/protocol/transcript';
import type { Chat } from './harness';
import {
  ADA,
  GRACE,
  ME,
  channel,
  deliveries,
  inOneMinute,
  missing,
  range,
  snapshot,
  snippet,
  text,
  transfer,
} from './samples';
import { usePages } from './support';

const TOTAL = 1_200_000;

describe('what becomes of a message', function () {
  const pages = usePages();

  async function showing(...entries: Entry[]): Promise<Chat> {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries })));
    return chat;
  }

  const put = (chat: Chat, entry: MessageEntry) => chat.say({ type: 'entry', channel: 'demo', entry });
  const mark = (chat: Chat, name: string) => chat.log.getByRole('img', { name, exact: true });

  it('shows each state of one’s own messages, and none of others’', async () => {
    const mine = text(ME, 'hello', { state: 'waiting' });
    const toHer = text(ME, 'psst', { to: GRACE });
    const chat = await showing(text(ADA, 'hi'), mine, toHer);
    assert.equal(await chat.log.getByRole('img').count(), 2);
    await mark(chat, 'Waiting for the connection').waitFor();
    await mark(chat, 'Sent. No confirmation from Grace Hopper yet.').waitFor();
    await put(chat, { ...mine, state: 'sending' });
    await mark(chat, 'Sending…').waitFor();
    await put(chat, { ...mine, state: 'sent' });
    await mark(chat, 'Sent').waitFor();
    await put(chat, { ...toHer, state: 'delivered' });
    await mark(chat, 'Delivered to Grace Hopper').waitFor();
  });

  it('takes back what waits', async () => {
    const mine = text(ME, 'not yet', { state: 'waiting' });
    const chat = await showing(text(ADA, 'hi'), mine);
    await chat.button('Cancel').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'cancel', channel: 'demo', entry: mine.id });
    await chat.say({ type: 'removed', channel: 'demo', id: mine.id });
    assert.equal(await chat.page.getByRole('article').count(), 1);
    assert.equal(await chat.log.evaluate(element => element === document.activeElement), true, 'the focus is not lost');
    await chat.say({ type: 'removed', channel: 'demo', id: mine.id });
    await chat.say({ type: 'removed', channel: 'nowhere', id: mine.id });
  });

  it('says why something failed, and offers to try again or to let it go', async () => {
    const mine = text(ME, 'hello', { state: 'failed', reason: 'Too long.' });
    const chat = await showing(mine);
    assert.match(await chat.article('Linus').innerText(), /Not sent\. Too long\./);
    await chat.button('Retry').click();
    await chat.button('Dismiss').click();
    assert.deepEqual((await chat.posted()).slice(-2), [
      { type: 'retry', channel: 'demo', entry: mine.id },
      { type: 'cancel', channel: 'demo', entry: mine.id },
    ]);
  });

  it('moves nothing when a state changes', async () => {
    const long = 'word '.repeat(40).trim();
    const kinds = [
      text(ME, 'short'),
      text(ME, long),
      text(ME, 'to her', { to: GRACE }),
      snippet(ME),
      text(ME, 'W'.repeat(2_500)),
    ];
    const others = kinds.map((_, at) => text(ADA, `after ${at}`));
    const chat = await showing(...kinds.flatMap((entry, at) => [entry, others[at] ?? entry]));
    const places = () =>
      chat.page
        .getByRole('article')
        .evaluateAll((all: HTMLElement[]) => all.map(one => [one.offsetTop, one.offsetHeight]));
    const before = await places();
    for (const state of ['waiting', 'sending', 'sent', 'delivered'] satisfies DeliveryState[]) {
      for (const entry of kinds) await put(chat, { ...entry, state });
      assert.deepEqual(await places(), before, state);
    }
    const large = kinds.at(-2);
    assert.ok(large);
    await put(chat, { ...large, state: 'sending', progress: { done: 1, total: TOTAL } });
    assert.deepEqual(await places(), before, 'progress');
  });

  it('does not flicker on a fast relay: "sending" shows only if it lasts', async () => {
    const chat = await pages.open({ alone: true });
    // Also for those who want nothing to move: this is no movement.
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    await chat.say(snapshot(channel({ entries: [text(ME, 'quick', { state: 'sending' })] })));
    const opacities = () =>
      chat.log
        .locator('.mark .codicon, .text > span:first-child')
        .evaluateAll(all => all.map(one => getComputedStyle(one).opacity));
    const wind = (to: number) =>
      chat.page.evaluate(time => {
        for (const one of document.getAnimations()) {
          one.pause();
          one.currentTime = time;
        }
      }, to);
    await wind(390);
    assert.deepEqual(await opacities(), ['1', '0']);
    await wind(410);
    assert.deepEqual(await opacities(), ['0.75', '1']);
  });

  it('reads out a failure, but no other state and no progress', async () => {
    const mine = text(ME, 'hello', { state: 'waiting' });
    const long = { ...snippet(ME), state: 'sending' as const, progress: { done: 1, total: 9 } };
    const chat = await showing(mine, long, transfer(ADA, 1));
    const told = () => chat.page.locator('main > [aria-live=polite] p').allInnerTexts();
    await put(chat, { ...mine, state: 'sending' });
    await put(chat, { ...long, progress: { done: 8, total: 9 } });
    await put(chat, { ...long, state: 'sent' });
    assert.deepEqual(await told(), []);
    await put(chat, { ...mine, state: 'failed', reason: 'No.' });
    assert.deepEqual(await told(), ['Not sent. No.']);
    assert.equal(await chat.log.getAttribute('aria-live'), 'off', 'the list itself is not read');
  });

  it('shows how far one’s own long message is, and stops it', async () => {
    const mine = { ...snippet(ME), state: 'sending' as const, progress: { done: 300_000, total: TOTAL } };
    const chat = await showing(mine);
    const bar = chat.page.getByRole('progressbar', { name: 'Sending' });
    assert.equal(await bar.getAttribute('aria-valuetext'), '25\u00a0% of 1.2\u00a0MB');
    await put(chat, { ...mine, progress: { done: TOTAL, total: TOTAL } });
    assert.equal(await bar.evaluate((one: HTMLProgressElement) => one.position), 1);
    await put(chat, { ...mine, state: 'waiting' });
    await mark(chat, 'Waiting for the connection').waitFor();
    assert.equal(await bar.count(), 1);
    await chat.button('Cancel').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'cancel', channel: 'demo', entry: mine.id });
    const sent: MessageEntry = { ...mine, state: 'sent' };
    delete sent.progress;
    await put(chat, sent);
    assert.equal(await bar.count(), 0);
    assert.deepEqual(await chat.violations(), []);
  });

  it('shows what comes in, lets one stop it, and puts the message in its place', async () => {
    const all = inOneMinute<Entry>(text(ADA, 'look at this:'), transfer(ADA, 617_284), text(ADA, 'and at this'));
    const coming = all[1] ?? missing(ADA, 1);
    const chat = await showing(...all);
    const bar = chat.page.getByRole('progressbar', { name: 'Receiving from Ada' });
    assert.equal(await bar.getAttribute('aria-valuetext'), '50\u00a0% of 1.2\u00a0MB');
    assert.equal(await chat.page.getByRole('time').count(), 1, 'it is grouped like the message it becomes');
    await chat.button('Cancel').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'cancel', channel: 'demo', entry: coming.id });
    await put(chat, { ...text(ADA, 'the whole of it', { to: ME }), id: coming.id, date: coming.date });
    assert.equal(await bar.count(), 0);
    assert.match(await chat.page.getByRole('article').nth(1).innerText(), /Only to\s+you\s+the whole of it/);
    assert.equal(await chat.page.getByRole('time').count(), 3, 'a direct message is not grouped with the others');
  });

  it('says that what came in did not come whole', async () => {
    const coming = transfer(ADA, 5, { reason: 'Ada has left.' });
    const chat = await showing(coming);
    assert.match(await chat.article('Ada').innerText(), /Not received\. Ada has left\./);
    await chat.button('Dismiss').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'cancel', channel: 'demo', entry: coming.id });
    assert.equal(await chat.page.getByRole('progressbar').count(), 0);
  });

  it('says what is missing, until it is there', async () => {
    const gap = missing(ADA, 3);
    const chat = await showing(text(ADA, 'one'), gap, missing({ self: false }, 1), text(ADA, 'five'));
    const line = chat.log.getByText('3 messages of Ada are missing');
    assert.match((await line.locator('..').getAttribute('title')) ?? '', /nobody who is here now has them/);
    await chat.log.getByText('1 message is missing', { exact: true }).waitFor();
    await chat.say({ type: 'removed', channel: 'demo', id: gap.id });
    assert.equal(await line.count(), 0);
    assert.equal(await chat.page.getByText('Nobody has said anything yet.').count(), 0);
  });

  it('does not say that nobody has said anything when something is missing, and says so when all is taken away', async () => {
    const gap = missing(ADA, 3);
    const chat = await showing(gap);
    const nothing = chat.page.getByText('Nobody has said anything yet.');
    assert.equal(await nothing.count(), 0);
    await chat.say({ type: 'removed', channel: 'demo', id: gap.id });
    await nothing.waitFor();
  });

  it('survives entries that are broken in every new way', async () => {
    const chat = await showing(...deliveries());
    const count = await chat.page.getByRole('article').count();
    const bad = [
      { ...text(ME, 'x'), state: 'toString' },
      { ...text(ME, 'x'), progress: { done: 1, total: -1 } },
      { ...text(ME, 'x'), progress: { done: Infinity, total: 1 } },
      { ...transfer(ADA, 1), progress: undefined },
      { ...transfer(ADA, 1), reason: 7 },
      { ...missing(ADA, 1), count: -1 },
      { ...missing(ADA, 1), who: 'Ada' },
    ];
    for (const entry of bad) await chat.sayRaw({ type: 'entry', channel: 'demo', entry });
    for (const before of [7, 'nowhere', null]) await chat.sayRaw({ type: 'removed', channel: 'demo', id: before });
    assert.equal(await chat.page.getByRole('article').count(), count);
    await chat.sayRaw({ type: 'entry', channel: 'demo', entry: text(ADA, 'still here'), before: 'nowhere' });
    assert.match(await chat.page.getByRole('article').last().innerText(), /still here/);
    const over = { ...text(ME, 'x'.repeat(3_000)), state: 'sending', progress: { done: 9e9, total: 1_000 } };
    await chat.sayRaw({ type: 'entry', channel: 'demo', entry: { ...over, id: 'over' } });
    await chat.page.locator('progress[aria-valuetext="100\u00a0% of 1\u00a0KB"]').waitFor();
  });

  it('puts a path on one line for whoever copies it', async () => {
    const chat = await showing(snippet(ADA, { path: 'src/deep/limiter.ts', ranges: [range(1, 'x')] }));
    assert.equal(await chat.page.locator('.path').innerText(), 'src/deep/limiter.ts');
    const copied = await chat.page.locator('.card-head').evaluate(element => {
      getSelection()?.selectAllChildren(element);
      return getSelection()?.toString() ?? '';
    });
    assert.match(copied, /^\s*src\/deep\/limiter\.ts\b/);
  });
});
