import assert from 'node:assert/strict';
import { ADA, ME, channel, conversation, person, snapshot, text } from './samples';
import { usePages } from './support';

describe('channels and people', function () {
  const pages = usePages();

  it('says what this is when no channel is joined, with buttons that do something about it', async () => {
    const chat = await pages.open();
    await chat.say(snapshot());
    await chat.button('Join a Channel').click();
    await chat.button('Start a Relay').click();
    assert.deepEqual((await chat.posted()).slice(1), [
      { type: 'run', action: 'join' },
      { type: 'run', action: 'startRelay' },
    ]);
    assert.equal(await chat.box.isVisible(), false);
  });

  it('says what to do when nobody has said anything', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ people: [person(ME)] })));
    await chat.page.getByText('Nobody has said anything yet.').waitFor();
    await chat.page.getByText('You are the only one here.').waitFor();
    await chat.button('Send Selection').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'run', action: 'sendSelection', channel: 'demo' });
    await chat.button('Say Hello').press('Enter');
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ADA, 'Hello') });
    assert.equal(await chat.button('Say Hello').count(), 0);
  });

  it('switches channels, each with its state', async () => {
    const chat = await pages.open();
    const team = channel({ name: 'team', state: 'reconnecting', entries: [text(ADA, 'in team')] });
    await chat.say(snapshot(channel({ entries: conversation() }), team));
    const switcher = chat.page.getByRole('combobox', { name: 'Channel' });
    await switcher.click();
    await chat.page.getByRole('option', { name: 'team (reconnecting…)' }).click();
    const said = await chat.posted();
    assert.deepEqual(said.slice(said.findLastIndex(({ type }) => type === 'select')).slice(0, 2), [
      { type: 'select', channel: 'team' },
      { type: 'following', channel: 'team', following: true },
    ]);
    await chat.log.getByText('in team').waitFor();
    await chat.say({ type: 'gone', name: 'team' });
    await chat.page.getByRole('heading', { name: 'demo' }).waitFor();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'select', channel: 'demo' });
  });

  it('tells in the list how many are unread in the other channels', async () => {
    const chat = await pages.open();
    const others = [channel({ name: 'team', unread: 2 }), channel({ name: 'ops', unread: 1, state: 'refused' })];
    await chat.say(snapshot(channel({ unread: 7 }), ...others, channel({ name: 'quiet' })));
    const labels = async () => {
      await chat.page.getByRole('combobox', { name: 'Channel' }).click();
      const shown = await chat.page.getByRole('option').allInnerTexts();
      await chat.page.keyboard.press('Escape');
      return shown.map(label => label.trim());
    };
    assert.deepEqual(await labels(), ['demo', 'team (2 new)', 'ops (refused) (1 new)', 'quiet']);
    await chat.say({ type: 'channel', channel: channel({ name: 'team' }) });
    await chat.say({ type: 'channel', channel: channel({ name: 'quiet', unread: 1 }) });
    assert.deepEqual(await labels(), ['demo', 'team', 'ops (refused) (1 new)', 'quiet (1 new)']);
  });

  it('shows the channel that was joined, and nothing once it is left', async () => {
    const chat = await pages.open();
    await chat.say(snapshot());
    await chat.say({ type: 'channel', channel: channel({ state: 'connecting' }) });
    await chat.page.getByRole('status').getByText('Connecting…').waitFor();
    await chat.say({ type: 'gone', name: 'demo' });
    await chat.button('Join a Channel').waitFor();
  });

  it('tells the state of the connection and offers to reconnect where nothing else will', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ state: 'reconnecting', detail: 'Trying again in 5 seconds.' })));
    await chat.page.getByRole('status').getByText('Trying again in 5 seconds.').waitFor();
    assert.equal(await chat.button('Reconnect').count(), 0);
    await chat.button('Try Now').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'run', action: 'reconnect', channel: 'demo' });
    await chat.say({ type: 'channel', channel: channel({ state: 'refused', detail: 'Wrong key.' }) });
    await chat.page.getByRole('status').getByText('Wrong key.').waitFor();
    await chat.button('Reconnect').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'run', action: 'reconnect', channel: 'demo' });
    await chat.say({ type: 'channel', channel: channel() });
    assert.equal((await chat.page.getByRole('status').innerText()).trim(), '');
  });

  it('counts down to the next try, silently', async () => {
    const chat = await pages.open({ alone: true });
    await chat.page.clock.install();
    const now = await chat.page.evaluate(() => Date.now());
    await chat.say(snapshot(channel({ state: 'reconnecting', retryAt: now + 30_500 })));
    const countdown = chat.page.getByText(/^Next try/);
    assert.match(await countdown.innerText(), /^Next try in (31|30|29) s$/);
    assert.equal(await countdown.evaluate(one => one.closest('[role=status], [role=alert], [aria-live]')), null);
    await chat.page.clock.fastForward(20_000);
    await chat.page.getByText(/^Next try in (10|9|8) s$/).waitFor();
    await chat.page.clock.fastForward(15_000);
    await chat.page.getByText('Next try soon').waitFor();
    await chat.say({ type: 'channel', channel: channel({ state: 'reconnecting' }) });
    await countdown.waitFor({ state: 'hidden' });
    await chat.button('Try Now').waitFor();
    await chat.say({ type: 'channel', channel: channel() });
    assert.equal(await chat.button('Try Now').count(), 0);
  });

  it('tells no number that the clock of another computer makes absurd', async () => {
    const chat = await pages.open();
    const retryAt = Date.now() + 86_400_000;
    await chat.say(snapshot(channel({ state: 'reconnecting', retryAt })));
    await chat.page.getByText('Next try soon').waitFor();
  });

  it('leaves an open list alone while it counts', async () => {
    const chat = await pages.open({ alone: true });
    await chat.page.clock.install();
    const retryAt = (await chat.page.evaluate(() => Date.now())) + 30_000;
    await chat.say(snapshot(channel({ state: 'reconnecting', retryAt }), channel({ name: 'team' })));
    await chat.page.getByRole('combobox', { name: 'Channel' }).click();
    await chat.page.clock.fastForward(20_000);
    await chat.page.getByText(/^Next try in (10|9|8) s$/).waitFor();
    await chat.page.getByRole('option', { name: 'team' }).waitFor();
  });

  it('offers the relay’s address to those who are alone', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ people: [person(ME)] })));
    await chat.button('Copy Relay Address').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'run', action: 'copyRelayAddress', channel: 'demo' });
  });

  it('lists who is here, and writes to one of them', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ anonymous: 2, entries: conversation() })));
    await chat.button('5 people').click();
    const list = chat.page.getByRole('list', { name: 'People in this channel' });
    assert.equal(await list.getByRole('listitem').count(), 4);
    await list.getByText('2 people without a name').waitFor();
    await chat.button('Write only to Grace Hopper').click();
    await chat.page.getByText('Only to Grace Hopper').first().waitFor();
    assert.equal(await chat.button('5 people').getAttribute('aria-expanded'), 'true');
  });
});
