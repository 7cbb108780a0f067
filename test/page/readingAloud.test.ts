import assert from 'node:assert/strict';
import type { Chat } from './harness';
import { ADA, GRACE, ME, channel, conversation, missing, presence, snapshot, snippet, text, transfer } from './samples';
import { usePages } from './support';

describe('reading aloud', function () {
  const pages = usePages();

  const told = (chat: Chat) => chat.page.locator('main > [aria-live=polite] p').allInnerTexts();

  it('tells what comes once, and nothing of what was there', async () => {
    const chat = await pages.open();
    const entries = Array.from({ length: 1_000 }, (_, at) => text(ADA, `message ${at}`));
    await chat.say(snapshot(channel({ entries })));
    assert.deepEqual(await told(chat), []);
    await chat.say({ type: 'entry', channel: 'demo', entry: text(GRACE, 'Noodles?') });
    assert.deepEqual(await told(chat), ['Grace Hopper: Noodles?']);
    await chat.log.evaluate(log => (log.scrollTop = 0));
    await chat.log.getByText('message 0', { exact: true }).waitFor();
    await chat.log.evaluate(log => (log.scrollTop = log.scrollHeight));
    await chat.log.getByText('Noodles?').waitFor();
    assert.deepEqual(await told(chat), ['Grace Hopper: Noodles?']);
    assert.equal(await chat.log.getAttribute('aria-live'), 'off');
  });

  it('tells of each kind what one needs to know', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: conversation() })));
    const coming = transfer(ADA, 5);
    const mine = text(ME, 'mine', { state: 'sending' });
    const steps = [
      presence('join', ADA),
      missing(ADA, 2),
      text(ADA, 'psst', { to: ME }),
      snippet(ADA),
      coming,
      { ...coming, reason: 'Ada has left.' },
      mine,
      { ...mine, state: 'sent' as const },
      { ...mine, state: 'failed' as const, reason: 'Too long.' },
      { ...mine, state: 'failed' as const, reason: 'Too long.' },
    ];
    for (const entry of steps) await chat.say({ type: 'entry', channel: 'demo', entry });
    assert.deepEqual(await told(chat), [
      'Ada joined',
      '2 messages of Ada are missing',
      'Ada, only to you: psst',
      'Ada: src/limiter.ts, lines 12–31',
      'Not received. Ada has left.',
      'Not sent. Too long.',
    ]);
  });

  it('counts what comes at once, and forgets what was told', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel()));
    const all = Array.from({ length: 40 }, (_, at) => text(ADA, `message ${at}`));
    await chat.page.evaluate(
      entries =>
        new Promise<void>(resolve =>
          requestAnimationFrame(() => {
            for (const entry of entries)
              window.dispatchEvent(new MessageEvent('message', { data: { type: 'entry', channel: 'demo', entry } }));
            resolve();
          }),
        ),
      all,
    );
    await chat.settled();
    assert.deepEqual(await told(chat), ['40 new lines']);
    for (const entry of all.slice(0, 12))
      await chat.say({ type: 'entry', channel: 'demo', entry: { ...text(ADA, entry.id) } });
    assert.equal((await told(chat)).length, 10);
  });

  it('says which message of how many each one is, where not all are in the document', async () => {
    const chat = await pages.open();
    const entries = Array.from({ length: 1_000 }, (_, at) => text(ADA, `message ${at}`));
    await chat.say(snapshot(channel({ entries: [presence('join', ADA), ...entries] })));
    const last = chat.log.getByRole('article').last();
    const place = () => last.evaluate(one => [one.ariaPosInSet, one.ariaSetSize]);
    assert.deepEqual(await place(), ['1000', '1000']);
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ADA, 'one more') });
    assert.deepEqual(await place(), ['1001', '1001']);
    await chat.say({ type: 'trimmed', channel: 'demo', first: entries[100]?.id ?? '' });
    assert.deepEqual(await place(), ['901', '901']);
    await chat.say({ type: 'trimmed', channel: 'demo', first: entries[800]?.id ?? '' });
    assert.deepEqual(await place(), [null, null], 'the browser counts what is all there');
  });
});
