import assert from 'node:assert/strict';
import {
  ADA,
  GRACE,
  ME,
  NOBODY,
  channel,
  conversation,
  inOneMinute,
  person,
  presence,
  snapshot,
  text,
  transfer,
} from './samples';
import { usePages } from './support';

describe('messages', function () {
  const pages = usePages();

  it('asks for everything when it comes to life and shows it', async () => {
    const chat = await pages.open();
    assert.deepEqual(await chat.posted(), [{ type: 'ready' }]);
    await chat.say(snapshot(channel({ entries: [text(ADA, 'Morning!'), text(GRACE, 'Hello')] })));
    assert.match(await chat.log.getByRole('article', { name: 'Ada' }).innerText(), /Ada\s+.*\s+Morning!/);
    assert.equal(await chat.page.getByRole('heading', { name: 'demo' }).count(), 1);
    assert.deepEqual(await chat.violations(), []);
  });

  it('adds one message without touching the others', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [text(ADA, 'one')] })));
    const before = await chat.article('Ada').elementHandle();
    await chat.say({ type: 'entry', channel: 'demo', entry: text(GRACE, 'two') });
    assert.equal(await chat.page.getByRole('article').count(), 2);
    assert.equal(await before.evaluate(element => element.isConnected), true);
  });

  it('groups what one person says in a row, and names each message all the same', async () => {
    const chat = await pages.open();
    const [one, two] = inOneMinute(text(ADA, 'one'), text(ADA, 'two'));
    assert.ok(one && two);
    const later = text(ADA, 'a minute later', { date: one.date + 60_000 });
    await chat.say(snapshot(channel({ entries: [one, two, later] })));
    assert.equal(await chat.article('Ada').count(), 3);
    assert.equal(await chat.page.getByRole('time').count(), 2);
  });

  it('never groups a direct message with a public one', async () => {
    const chat = await pages.open();
    const entries = inOneMinute(text(ADA, 'to all'), text(ADA, 'to you', { to: ME }));
    await chat.say(snapshot(channel({ entries })));
    const direct = chat.article('Ada, direct message to you');
    assert.match(await direct.innerText(), /Only to\s+you/);
    assert.equal(await chat.page.getByRole('time').count(), 2);
  });

  it('marks own messages, anonymous people and private addressees', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [text(ME, 'a', { to: GRACE }), text(NOBODY, 'b')] })));
    assert.match(
      await chat.article('Linus (you), direct message to Grace Hopper').innerText(),
      /you\s+.*Only to\s+Grace/s,
    );
    assert.match(await chat.article('Anonymous 9f3a').innerText(), /Anonymous 9f3a/);
  });

  it('replaces an entry in place: sending becomes failed becomes sent', async () => {
    const chat = await pages.open();
    const mine = text(ME, 'hello', { state: 'sending' });
    await chat.say(snapshot(channel({ entries: [mine, text(ADA, 'after')] })));
    assert.equal(await chat.page.getByRole('img', { name: 'Sending' }).count(), 1);
    await chat.say({ type: 'entry', channel: 'demo', entry: { ...mine, state: 'failed', reason: 'Too fast.' } });
    assert.match(await chat.article('Linus').innerText(), /Not sent\. Too fast\./);
    await chat.button('Retry').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'retry', channel: 'demo', entry: mine.id });
    await chat.say(
      { type: 'entry', channel: 'demo', entry: mine },
      { type: 'entry', channel: 'demo', entry: { ...mine, state: 'sent' } },
    );
    assert.equal(await chat.button('Retry').count(), 0);
    assert.deepEqual(
      await chat.page
        .getByRole('article')
        .allInnerTexts()
        .then(all => all.length),
      2,
    );
  });

  it('merges comings and goings into one line', async () => {
    const chat = await pages.open();
    const crowd = ['Ada', 'Grace', 'Barbara', 'Frances', 'Jean'].map((name, at) => ({
      name,
      uid: `u${at}`,
      self: false,
    }));
    await chat.say(snapshot(channel({ entries: crowd.map(who => presence('join', who)) })));
    await chat.log.getByText('Ada, Grace and 3 others joined').waitFor();
    await chat.say({
      type: 'entry',
      channel: 'demo',
      entry: presence('leave', { name: 'Grace', uid: 'u1', self: false }),
    });
    await chat.log.getByText('Ada, Barbara and 2 others joined, Grace came and left').waitFor();
  });

  it('drops what the host dropped, and heads the first message again', async () => {
    const chat = await pages.open();
    const entries = [
      presence('join', ADA),
      presence('join', GRACE),
      text(ADA, 'one'),
      text(ADA, 'two'),
      text(ADA, 'three'),
    ];
    await chat.say(snapshot(channel({ entries })), { type: 'trimmed', channel: 'demo', first: entries[1]?.id ?? '' });
    await chat.log.getByText('Grace Hopper joined').waitFor();
    await chat.say({ type: 'trimmed', channel: 'demo', first: entries[3]?.id ?? '' });
    assert.equal(await chat.page.getByRole('article').count(), 2);
    assert.match(await chat.article('Ada').first().innerText(), /^A?\s*Ada/);
    await chat.say({ type: 'trimmed', channel: 'demo', first: 'nowhere' });
    assert.equal(await chat.page.getByRole('article').count(), 2);
  });

  it('drops what the host dropped also where it has left something out itself', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [] })));
    const [old, kept] = [text(ADA, 'old'), text(ADA, 'kept')];
    await chat.sayRaw({ type: 'entry', channel: 'demo', entry: { ...text(ADA, 'broken'), body: { type: 'newer' } } });
    for (const entry of [old, kept]) await chat.say({ type: 'entry', channel: 'demo', entry });
    await chat.say({ type: 'trimmed', channel: 'demo', first: kept.id });
    assert.equal(await chat.page.getByRole('article').count(), 1);
    await chat.log.getByText('kept').waitFor();
  });

  it('shows what was refused before anything of it was known', async () => {
    const chat = await pages.open();
    const progress = { done: 0, total: 0 };
    const refused = transfer(ADA, 0, { progress, reason: 'It is too long.' });
    await chat.say(snapshot(channel({ entries: [refused, transfer(GRACE, 0, { progress })] })));
    await chat.log.getByText('Not received. It is too long.').waitFor();
    assert.match(await chat.article('Grace Hopper').innerText(), /0\s%/);
  });

  it('survives whatever it is told', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: conversation() })));
    const bad = [
      null,
      7,
      'x',
      [],
      {},
      { type: 'constructor' },
      { type: 'entry', channel: 'demo' },
      { type: 'snapshot' },
    ];
    const odd = [
      {
        type: 'snapshot',
        channels: [{ name: 'demo', state: 'online', people: [null, 3], entries: [{ kind: 'message' }, null] }],
      },
      { type: 'entry', channel: 'demo', entry: { ...text(ADA, 'x'), date: 1e300 } },
      { type: 'entry', channel: 'elsewhere', entry: text(ADA, 'x') },
      { type: 'channel', channel: { name: 'demo', state: 'asleep', people: [] } },
      { type: 'trimmed', channel: 'demo', count: 1e9 },
      { type: 'trimmed', channel: 'demo', first: 'nowhere' },
      { type: 'active', name: 'nowhere' },
      { type: 'gone', name: 'nowhere' },
    ];
    for (const message of [...bad, ...odd]) await chat.sayRaw(message);
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ADA, 'still here') });
    await chat.log.getByText('still here').waitFor();
  });

  it('shows names, messages and paths of strangers as harmless text', async () => {
    const chat = await pages.open();
    const evil = { uid: 'e', name: '\u202eecarG\u0007<img src=x onerror=alert(1)>\n', self: false };
    const body = {
      type: 'snippet' as const,
      path: 'src/\u202etxt.exe\u0000',
      ranges: [{ startLine: 1, startColumn: 1, endLine: 1, endColumn: 9, code: 'if (a) {\u2066 // ok\u2069' }],
    };
    await chat.say(
      snapshot(
        channel({
          people: [person(ME), { uid: 'e', name: evil.name, self: false }],
          entries: [text(evil, '<b>bold</b> \u202eabc'), text(evil, '', { body }), presence('join', evil)],
        }),
      ),
    );
    assert.equal(await chat.page.locator('img[src], b').count(), 0);
    const shown = (await chat.log.textContent()) ?? '';
    assert.match(shown, /<b>bold<\/b> abc/);
    assert.match(shown, /src\/\\u202etxt\.exe\\u0000/);
    assert.match(shown, /if \(a\) \{\\u2066 \/\/ ok\\u2069/);
    assert.doesNotMatch(await chat.page.locator('body').innerText(), /[\u202a-\u202e\u2066-\u2069]/);
  });
});
