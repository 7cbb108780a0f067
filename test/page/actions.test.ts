import assert from 'node:assert/strict';
import type { CardAction, PageToHost } from '../../src/protocol/panel';
import type { Body } from '../../src/protocol/transcript';
import { BUNDLE, CELL, IMAGE, PATCH, SNIPPET, SUGGESTION, TERMINAL, withBody } from './cardSamples';
import type { Chat } from './harness';
import { ADA, ME, channel, snapshot } from './samples';
import { usePages } from './support';

/** What each kind of card offers, in the order in which it does: as buttons, and in the menu. */
const OFFERS: [name: string, body: Body, own: boolean, labels: string[]][] = [
  [
    'a snippet',
    SNIPPET,
    false,
    [
      'Go to code',
      'Copy code',
      'Open in editor',
      'Insert at cursor',
      'Compare with mine',
      'Suggest a change…',
      'Save as…',
    ],
  ],
  ['one’s own snippet', SNIPPET, true, ['Go to code', 'Copy code', 'Open in editor', 'Save as…']],
  [
    'a suggestion',
    SUGGESTION,
    false,
    ['Go to code', 'Copy code', 'Open in editor', 'Insert at cursor', 'Compare with mine', 'Save as…', 'Apply…'],
  ],
  ['a terminal', TERMINAL, true, ['Copy code', 'Open in editor', 'Save as…']],
  ['a patch', PATCH, false, ['Open in editor', 'Copy patch', 'Save as…', 'Apply…']],
  ['one’s own patch', PATCH, true, ['Open in editor', 'Copy patch', 'Save as…']],
  ['an image', IMAGE, false, ['Open in editor', 'Save as…']],
  ['a bundle', BUNDLE, false, ['Save as…']],
];

const ACTIONS: Readonly<Record<string, CardAction>> = {
  'Go to code': 'goTo',
  'Copy code': 'copy',
  'Copy patch': 'copy',
  'Open in editor': 'open',
  'Insert at cursor': 'insert',
  'Compare with mine': 'compare',
  'Suggest a change…': 'suggest',
  'Save as…': 'saveAs',
  'Apply…': 'apply',
};

describe('what cards offer', function () {
  const pages = usePages();

  async function show(body: Body, own = false): Promise<{ chat: Chat; id: string }> {
    const chat = await pages.open();
    const entry = withBody(own ? ME : ADA, body);
    await chat.say(snapshot(channel({ entries: [entry] })));
    return { chat, id: entry.id };
  }

  async function acts(chat: Chat): Promise<PageToHost[]> {
    return (await chat.posted()).filter(({ type }) => type === 'act');
  }

  const more = (chat: Chat) => chat.page.locator('.card-head').getByRole('button', { name: 'More actions' });

  /** Presses what has this name, in the menu if it is not a button. */
  async function press(chat: Chat, label: string): Promise<void> {
    const button = chat.page.locator('.card-head, .card-foot').getByRole('button', { name: label, exact: true });
    if ((await button.count()) === 0) {
      await more(chat).click();
      await chat.page.getByRole('menuitem', { name: label }).click();
    } else await button.click();
  }

  for (const [name, body, own, labels] of OFFERS) {
    it(`${name} offers what makes sense for it, and asks the host for it`, async () => {
      const { chat, id } = await show(body, own);
      const buttons = await chat.page.locator('.card-head button').evaluateAll(all => all.map(one => one.ariaLabel));
      const shown = buttons.filter(label => label !== 'More actions');
      if (shown.length < buttons.length) await more(chat).click();
      const hidden = await chat.page.getByRole('menuitem').allInnerTexts();
      const apply = await chat.page.locator('.card-foot button').allInnerTexts();
      assert.deepEqual([...shown, ...hidden, ...apply.map(one => one.trim())], labels);
      await chat.page.keyboard.press('Escape');
      for (const label of labels) await press(chat, label);
      assert.deepEqual(
        await acts(chat),
        labels.map(label => ({ type: 'act', channel: 'demo', entry: id, action: ACTIONS[label] })),
      );
    });
  }

  it('asks for one file of a bundle by its number', async () => {
    const { chat, id } = await show(BUNDLE);
    const second = chat.page.getByRole('listitem').nth(1);
    await second.hover();
    await second.getByRole('button', { name: 'Copy code' }).click();
    await second.getByText('Copied').waitFor();
    await second.getByRole('button', { name: 'More actions' }).click();
    await chat.page.getByRole('menuitem', { name: 'Insert at cursor' }).click();
    assert.deepEqual(await acts(chat), [
      { type: 'act', channel: 'demo', entry: id, action: 'copy', item: 1 },
      { type: 'act', channel: 'demo', entry: id, action: 'insert', item: 1 },
    ]);
    assert.equal(await chat.log.getByText('Copied').count(), 1, 'of this one only');
  });

  it('shows its buttons when the pointer or the focus is there', async () => {
    const { chat } = await show(SNIPPET);
    const opacity = () => chat.page.locator('.card-tools').evaluate(element => getComputedStyle(element).opacity);
    await chat.box.hover();
    assert.equal(await opacity(), '0');
    await chat.page.locator('.card').hover();
    assert.equal(await opacity(), '1');
    await chat.box.hover();
    await chat.button('Copy code').focus();
    assert.equal(await opacity(), '1');
  });

  it('always shows them where there is no room for them over the words', async () => {
    const chat = await pages.open({ width: 200 });
    await chat.say(snapshot(channel({ entries: [withBody(ADA, SNIPPET)] })));
    assert.equal(await chat.page.locator('.card-tools').evaluate(element => getComputedStyle(element).opacity), '1');
  });

  it('has a menu that is used as menus are', async () => {
    const { chat, id } = await show(SNIPPET);
    const button = more(chat);
    await button.focus();
    await chat.page.keyboard.press('Enter');
    const menu = chat.page.getByRole('menu', { name: 'More actions' });
    await menu.waitFor();
    const focused = () => chat.page.evaluate(() => document.activeElement?.textContent.trim());
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    assert.equal(await focused(), 'Insert at cursor');
    await chat.page.keyboard.press('ArrowUp');
    assert.equal(await focused(), 'Save as…');
    await chat.page.keyboard.press('ArrowDown');
    await chat.page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'Compare with mine');
    await chat.page.keyboard.press('End');
    await chat.page.keyboard.press('i');
    assert.equal(await focused(), 'Insert at cursor');
    await chat.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    assert.equal(await button.evaluate(element => element === document.activeElement), true);
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await acts(chat), [{ type: 'act', channel: 'demo', entry: id, action: 'insert' }]);
  });

  it('closes its menu with a press on its button, or anywhere else', async () => {
    const { chat } = await show(CELL);
    const menu = chat.page.getByRole('menu');
    await more(chat).click();
    await menu.waitFor();
    await more(chat).click();
    await menu.waitFor({ state: 'hidden' });
    await more(chat).click();
    await menu.waitFor();
    await chat.box.click();
    await menu.waitFor({ state: 'hidden' });
    assert.equal(await chat.box.evaluate(element => element === document.activeElement), true);
  });

  it('keeps its menu within the page, however small that is', async () => {
    const chat = await pages.open({ width: 200, height: 300 });
    await chat.say(snapshot(channel({ entries: [withBody(ADA, SNIPPET)] })));
    await more(chat).click();
    const box = await chat.page.getByRole('menu').boundingBox();
    assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 200 && box.y + box.height <= 300);
  });
});
