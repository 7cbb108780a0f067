import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Body } from '../../src/protocol/transcript';
import { BUNDLE, CELL, COMMIT, DIAGNOSTICS, PATCH, SNIPPET, SUGGESTION, TERMINAL, withBody } from './cardSamples';
import type { Chat } from './harness';
import { ADA, ME, channel, range, snapshot } from './samples';
import { usePages } from './support';

describe('cards', function () {
  const pages = usePages();

  async function show(body: Body, from = ADA): Promise<{ chat: Chat; card: Locator; id: string }> {
    const chat = await pages.open();
    const entry = withBody(from, body);
    await chat.say(snapshot(channel({ entries: [entry] })));
    return { chat, card: chat.page.locator('.card'), id: entry.id };
  }

  const lines = (card: Locator) => card.locator('.lines').allTextContents();
  const numbers = (card: Locator) => card.locator('.gutter').allTextContents();

  it('says where code is from: branch and short commit', async () => {
    const { card } = await show(SNIPPET);
    assert.match(
      (await card.locator('.card-head').textContent()) ?? '',
      /lines 9–14 · typescript\s+fix\/limiter · 9f6a118\s/,
    );
  });

  it('carries what VS Code needs for its menus', async () => {
    const { card, id } = await show(BUNDLE);
    const contexts = await card.evaluate(element =>
      [element, ...element.querySelectorAll('[data-vscode-context]')].map(
        one => JSON.parse((one as HTMLElement).dataset['vscodeContext'] ?? '{}') as unknown,
      ),
    );
    const base = {
      webviewSection: 'card',
      channel: 'demo',
      entry: id,
      cardKind: 'bundle',
      preventDefaultContextMenuItems: true,
    };
    assert.deepEqual(contexts, [base, { ...base, item: 0 }, { ...base, item: 1 }, { ...base, item: 2 }]);
  });

  it('shows a suggestion as a change, with both line numbers and signs beside it', async () => {
    const { card } = await show(SUGGESTION);
    assert.equal(await card.getAttribute('aria-label'), 'Suggested change, src/relay/limiter.ts, lines 9–14');
    assert.deepEqual(await card.locator('del').allTextContents(), ['  return recent.length < this.max;\n']);
    assert.deepEqual(await card.locator('ins').allTextContents(), [
      '  if (recent.length > this.max) recent.shift();\n',
      '  return recent.length <= this.max;\n',
    ]);
    assert.deepEqual(await card.locator('ins .marked').allTextContents(), ['=']);
    assert.deepEqual(await numbers(card), ['9  \n10  \n11  \n12 +\n13  \n13 −\n14 +\n15  ']);
  });

  it('names what was found, and marks it in the code', async () => {
    const { card } = await show(DIAGNOSTICS);
    const problems = card.getByRole('list', { name: 'Problems' }).getByRole('listitem');
    assert.equal(await problems.nth(0).getByRole('img', { name: 'Error' }).count(), 1);
    assert.match(await problems.nth(0).innerText(), /not assignable to type 'number'\.\s+ts\(2322\) line 21/);
    assert.match(await problems.nth(1).innerText(), /never used\.\s+eslint\(no-unused-vars\) line 22/);
    assert.deepEqual(await card.locator('.lines .line.error .marked').allTextContents(), ['total']);
    assert.deepEqual(await card.locator('.lines .line.warning .marked').allTextContents(), ['unused']);
  });

  it('shows a cell with its number and what it printed', async () => {
    const { card } = await show(CELL);
    assert.equal(await card.getAttribute('aria-label'), 'notebooks/latency.ipynb, cell 3');
    assert.equal((await lines(card)).at(-1), '41.7\nWall time: 12 ms');
  });

  it('shows a terminal without a path, and offers nothing that needs one', async () => {
    const { chat, card } = await show(TERMINAL);
    assert.equal(await card.getAttribute('aria-label'), 'Terminal, 3 lines');
    const offers = card.getByRole('group', { name: 'Actions' }).getByRole('button');
    const labels = await offers.evaluateAll(all => all.map(one => one.ariaLabel));
    assert.deepEqual(labels, ['Copy code', 'Open in editor', 'Insert at cursor', 'Save as…']);
    assert.equal(await chat.button('Go to code').count(), 0);
  });

  it('lists the files of a patch with their counts, and opens one', async () => {
    const { chat, card } = await show(PATCH);
    assert.equal(await card.getAttribute('aria-label'), 'Changes: live-channels, 4 files');
    assert.match(await card.locator('.card-head').innerText(), /staged · 4 files\s+\+6 −2/);
    const files = card.getByRole('list', { name: 'Files' }).getByRole('listitem');
    assert.deepEqual(await files.getByRole('img', { name: /^(added|deleted|renamed|modified)$/ }).allInnerTexts(), [
      'M',
      'A',
      'R',
      'M',
    ]);
    assert.equal(await card.locator('.code').count(), 0);
    await chat.button(/limiter\.ts/).click();
    assert.equal(await chat.button(/limiter\.ts/).getAttribute('aria-expanded'), 'true');
    const code = chat.page.getByRole('group', { name: 'Changes of src/relay/limiter.ts' });
    assert.match(
      (await code.locator('.gutter').textContent()) ?? '',
      /^⋯\n9 {2}\n10 {2}\n11 {2}\n12 −\n13 −\n12 \+\n13 \+/,
    );
    await chat.button(/logo\.png/).click();
    await card.getByText('Binary file').waitFor();
    await chat.button(/new name\.ts/).click();
    await card.getByText('No lines change').waitFor();
  });

  it('shows what a commit says of itself', async () => {
    const { card } = await show(COMMIT);
    assert.equal(await card.getAttribute('aria-label'), 'Commit: Keep no more hits than the limit needs, 1 file');
    assert.match(
      await card.locator('.commit').innerText(),
      /788de3c\s+Ada Lovelace\s+22 Nov 2026, 09:30\s+They grew without end\./,
    );
    assert.equal(await card.locator('ins').count(), 3, 'the only file is open');
  });

  it('folds a long change, and says so', async () => {
    const added = Array.from({ length: 300 }, (_, at) => `+line ${at}`).join('\n');
    const { chat, card } = await show({ ...PATCH, diff: `--- a/x.txt\n+++ b/x.txt\n@@ -0,0 +1,300 @@\n${added}\n` });
    assert.equal(await card.locator('ins').count(), 11);
    await chat.button('Show all 301 lines').click();
    assert.equal(await card.locator('ins').count(), 300);
  });

  it('opens the files of a bundle one by one', async () => {
    const { chat, card } = await show(BUNDLE);
    assert.equal(await card.getAttribute('aria-label'), 'src/relay, 3 files');
    await chat.button(/room\.ts/).press('Enter');
    assert.deepEqual(await lines(card), ['export class Room {}']);
    await chat.button(/room\.ts/).press('Enter');
    assert.deepEqual(await lines(card), []);
  });

  it('says how much more there is of many files and many problems', async () => {
    const [snippet] = BUNDLE.type === 'bundle' ? BUNDLE.snippets : [];
    assert.ok(snippet);
    const many = await show({ type: 'bundle', title: '', snippets: Array.from({ length: 200 }, () => snippet) });
    assert.equal(await many.card.getAttribute('aria-label'), '200 files');
    assert.equal(await many.card.getByRole('listitem').count(), 10);
    await many.chat.button('Show all 200 files').click();
    assert.equal(await many.card.getByRole('listitem').count(), 200);
    const [problem] = DIAGNOSTICS.diagnostics ?? [];
    assert.ok(problem);
    const noisy = await show({ ...DIAGNOSTICS, diagnostics: Array.from({ length: 200 }, () => problem) });
    assert.equal(await noisy.card.getByRole('listitem').count(), 4);
    await noisy.chat.button('Show all 200 problems').waitFor();
  });

  it('tells what a newer version said, with its text', async () => {
    const { chat } = await show({ type: 'text', text: 'Noodles or falafel?', foreign: 'poll' });
    assert.match(
      await chat.article('Ada').innerText(),
      /A “poll”: this version shows its text only\s+Noodles or falafel\?/,
    );
  });

  it('keeps the delivery state of one’s own', async () => {
    const { chat } = await show(PATCH, ME);
    assert.equal(await chat.page.getByRole('img', { name: 'Sent' }).count(), 1);
    assert.equal(await chat.button('Apply…').count(), 0, 'one has these changes');
  });

  it('takes the lines of code as one text, to be selected as it is', async () => {
    const { chat, card } = await show(SUGGESTION);
    const selected = await card.locator('.lines').evaluate(element => {
      getSelection()?.selectAllChildren(element);
      return getSelection()?.toString();
    });
    assert.equal(selected, await card.locator('.lines').textContent());
    await chat.say(
      snapshot(channel({ entries: [withBody(ADA, { ...DIAGNOSTICS, ranges: [range(20, 'a\n\n  b\n')] })] })),
    );
    const other = await chat.page.locator('.lines').evaluate(element => {
      getSelection()?.selectAllChildren(element);
      return getSelection()?.toString();
    });
    assert.equal(other, 'a\n\n  b');
  });
});
