import assert from 'node:assert/strict';
import type { Body } from '../../src/protocol/transcript';
import { BUNDLE, COMMIT, DIAGNOSTICS, IMAGE, PATCH, SNIPPET, withBody } from './cardSamples';
import { ADA, channel, snapshot } from './samples';
import { usePages } from './support';

const EVIL = '\u202ecod\u2066<img src=x onerror=alert(1)>"\'`\u0000\u0007\u200b\n<b>b</b>';
const LONG = 'x'.repeat(100_000);
const HUGE = 10_000_000;
const RANGE = { startLine: HUGE, startColumn: HUGE, endLine: HUGE, endColumn: HUGE };

/** Everything that a peer can write, written to harm. */
const HOSTILE: Readonly<Record<string, Body>> = {
  'a snippet': {
    type: 'snippet',
    path: EVIL,
    language: EVIL,
    comment: EVIL,
    ranges: Array.from({ length: 200 }, () => ({ ...RANGE, code: EVIL })),
    repository: { branch: EVIL, commit: EVIL },
    output: EVIL,
    cell: HUGE,
    diagnostics: Array.from({ length: 200 }, () => ({
      ...RANGE,
      severity: 'error',
      message: EVIL,
      source: EVIL,
      code: EVIL,
    })),
  },
  'a suggestion': { ...SNIPPET, ranges: [{ ...RANGE, code: EVIL, was: LONG }] },
  'a line without an end': { ...DIAGNOSTICS, ranges: [{ ...RANGE, startLine: 20, startColumn: 1, code: LONG }] },
  'a patch': { ...PATCH, title: EVIL, diff: `diff --git a/${EVIL} b/${EVIL}\n@@ -1 +1 @@ ${EVIL}\n+${EVIL}\n` },
  'a patch of nothing but hunks': { ...PATCH, diff: '@@ -999999999999,1 +1,1 @@\n'.repeat(3_000) },
  'a patch of many files': { ...PATCH, diff: 'diff --git a/x b/x\n'.repeat(5_000) },
  'a patch that is none': { ...PATCH, title: '', diff: EVIL },
  'a commit': { ...COMMIT, commit: { hash: EVIL, message: EVIL, author: EVIL, date: Number.MAX_SAFE_INTEGER } },
  'an image': { ...IMAGE, name: EVIL, width: 100_000, height: 1 },
  'a bundle': {
    type: 'bundle',
    title: EVIL,
    snippets: Array.from({ length: 200 }, () => ({ path: EVIL, ranges: [{ ...RANGE, code: EVIL }] })),
  },
  'a kind': { type: 'text', text: EVIL, foreign: EVIL },
};

describe('hostile content', function () {
  this.timeout(30_000);
  const pages = usePages();

  for (const [name, body] of Object.entries(HOSTILE)) {
    it(`${name}: harmless, and bounded`, async () => {
      const chat = await pages.open();
      const entry = withBody({ ...ADA, name: EVIL }, body);
      await chat.say(snapshot(channel({ entries: [entry, withBody(ADA, BUNDLE, { re: entry.content ?? '' })] })));
      for (const button of await chat.page.locator('.card').first().locator('[aria-expanded=false]:not(.more)').all()) {
        if (await button.isVisible()) await button.click();
      }
      await chat.settled();
      assert.equal(await chat.page.locator('article :is(b, img[src], script, a)').count(), 0);
      assert.doesNotMatch(await chat.page.locator('body').innerText(), /[\u202a-\u202e\u2066-\u2069]/);
      assert.equal(await chat.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      const nodes = await chat.page.evaluate(() => document.querySelectorAll('*').length);
      assert.ok(nodes < 20_000, `${nodes} elements`);
      assert.deepEqual(await chat.violations(), []);
    });
  }

  it('is left out where a field is of another kind than it should be', async () => {
    const chat = await pages.open();
    const broken: unknown[] = [
      { ...SNIPPET, ranges: [] },
      { ...SNIPPET, ranges: [{ ...RANGE, code: 'x', startLine: 0 }] },
      { ...SNIPPET, repository: 'main' },
      { ...DIAGNOSTICS, diagnostics: [{ ...RANGE, severity: 'fatal', message: 'x' }] },
      { ...PATCH, diff: 7 },
      { ...COMMIT, commit: { hash: 'a' } },
      { ...IMAGE, mime: 'image/svg+xml' },
      { ...BUNDLE, snippets: [{}] },
      { type: 'constructor' },
    ];
    await chat.sayRaw({
      type: 'snapshot',
      active: 'demo',
      channels: [channel({ entries: [...broken.map(body => withBody(ADA, body as Body)), withBody(ADA, SNIPPET)] })],
    });
    assert.equal(await chat.page.getByRole('article').count(), 1);
  });
});
