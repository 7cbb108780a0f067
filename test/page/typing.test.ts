import assert from 'node:assert/strict';
import type { HostToPage, PageToHost, PersonView } from '../../src/protocol/panel';
import { STATUSES } from '../../src/protocol/presence';
import type { Chat } from './harness';
import { ADA, GRACE, ME, channel, person, said, snapshot } from './samples';
import { usePages } from './support';

async function told(chat: Chat): Promise<PageToHost[]> {
  return (await chat.posted()).filter(({ type }) => type === 'typing');
}

const ON = { type: 'typing', channel: 'demo', on: true };
const OFF = { type: 'typing', channel: 'demo', on: false };

describe('who writes', function () {
  const pages = usePages();

  /** With a clock that stands still until it is told to go on. */
  async function writing(): Promise<Chat> {
    const chat = await pages.open({ alone: true });
    await chat.page.clock.install({ time: new Date('2026-11-23T14:00:00Z') });
    await chat.remake();
    await chat.say(snapshot(channel({ entries: [said(ME, 'mine')] }), channel({ name: 'team' })));
    await chat.page.clock.pauseAt(new Date('2026-11-23T14:01:00Z'));
    await chat.box.focus();
    return chat;
  }

  /** As `say`, which waits for frames that do not come while the clock stands still. */
  function hears(chat: Chat, message: HostToPage): Promise<boolean> {
    return chat.page.evaluate(data => window.dispatchEvent(new MessageEvent('message', { data })), message);
  }

  it('is told with the first key, again after three seconds, and when it stops', async () => {
    const chat = await writing();
    await chat.page.keyboard.type('abc');
    assert.deepEqual(await told(chat), [ON]);
    await chat.page.clock.runFor(2_900);
    await chat.page.keyboard.type('d');
    assert.deepEqual(await told(chat), [ON]);
    await chat.page.clock.runFor(200);
    await chat.page.keyboard.type('e');
    assert.deepEqual(await told(chat), [ON, ON]);
    await chat.page.clock.runFor(4_900);
    assert.deepEqual(await told(chat), [ON, ON]);
    await chat.page.clock.runFor(200);
    assert.deepEqual(await told(chat), [ON, ON, OFF]);
    await chat.page.clock.runFor(60_000);
    assert.deepEqual(await told(chat), [ON, ON, OFF]);
  });

  it('is over when it is sent, or nothing is left of it', async () => {
    const chat = await writing();
    await chat.page.keyboard.type('a');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await told(chat), [ON, OFF]);
    await chat.page.keyboard.type('b');
    await chat.page.keyboard.press('Backspace');
    assert.deepEqual(await told(chat), [ON, OFF, ON, OFF]);
    await chat.page.clock.runFor(60_000);
    assert.equal((await told(chat)).length, 4);
  });

  it('is told to that one person only what is for one person', async () => {
    const chat = await writing();
    await chat.page.keyboard.type('to all');
    await hears(chat, { type: 'rejected', channel: 'demo', text: 'x', to: GRACE.uid ?? '', reason: 'No.' });
    await chat.page.keyboard.type('z');
    const her = { to: GRACE.uid };
    assert.deepEqual(await told(chat), [ON, OFF, { ...ON, ...her }]);
    await chat.page.clock.runFor(6_000);
    assert.deepEqual((await told(chat)).at(-1), { ...OFF, ...her });
  });

  it('is over in a channel that one leaves for another one', async () => {
    const chat = await writing();
    await chat.page.keyboard.type('a');
    await hears(chat, { type: 'active', name: 'team' });
    assert.deepEqual(await told(chat), [ON, OFF]);
  });

  it('is told to nobody while one changes an old message, or is offline', async () => {
    const chat = await writing();
    await chat.page.keyboard.press('ArrowUp');
    await chat.page.keyboard.type('more');
    await chat.page.keyboard.press('Escape');
    await hears(chat, { type: 'channel', channel: channel({ state: 'reconnecting', people: [] }) });
    await chat.page.keyboard.type('waits');
    assert.deepEqual(await told(chat), []);
  });

  it('is shown above the box, and moves nothing', async () => {
    const chat = await pages.open({ alone: true });
    await chat.say(snapshot(channel({ entries: [said(ADA, 'hi')] })));
    const line = chat.page.locator('.typing');
    const top = () => chat.box.evaluate(element => element.getBoundingClientRect().top);
    const before = await top();
    const say = async (...writers: string[]) => {
      const people: PersonView[] = [ME, ADA, GRACE, { uid: 'b1', name: 'Barbara', self: false }].map(one =>
        writers.includes(one.name ?? '') ? { ...person(one), typing: true } : person(one),
      );
      await chat.say({ type: 'channel', channel: channel({ people }) });
      return line.innerText();
    };
    assert.equal(await say(), '');
    assert.equal(await say('Ada'), 'Ada is typing…');
    assert.equal(await say('Ada', 'Grace Hopper'), 'Ada and Grace Hopper are typing…');
    assert.equal(await say('Ada', 'Grace Hopper', 'Barbara'), 'Several people are typing…');
    assert.equal(await say('Linus'), '', 'oneself');
    assert.equal(await top(), before);
    await say('Ada');
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await chat.page.evaluate(() => document.getAnimations().length), 0, 'for who wants nothing to move');
    assert.equal(await line.evaluate(element => element.closest('[aria-live], [role=status], [role=log]')), null);
  });
});

describe('how people are', function () {
  const pages = usePages();

  it('stands behind their names', async () => {
    const chat = await pages.open({ width: 400 });
    const words = ['Active', 'Idle', 'Away', 'In a call', 'Do not disturb'];
    const people = STATUSES.map((status, at) => ({ name: `P${at}`, uid: `u${at}`, self: false, status }));
    await chat.say(snapshot(channel({ people: [person(ME), ...people] })));
    await chat.button('6 people').click();
    const items = chat.page.getByRole('list', { name: 'People in this channel' }).getByRole('listitem');
    for (const [at, status] of words.entries()) {
      assert.match(await items.nth(at + 1).evaluate(one => one.textContent), new RegExp(`P${at}\\s+${status}`));
      assert.equal(
        await items
          .nth(at + 1)
          .getByTitle(status, { exact: true })
          .count(),
        1,
      );
    }
    assert.equal(await items.first().locator('.status-of').count(), 0, 'of who has said nothing');
  });

  it('is nothing where this version does not know it', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel()));
    const people = [person(ME), { ...person(ADA), status: 'constructor', typing: 'yes' }];
    await chat.sayRaw({ type: 'channel', channel: { ...channel(), people } });
    await chat.button('2 people').click();
    assert.equal(await chat.page.locator('.status-of').count(), 0);
    assert.equal(await chat.page.locator('.typing').innerText(), '');
  });
});
