import assert from 'node:assert/strict';
import { ADA, ME, channel, person, said, snapshot } from './samples';
import { usePages } from './support';

describe('what is private, and what is kept back', function () {
  const pages = usePages();

  it('says who can read a channel, and when somebody meddled', async () => {
    const chat = await pages.open();
    const [open, shut] = [channel({ privacy: 'open' }), channel({ name: 'secret', privacy: 'private' })];
    await chat.say(snapshot(open));
    await chat.page.getByRole('img', { name: /^Open: its server can read/ }).waitFor();
    await chat.say({ type: 'channel', channel: shut }, { type: 'active', name: 'secret' });
    await chat.page.getByRole('img', { name: /^Private: only who has an invitation/ }).waitFor();
    await chat.say({ type: 'channel', channel: { ...shut, meddled: true } });
    await chat.page.getByRole('img', { name: /as if somebody meddled/ }).waitFor();
    assert.equal(await chat.page.getByRole('img', { name: /^Open/ }).count(), 0);
  });

  it('offers an invitation to who is alone in a private channel, and no address', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ privacy: 'private', people: [person(ME)] })));
    await chat.button('Copy Invitation').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'run', action: 'copyInvitation', channel: 'demo' });
    assert.equal(await chat.button('Copy Relay Address').count(), 0);
  });

  it('offers a private channel before there is any', async () => {
    const chat = await pages.open();
    await chat.say(snapshot());
    await chat.button('New Private Channel').click();
    assert.deepEqual((await chat.posted()).at(-1), { type: 'run', action: 'newPrivateChannel' });
  });

  it('shows that somebody who is blocked has said something, and nothing to do with it', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [said(ADA, '', { blocked: true })] })));
    const message = chat.page.getByRole('article');
    await message.getByText('From somebody you have blocked').waitFor();
    await message.hover();
    assert.equal(await message.getByRole('button').count(), 0);
  });
});
