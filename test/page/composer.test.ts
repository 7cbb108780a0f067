import assert from 'node:assert/strict';
import type { PageToHost } from '../../src/protocol/panel';
import type { Chat } from './harness';
import { ADA, GRACE, ME, channel, person, snapshot, text } from './samples';
import { usePages } from './support';

async function sent(chat: Chat): Promise<PageToHost[]> {
  return (await chat.posted()).filter(({ type }) => type === 'send');
}

async function choose(chat: Chat, option: string): Promise<void> {
  await chat.page.getByRole('combobox', { name: 'To' }).click();
  await chat.page.getByRole('option', { name: option }).click();
}

describe('the box', function () {
  const pages = usePages();

  async function inDemo(view?: Parameters<typeof pages.open>[0]): Promise<Chat> {
    const chat = await pages.open(view);
    await chat.say(snapshot(channel({ entries: [text(ADA, 'Morning')] })));
    return chat;
  }

  it('sends with Enter, breaks the line with Shift+Enter, and is empty at once', async () => {
    const chat = await inDemo();
    await chat.box.click();
    await chat.page.keyboard.type('one');
    await chat.page.keyboard.press('Shift+Enter');
    await chat.page.keyboard.type('two');
    await chat.page.keyboard.press('Enter');
    assert.equal(await chat.box.inputValue(), '');
    assert.deepEqual(await sent(chat), [{ type: 'send', channel: 'demo', text: 'one\ntwo' }]);
  });

  it('sends with the button, by mouse and by keyboard, and goes on writing', async () => {
    const chat = await inDemo();
    await chat.box.fill('first');
    await chat.button('Send').click();
    await chat.page.keyboard.type('second');
    await chat.button('Send').focus();
    await chat.page.keyboard.press('Enter');
    await chat.settled();
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
    assert.equal((await sent(chat)).length, 2);
    assert.equal(await chat.box.inputValue(), '');
  });

  it('sends an image that is pasted, and takes text for text', async () => {
    const chat = await inDemo();
    await chat.box.click();
    const paste = (files: boolean, words: string) =>
      chat.box.evaluate(
        (box, given) => {
          const clipboardData = new DataTransfer();
          if (given.files)
            clipboardData.items.add(new File([new Uint8Array([1, 2, 3])], 'a.png', { type: 'image/png' }));
          if (given.words !== '') clipboardData.setData('text/plain', given.words);
          box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        },
        { files, words },
      );
    await paste(true, 'a table as text and as a picture');
    await paste(true, '');
    await chat.posting('pasteImage');
    const images = (await chat.posted()).filter(({ type }) => type === 'pasteImage');
    assert.deepEqual(images, [{ type: 'pasteImage', channel: 'demo', data: 'AQID' }]);
  });

  it('says why an image is too large to be pasted', async () => {
    const chat = await inDemo();
    await chat.box.evaluate(box => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array(5_000_000)], 'a.png', { type: 'image/png' }));
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await chat.page.getByText('This image is 4.8 MB, and one may have 4 MB').waitFor();
  });

  it('does not send nothing', async () => {
    const chat = await inDemo();
    await chat.box.fill('  \n ');
    await chat.box.press('Enter');
    assert.deepEqual(await sent(chat), []);
    assert.equal(await chat.button('Send').isDisabled(), true);
  });

  it('leaves Enter to an input method while it composes', async () => {
    const chat = await inDemo();
    await chat.box.click();
    const input = await chat.page.context().newCDPSession(chat.page);
    await input.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
    await input.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    assert.deepEqual(await sent(chat), []);
    await input.send('Input.insertText', { text: '日本' });
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await sent(chat), [{ type: 'send', channel: 'demo', text: '日本' }]);
  });

  it('grows with its text up to a third of the height', async () => {
    const chat = await inDemo({ height: 600 });
    const height = () => chat.box.evaluate(element => element.clientHeight);
    const low = await height();
    await chat.box.fill('a\nb\nc\nd');
    assert.ok((await height()) > low + 40);
    await chat.box.fill('line\n'.repeat(100));
    const high = await height();
    assert.ok(high <= 200 && high > 150, `${high}`);
  });

  it('puts a rejected text back, in front of what was written meanwhile', async () => {
    const chat = await inDemo();
    await chat.box.fill('lost?');
    await chat.box.press('Enter');
    await chat.box.fill('next');
    await chat.say({ type: 'rejected', channel: 'demo', text: 'lost?', reason: 'You are sending too fast.' });
    assert.equal(await chat.box.inputValue(), 'lost?\nnext');
    assert.match(await chat.page.getByRole('alert').innerText(), /You are sending too fast\./);
    await chat.box.press('Enter');
    assert.equal(await chat.page.getByRole('alert').innerText(), '');
  });

  it('writes to one person, unmistakably', async () => {
    const chat = await inDemo();
    await choose(chat, 'Only to Grace Hopper');
    await chat.page.getByText('Only to Grace Hopper').first().waitFor();
    await chat.page.keyboard.type('psst');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await sent(chat), [{ type: 'send', channel: 'demo', text: 'psst', to: GRACE.uid }]);
    await chat.button('Write to everyone instead').click();
    await chat.page.keyboard.type('all');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual((await sent(chat)).at(-1), { type: 'send', channel: 'demo', text: 'all' });
  });

  it('chooses the addressee by keyboard', async () => {
    const chat = await inDemo();
    await chat.page.getByRole('combobox', { name: 'To' }).focus();
    await chat.page.keyboard.press('ArrowDown');
    await chat.page.keyboard.press('ArrowDown');
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.type('hi');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual((await sent(chat)).at(-1), { type: 'send', channel: 'demo', text: 'hi', to: ADA.uid });
  });

  it('sends nothing when the one it was for has left, until the writer has chosen again', async () => {
    const chat = await inDemo();
    await choose(chat, 'Only to Grace Hopper');
    await chat.box.fill('secret');
    await chat.say({ type: 'channel', channel: channel({ people: [ME, ADA].map(person) }) });
    await chat.box.press('Enter');
    assert.deepEqual(await sent(chat), []);
    assert.equal(await chat.box.inputValue(), 'secret');
    assert.match(
      await chat.page.getByRole('alert').innerText(),
      /Grace Hopper has left\. Choose who gets this message\./,
    );
    await chat.button('Write to everyone').last().click();
    await chat.box.press('Enter');
    assert.deepEqual(await sent(chat), [{ type: 'send', channel: 'demo', text: 'secret' }]);
  });

  it('keeps the addressee while the connection is down', async () => {
    const chat = await inDemo();
    await choose(chat, 'Only to Grace Hopper');
    await chat.say({ type: 'channel', channel: channel({ state: 'reconnecting', people: [] }) });
    await chat.box.fill('later');
    await chat.box.press('Enter');
    assert.deepEqual(await sent(chat), [{ type: 'send', channel: 'demo', text: 'later', to: GRACE.uid }]);
  });

  it('says that messages wait while the connection is down', async () => {
    const chat = await inDemo({ width: 600 });
    assert.equal(await chat.box.getAttribute('placeholder'), 'Message everyone');
    await chat.say({ type: 'channel', channel: channel({ state: 'reconnecting' }) });
    assert.equal(await chat.box.getAttribute('placeholder'), 'Sent once online, to everyone');
    await chat.page.getByText('Offline: messages wait, and are sent when the connection is back').waitFor();
    await choose(chat, 'Only to Grace Hopper');
    assert.equal(await chat.box.getAttribute('placeholder'), 'Sent once online, only to Grace Hopper');
    await chat.say({ type: 'channel', channel: channel() });
    assert.equal(await chat.box.getAttribute('placeholder'), 'Message only Grace Hopper');
  });

  it('never lets a rejected private text become a public one', async () => {
    const chat = await inDemo();
    await chat.box.fill('public');
    await chat.say({ type: 'rejected', channel: 'demo', text: 'private', to: 'grace001', reason: 'No.' });
    assert.equal(await chat.box.inputValue(), 'private\npublic');
    await chat.box.press('Enter');
    assert.deepEqual(await sent(chat), [{ type: 'send', channel: 'demo', text: 'private\npublic', to: GRACE.uid }]);
  });

  it('tells two people of one name apart', async () => {
    const chat = await pages.open();
    const twins = [person(ME), { name: 'Ada', uid: 'aaaa1', self: false }, { name: 'Ada', uid: 'bbbb2', self: false }];
    await chat.say(snapshot(channel({ people: twins })));
    await choose(chat, 'Only to Ada (bbbb)');
    await chat.box.fill('x');
    await chat.box.press('Enter');
    assert.deepEqual((await sent(chat)).at(-1), { type: 'send', channel: 'demo', text: 'x', to: 'bbbb2' });
  });

  it('takes the focus when asked', async () => {
    const chat = await inDemo();
    await chat.say({ type: 'focus' });
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
  });
});
