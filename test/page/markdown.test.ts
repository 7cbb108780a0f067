import assert from 'node:assert/strict';
import { SNIPPET, withBody } from './cardSamples';
import type { Chat } from './harness';
import { EVERYTHING } from './markdownSamples';
import { ADA, channel, ME, snapshot, text } from './samples';
import { usePages } from './support';

describe('talk in Markdown', function () {
  const pages = usePages();

  async function said(words: string, more: Parameters<typeof text>[2] = {}): Promise<Chat> {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [text(ADA, words, more)] })));
    return chat;
  }

  /** What was posted of one kind. */
  async function asked(chat: Chat, kind: 'openLink' | 'openPlace'): Promise<unknown[]> {
    return (await chat.posted()).filter(({ type }) => type === kind);
  }

  it('shows what was meant', async () => {
    const chat = await said(EVERYTHING);
    const article = chat.article('Ada');
    assert.equal(await article.locator('strong').first().innerText(), 'keeps');
    assert.equal(await article.locator('em').innerText(), 'why');
    assert.equal(await article.locator('s').innerText(), 'how');
    assert.deepEqual(await article.locator('ol > li').allInnerTexts(), [
      'first',
      'second, with a longer line that has to be broken somewhere when the side bar is narrow',
    ]);
    assert.equal(await article.getByRole('img', { name: 'Done' }).count(), 1);
    assert.equal(await article.getByRole('img', { name: 'To do' }).count(), 1);
    assert.match(await article.locator('blockquote').first().innerText(), /^Who wrote this\?\s+Me\.$/);
    assert.deepEqual(await article.getByRole('columnheader').allInnerTexts(), ['file', 'hits', 'why']);
    assert.equal(
      await article.getByRole('cell', { name: '12,041' }).evaluate(cell => getComputedStyle(cell).textAlign),
      'right',
    );
    assert.match(await article.innerText(), /🎉 it is in!/);
    assert.deepEqual(await chat.violations(), []);
  });

  it('keeps the line breaks of a chat, and what is copied is what one sees', async () => {
    const chat = await said('**one**\ntwo\n    three');
    assert.equal(await chat.article('Ada').locator('.text').innerText(), 'one\ntwo\n    three');
    const chosen = await chat.page.evaluate(() => {
      const paragraph = document.querySelector('.text p');
      if (paragraph) document.getSelection()?.selectAllChildren(paragraph);
      return document.getSelection()?.toString();
    });
    assert.equal(chosen, 'one\ntwo\n    three');
  });

  it('takes no detour for what is only text', async () => {
    const chat = await said('Morning! Is it ready?\nNot yet.');
    assert.equal(
      await chat
        .article('Ada')
        .locator('.text')
        .evaluate(({ classList }) => classList.contains('markdown')),
      false,
    );
    assert.equal(await chat.article('Ada').locator('.text').innerText(), 'Morning! Is it ready?\nNot yet.');
  });

  it('colours code as cards do, folds what is long, and copies all of it', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `const x${at} = ${at};`).join('\n');
    const chat = await said(`Look:\n\`\`\`ts\n${lines}\n\`\`\``);
    await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const code = chat.page.getByRole('group', { name: 'Code' });
    await code.locator('.code-keyword').first().waitFor();
    assert.equal((await code.innerText()).split('\n').length, 12);
    await chat.button('Copy code').click();
    await chat.button('Copied').waitFor();
    assert.equal(await chat.page.evaluate(() => navigator.clipboard.readText()), lines);
    await chat.button('Show all 30 lines').click();
    assert.equal((await code.innerText()).split('\n').length, 30);
  });

  it('opens a link by way of the host only, whose address one can see before', async () => {
    const chat = await said('See [this](https://a.example/b?c=d&e=%2F) and ![a cat](https://a.example/cat.png)');
    const link = chat.page.getByRole('link', { name: 'this' });
    assert.equal(await link.getAttribute('title'), 'https://a.example/b?c=d&e=%2F');
    const before = chat.page.url();
    await link.click();
    await link.click({ button: 'middle' });
    await link.click({ modifiers: ['ControlOrMeta'] });
    await link.focus();
    await chat.page.keyboard.press('Enter');
    await chat.page.getByRole('link', { name: 'Image a cat' }).click();
    assert.deepEqual(await asked(chat, 'openLink'), [
      ...Array.from({ length: 3 }, () => ({ type: 'openLink', url: 'https://a.example/b?c=d&e=%2F' })),
      { type: 'openLink', url: 'https://a.example/cat.png' },
    ]);
    assert.equal(chat.page.url(), before);
    assert.equal(chat.page.context().pages().length, 1);
  });

  it('says where a link leads whose words are another address', async () => {
    const chat = await said('[github.com/a](https://evil.example/) [this](https://evil.example/)');
    assert.equal(await chat.article('Ada').locator('.text').innerText(), 'github.com/a (evil.example) this');
  });

  it('opens places in files, by pointer and by key', async () => {
    const chat = await said('In `src/a.ts:12:3`, docs/read.md and src/__init__.py#L7-L9; not in Node.js');
    const places = chat.article('Ada').getByRole('link');
    assert.deepEqual(await places.allInnerTexts(), ['src/a.ts:12:3', 'docs/read.md', 'src/__init__.py#L7-L9']);
    await places.nth(0).click();
    await places.nth(1).focus();
    await chat.page.keyboard.press('Enter');
    await places.nth(2).click();
    assert.deepEqual(await asked(chat, 'openPlace'), [
      { type: 'openPlace', path: 'src/a.ts', line: 12, column: 3 },
      { type: 'openPlace', path: 'docs/read.md', line: 1 },
      { type: 'openPlace', path: 'src/__init__.py', line: 7 },
    ]);
  });

  it('marks mentions, with or without any Markdown around them', async () => {
    const chat = await pages.open();
    const entries = [text(ADA, '@linus, @Grace Hopper and @nobody'), text(ADA, '**so** @Linus')];
    await chat.say(snapshot(channel({ entries })));
    assert.deepEqual(await chat.page.locator('.mention.own').allInnerTexts(), ['@linus', '@Linus']);
    assert.deepEqual(await chat.page.locator('.mention.other').allInnerTexts(), ['@Grace Hopper']);
  });

  it('is what comments on cards are written in', async () => {
    const chat = await pages.open();
    const entries = [withBody(ADA, { ...SNIPPET, comment: 'Is **this** in `src/a.ts:3`?' })];
    await chat.say(snapshot(channel({ entries })));
    assert.equal(await chat.page.locator('article .text strong').innerText(), 'this');
    await chat.page.getByRole('link', { name: 'src/a.ts:3' }).click();
    assert.deepEqual(await asked(chat, 'openPlace'), [{ type: 'openPlace', path: 'src/a.ts', line: 3 }]);
  });

  it('has what became of it behind its last word, or below where it ends in none', async () => {
    const chat = await pages.open();
    const words = ['plain', 'so **it** is', '- a\n- b', '> a', '```\na\n```'];
    await chat.say(snapshot(channel({ entries: words.map(one => text(ME, one)) })));
    const marks = chat.page.locator('.mark');
    assert.equal(await marks.count(), words.length);
    assert.deepEqual(await marks.evaluateAll(all => all.map(mark => mark.closest('.text') !== null)), [
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
