import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { CodeColours } from '../../src/protocol/panel';
import { DARK } from '../../src/snippet/codePalettes';
import { PATCH, SNIPPET, withBody } from './cardSamples';
import type { Chat } from './harness';
import { ADA, channel, range, snapshot, text } from './samples';
import { usePages } from './support';

describe('colours of code', function () {
  const pages = usePages();

  async function show(code: string, more: { language?: string; path?: string } = {}, colours: CodeColours = DARK) {
    const chat = await pages.open();
    const body = { type: 'snippet' as const, ranges: [range(1, code)], ...more };
    await chat.say({ type: 'colours', colours }, snapshot(channel({ entries: [withBody(ADA, body)] })));
    return { chat, lines: chat.page.locator('.lines') };
  }

  function coloured(chat: Chat): Promise<unknown> {
    return chat.page.waitForSelector('[class^=code-]', { state: 'attached' });
  }

  /** Each part that has a class, as "class text". */
  function parts(lines: Locator): Promise<string[]> {
    return lines
      .locator('[class^=code-]')
      .evaluateAll(all => all.map(one => `${one.classList[0]?.replace('code-', '') ?? ''} ${one.textContent}`));
  }

  it('shows code at once and colours it after that, without changing the text', async () => {
    const code = 'const a = "<b>&amp;</b>"; // why\n\n\tif (/x+/.test(a)) { f(1); }';
    const { chat, lines } = await show(code, { language: 'typescript' });
    await coloured(chat);
    assert.equal(await lines.textContent(), code);
    assert.deepEqual(await parts(lines), [
      'keyword const',
      'string "<b>&amp;</b>"',
      'comment // why',
      'control if',
      'regexp /x+/',
      'function test',
      'function f',
      'number 1',
    ]);
    assert.deepEqual(await chat.violations(), []);
  });

  it('has the colours of the theme, and takes new ones', async () => {
    const { chat, lines } = await show('const a = 1;', { language: 'javascript' });
    await coloured(chat);
    const colour = () => lines.locator('.code-keyword').evaluate(element => getComputedStyle(element).color);
    assert.equal(await colour(), 'rgb(86, 156, 214)');
    await chat.say({ type: 'colours', colours: { keyword: '#ff8800' } });
    assert.equal(await colour(), 'rgb(255, 136, 0)');
    await chat.say({ type: 'colours', colours: {} });
    assert.equal(await colour(), await lines.evaluate(element => getComputedStyle(element).color));
  });

  it('moves a colour that is too faint towards that of text', async () => {
    const { chat, lines } = await show('// faint', { language: 'go' }, { comment: '#202020' });
    await coloured(chat);
    const colour = await lines.locator('.code-comment').evaluate(element => getComputedStyle(element).color);
    const [red = 0] = colour.match(/\d+/g)?.map(Number) ?? [];
    assert.ok(red > 120, colour);
  });

  it('follows the theme when its colours change under the page', async () => {
    const { chat, lines } = await show('// faint', { language: 'go' }, { comment: '#6a9955' });
    await coloured(chat);
    const colour = () => lines.locator('.code-comment').evaluate(element => getComputedStyle(element).color);
    assert.equal(await colour(), 'rgb(106, 153, 85)');
    await chat.page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-editor-background', '#ffffff');
      document.documentElement.style.setProperty('--vscode-editor-foreground', '#000000');
    });
    await chat.page.waitForFunction(
      () => getComputedStyle(document.querySelector('.code-comment') ?? document.body).color !== 'rgb(106, 153, 85)',
    );
  });

  it('knows a language by the path where the sender names none', async () => {
    const { chat, lines } = await show('def f(): pass', { path: 'tools/build.py' });
    await coloured(chat);
    assert.deepEqual((await parts(lines))[0], 'keyword def');
  });

  it('colours both sides of a change', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [withBody(ADA, PATCH)] })));
    await chat.button(/limiter\.ts/).click();
    await coloured(chat);
    assert.deepEqual(await chat.page.locator('del .code-keyword').allTextContents(), ['this', 'this']);
    assert.deepEqual((await chat.page.locator('ins .code-keyword').allTextContents()).slice(0, 2), ['this', 'this']);
  });

  it('loads what it needs for that only when code comes into sight', async () => {
    const chat = await pages.open({ alone: true });
    const loaded = () =>
      chat.page.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.endsWith('chat-highlight.js')),
      );
    const talk = Array.from({ length: 120 }, (_, at) => text(ADA, `message ${at}`));
    await chat.say(snapshot(channel({ entries: [withBody(ADA, SNIPPET), ...talk] })));
    assert.equal(await loaded(), false);
    await chat.log.evaluate(element => (element.scrollTop = 0));
    await coloured(chat);
    assert.equal(await loaded(), true);
  });

  for (const [what, code, language] of [
    ['of a language that it does not know', 'x = 1', 'brainmelt'],
    ['that is plain', 'const x = 1', 'plaintext'],
    ['with a line without an end', `const x = "${'a'.repeat(3_000)}";`, 'javascript'],
    ['whose language is a name of everything', 'x', 'constructor'],
  ] as const) {
    it(`leaves code ${what} as it is`, async () => {
      const { chat, lines } = await show(code, { language });
      // What follows is coloured, so that this one has had its turn.
      await chat.say({ type: 'entry', channel: 'demo', entry: withBody(ADA, SNIPPET) });
      await coloured(chat);
      assert.equal(await lines.first().locator('span').count(), 0);
      assert.equal(await lines.first().textContent(), code);
    });
  }
});
