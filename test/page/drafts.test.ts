import assert from 'node:assert/strict';
import type { ChannelSnapshot } from '../../src/protocol/panel';
import type { Chat } from './harness';
import { ADA, channel, said, snapshot } from './samples';
import { usePages } from './support';

describe('what is written and not sent', function () {
  const pages = usePages();

  const team = (privacy: 'open' | 'private', more: Partial<ChannelSnapshot> = {}) =>
    channel({ name: 'team', privacy, entries: [said(ADA, 'her words')], ...more });
  /** All that VS Code would write to the disk. */
  const saved = (chat: Chat) => chat.page.evaluate(() => sessionStorage.getItem('state') ?? '');

  async function kept(chat: Chat): Promise<string | undefined> {
    return (await chat.posted()).flatMap(message => (message.type === 'keep' ? [message.draft] : [])).at(-1);
  }

  it('in a private channel is not in what is saved, and comes back from the host', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(team('private')));
    await chat.page.getByRole('article').hover();
    await chat.button('Reply').click();
    await chat.box.fill('my secret');
    assert.doesNotMatch(await saved(chat), /my secret|her words/);
    const draft = await kept(chat);
    assert.match(draft ?? '', /my secret/);
    await chat.remake();
    await chat.say(snapshot(team('private', { draft: draft ?? '' })));
    assert.equal(await chat.box.inputValue(), 'my secret');
    await chat.page.getByText('Replying to').waitFor();
    await chat.say(snapshot(team('private', { draft: '{"text":"older"}' })));
    assert.equal(await chat.box.inputValue(), 'my secret', 'what the page has is newer');
    await chat.box.press('Enter');
    assert.equal(await kept(chat), '');
    await chat.say(snapshot(team('private', { draft: draft ?? '' })));
    assert.equal(await chat.box.inputValue(), '', 'it was sent');
  });

  it('does not get from a channel into another of its name', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(team('private')));
    await chat.box.fill('my secret');
    await chat.remake();
    await chat.say(snapshot(team('open', { draft: '{"text":"my secret"}' })));
    assert.equal(await chat.box.inputValue(), '');
    await chat.box.fill('for all');
    await chat.remake();
    await chat.say(snapshot(team('private')));
    assert.equal(await chat.box.inputValue(), '');
    assert.match(await saved(chat), /for all/);
  });

  it('is gone once the channel is left, also while the page was away', async () => {
    for (const privacy of ['open', 'private'] as const) {
      const chat = await pages.open();
      await chat.say(snapshot(team(privacy), channel()));
      await chat.box.fill('forget me');
      await chat.say({ type: 'gone', name: 'team' });
      await chat.say({ type: 'rejected', channel: 'team', text: 'forget me', reason: 'You have left team.' });
      assert.doesNotMatch(await saved(chat), /forget me|team/);
      await chat.say({ type: 'channel', channel: team(privacy) }, { type: 'active', name: 'team' });
      assert.equal(await chat.box.inputValue(), '');
      await chat.box.fill('forget me');
      await chat.remake();
      await chat.say({ type: 'gone', name: 'team' }, snapshot(team(privacy)));
      assert.equal(await chat.box.inputValue(), '');
    }
  });

  it('is nothing where the host gives back something else', async () => {
    const chat = await pages.open();
    for (const draft of ['', '{', '{"text":7}', 'null']) {
      await chat.remake();
      await chat.say(snapshot(team('private', { draft })));
      assert.equal(await chat.box.inputValue(), '');
    }
  });
});
