import assert from 'node:assert/strict';
import { dayName, dayOf } from '../../media/chat/days';
import type { Chat } from './harness';
import { ADA, GRACE, channel, snapshot, text } from './samples';
import { usePages } from './support';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 24, 12);

describe('days', function () {
  const pages = usePages();

  const days = (chat: Chat) => chat.log.getByRole('separator').allInnerTexts();

  /** A page whose clock stands at noon, and goes on. */
  async function atNoon(): Promise<Chat> {
    const chat = await pages.open({ alone: true });
    await chat.page.clock.install({ time: NOON });
    await chat.page.reload();
    await chat.posting('ready');
    return chat;
  }

  it('stand above the first message of each, as one calls them', async () => {
    const chat = await atNoon();
    const ago = [400 * 24, 3 * 24, 3 * 24 - 1, 24, 1];
    const entries = ago.map(hours => text(ADA, `${hours} hours ago`, { date: NOON - hours * HOUR }));
    await chat.say(snapshot(channel({ entries })));
    assert.deepEqual(await days(chat), ['Monday, 20 October 2025', 'Saturday 21 November', 'Yesterday', 'Today']);
    assert.equal(await chat.log.getByRole('time').count(), 5, 'who and when is said anew');
  });

  it('change their names at midnight', async () => {
    const chat = await atNoon();
    await chat.say(snapshot(channel({ entries: [text(ADA, 'late', { date: NOON + 11 * HOUR })] })));
    assert.deepEqual(await days(chat), ['Today']);
    await chat.page.clock.runFor(11 * HOUR);
    assert.deepEqual(await days(chat), ['Today']);
    await chat.page.clock.runFor(2 * HOUR);
    assert.deepEqual(await days(chat), ['Yesterday']);
    await chat.page.clock.runFor(24 * HOUR);
    assert.deepEqual(await days(chat), ['Tuesday 24 November']);
  });

  it('go with their last message, and come with a late one', async () => {
    const chat = await atNoon();
    const [old, now] = [text(ADA, 'old', { date: NOON - 24 * HOUR }), text(GRACE, 'now', { date: NOON })];
    await chat.say(snapshot(channel({ entries: [now] })));
    assert.deepEqual(await days(chat), ['Today']);
    await chat.say({ type: 'entry', channel: 'demo', entry: old, before: now.id });
    assert.deepEqual(await days(chat), ['Yesterday', 'Today']);
    await chat.say({ type: 'removed', channel: 'demo', id: now.id });
    assert.deepEqual(await days(chat), ['Yesterday']);
    await chat.say({ type: 'entry', channel: 'demo', entry: now }, { type: 'trimmed', channel: 'demo', first: now.id });
    assert.deepEqual(await days(chat), ['Today']);
  });

  it('tells the exact time on hover', async () => {
    const chat = await atNoon();
    await chat.say(snapshot(channel({ entries: [text(ADA, 'x', { date: NOON - 3 * HOUR - 1_000 })] })));
    const time = chat.page.getByRole('time');
    assert.equal(await time.innerText(), '8:59');
    assert.equal(await time.getAttribute('title'), 'Tuesday, 24 November 2026 at 08:59:59');
  });

  it('last as long as the calendar says, also where clocks change', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Europe/Berlin';
    try {
      // In the night to 25 October 2026 an hour comes twice.
      const now = Date.UTC(2026, 9, 26, 8);
      assert.equal(dayName(dayOf(Date.UTC(2026, 9, 24, 22, 30)), now), 'Yesterday');
      assert.equal(dayName(dayOf(Date.UTC(2026, 9, 25, 22, 30)), now), 'Yesterday');
      assert.equal(dayName(dayOf(Date.UTC(2026, 9, 25, 23, 30)), now), 'Today');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
