import assert from 'node:assert/strict';
import type { Chat } from './harness';
import { readAbove, topOf } from './reading';
import { ADA, ME, channel, conversation, snapshot, text } from './samples';
import { usePages } from './support';

const TALL = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n');

describe('the reading position', function () {
  const pages = usePages();
  const talk = (count: number) => Array.from({ length: count }, (_, at) => text(ADA, `message number ${at}`));

  async function filled(count = 60): Promise<Chat> {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: talk(count) })));
    return chat;
  }

  it('starts at the end and stays there, also with tall messages and many at once', async () => {
    const chat = await filled();
    assert.ok((await chat.belowSight()) <= 1);
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ADA, TALL) });
    assert.ok((await chat.belowSight()) <= 1);
    await chat.say(...talk(30).map(entry => ({ type: 'entry' as const, channel: 'demo', entry })));
    assert.ok((await chat.belowSight()) <= 1);
  });

  it('stays at the end when the box grows, a state line comes and the view is resized', async () => {
    const chat = await filled();
    await chat.box.fill('a\nb\nc\nd\ne');
    await chat.settled();
    assert.ok((await chat.belowSight()) <= 1);
    await chat.say({
      type: 'channel',
      channel: channel({ state: 'reconnecting', detail: 'Trying again in 5 seconds.' }),
    });
    assert.ok((await chat.belowSight()) <= 1);
    for (const size of [
      { width: 180, height: 400 },
      { width: 900, height: 700 },
      { width: 300, height: 300 },
    ]) {
      await chat.page.setViewportSize(size);
      await chat.settled();
      assert.ok((await chat.belowSight()) <= 1, JSON.stringify(size));
    }
  });

  it('holds the place of someone who reads above, and counts what is new', async () => {
    const chat = await pages.open();
    const entries = talk(60);
    await chat.say(snapshot(channel({ entries })));
    await readAbove(chat);
    const before = await topOf(chat, 'message number 40');
    await chat.say(
      ...[TALL, 'b', 'c'].map(words => ({ type: 'entry' as const, channel: 'demo', entry: text(ADA, words) })),
    );
    assert.ok(Math.abs((await topOf(chat, 'message number 40')) - before) <= 1);
    await chat.say({ type: 'channel', channel: channel({ state: 'refused', detail: 'No.' }) });
    assert.ok(Math.abs((await topOf(chat, 'message number 40')) - before) <= 1);
    await chat.say({ type: 'trimmed', channel: 'demo', first: entries[10]?.id ?? '' });
    assert.ok(Math.abs((await topOf(chat, 'message number 40')) - before) <= 1);
    await chat.button('3 new messages').click();
    await chat.settled();
    assert.ok((await chat.belowSight()) <= 1);
    assert.equal(await chat.button(/new messages|Jump/).count(), 0);
  });

  it('goes to the end for what one says oneself', async () => {
    const chat = await filled();
    await readAbove(chat);
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ME, 'mine') });
    assert.ok((await chat.belowSight()) <= 1);
  });

  it('is the same after the view was hidden, with the draft and its addressee', async () => {
    const chat = await pages.open();
    const everything = snapshot(channel({ entries: talk(60) }), channel({ name: 'team', entries: conversation() }));
    await chat.say(everything);
    await readAbove(chat);
    const before = await topOf(chat, 'message number 40');
    await chat.button('3 people').click();
    await chat.button('Write only to Ada').click();
    await chat.page.keyboard.type('half a thought');
    const shift = await topOf(chat, 'message number 40');
    assert.ok(Math.abs(shift - before) <= 1);
    await chat.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('"places":{"demo"'));
    await chat.remake();
    await chat.say(everything);
    assert.equal(await chat.box.inputValue(), 'half a thought');
    await chat.button('Write to everyone instead').waitFor();
    assert.ok(Math.abs((await topOf(chat, 'message number 40')) - before) <= 1);
  });

  it('counts what came while the view was hidden', async () => {
    const chat = await pages.open();
    const entries = talk(60);
    await chat.say(snapshot(channel({ entries })));
    await readAbove(chat);
    await chat.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('"places":{"demo"'));
    await chat.remake();
    await chat.say(snapshot(channel({ entries: [...entries, text(ADA, 'new'), text(ADA, 'newer')] })));
    await chat.button('2 new messages').waitFor();
  });

  it('keeps a place and a draft for each channel', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: talk(60) }), channel({ name: 'team', entries: talk(60) })));
    await chat.box.fill('for demo');
    await readAbove(chat);
    const place = await chat.log.evaluate(element => element.scrollTop);
    await chat.say({ type: 'active', name: 'team' });
    assert.equal(await chat.box.inputValue(), '');
    assert.ok((await chat.belowSight()) <= 1);
    await chat.say({ type: 'active', name: 'demo' });
    assert.equal(await chat.box.inputValue(), 'for demo');
    assert.equal(await chat.log.evaluate(element => element.scrollTop), place);
  });
});
