import assert from 'node:assert/strict';
import type { PageToHost } from '../../src/protocol/panel';
import type { Chat } from './harness';
import { readAbove } from './reading';
import { ADA, GRACE, ME, channel, snapshot, text } from './samples';
import { usePages } from './support';

/** As the browser does it: no frames and another state while hidden, then an event. */
const HIDE = `{
  const frames = [];
  const real = requestAnimationFrame;
  window.requestAnimationFrame = one => frames.push(one);
  const be = value => Object.defineProperty(document, 'visibilityState', { value, configurable: true });
  be('hidden');
  window.comeBack = () => {
    window.requestAnimationFrame = real;
    be('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    for (const one of frames) real(one);
  };
}`;

describe('what is new', function () {
  const pages = usePages();

  const talk = (count: number) => Array.from({ length: count }, (_, at) => text(ADA, `message number ${at}`));
  const line = (chat: Chat) => chat.log.getByRole('separator', { name: 'New since you looked' });
  const put = (chat: Chat, words: string, from = ADA) =>
    chat.say({ type: 'entry', channel: 'demo', entry: text(from, words) });

  async function seen(chat: Chat): Promise<string[]> {
    const posted: PageToHost[] = await chat.posted();
    return posted.flatMap(message => (message.type === 'seen' ? [message.entry] : []));
  }

  /** What stands right below the line. */
  const below = (chat: Chat) =>
    line(chat).evaluate(element => element.nextElementSibling?.querySelector('.text')?.textContent.trim());

  it('stands below a line when one opens the channel: above the first message of another', async () => {
    const chat = await pages.open();
    const [read, mine, news, more] = [text(ADA, 'read'), text(ME, 'mine'), text(GRACE, 'new'), text(GRACE, 'more')];
    await chat.say(snapshot(channel({ entries: [read, mine, news, more], seen: read.id })));
    assert.equal(await below(chat), 'new');
    assert.match(await chat.article('Grace Hopper').first().innerText(), /Grace Hopper/, 'it is told anew who speaks');
  });

  it('is not marked where nothing is new, or nobody knows what was seen', async () => {
    const chat = await pages.open();
    const [one, mine] = [text(ADA, 'one'), text(ME, 'mine')];
    for (const last of [one.id, mine.id, 'long gone', undefined]) {
      const of = channel({ entries: [one, mine], ...(last === undefined ? {} : { seen: last }) });
      await chat.say(snapshot(of));
      assert.equal(await line(chat).count(), 0, last);
    }
  });

  it('is told to the host once it was drawn with the end in sight, and each time that something came there', async () => {
    const chat = await pages.open();
    const all = talk(60);
    await chat.say(snapshot(channel({ entries: all })));
    assert.deepEqual(await seen(chat), [all[59]?.id]);
    const [next, late] = [text(ADA, 'next'), text(ADA, 'late')];
    await chat.say({ type: 'entry', channel: 'demo', entry: next });
    assert.deepEqual((await seen(chat)).slice(1), [next.id]);
    await readAbove(chat);
    await chat.say({ type: 'entry', channel: 'demo', entry: late });
    assert.equal((await seen(chat)).length, 2, 'the end is not in sight');
    await chat.button('1 new message').click();
    await chat.settled();
    assert.deepEqual((await seen(chat)).slice(2), [late.id]);
  });

  it('is told once for many that come at once', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: talk(3) })));
    const before = (await seen(chat)).length;
    const all = talk(200).map(entry => ({ type: 'entry' as const, channel: 'demo', entry }));
    await chat.say(...all);
    const told = (await seen(chat)).slice(before);
    assert.equal(told.at(-1), all.at(-1)?.entry.id);
    assert.ok(told.length < 20, `${told.length} times`);
  });

  it('is kept by channel: what came elsewhere is new when one comes back', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: talk(2) }), channel({ name: 'team', entries: talk(2) })));
    await chat.say({ type: 'active', name: 'team' });
    await put(chat, 'while away');
    await chat.say({ type: 'active', name: 'demo' });
    assert.equal(await below(chat), 'while away');
    await chat.say({ type: 'active', name: 'team' }, { type: 'active', name: 'demo' });
    assert.equal(await line(chat).count(), 0, 'now it was seen');
  });

  it('is what came while the window was hidden, when it comes back', async () => {
    const chat = await pages.open({ alone: true });
    await chat.say(snapshot(channel({ entries: talk(2) })));
    await chat.page.evaluate(HIDE);
    const entry = text(ADA, 'while hidden');
    await chat.page.evaluate(one => window.postMessage({ type: 'entry', channel: 'demo', entry: one }, '*'), entry);
    await chat.page.evaluate(() => new Promise(resolve => setTimeout(resolve)));
    assert.ok(!(await seen(chat)).includes(entry.id), 'nothing is seen of a hidden page');
    await chat.page.evaluate('comeBack()');
    await chat.settled();
    assert.equal(await below(chat), 'while hidden');
    assert.equal((await seen(chat)).at(-1), entry.id);
  });
});
