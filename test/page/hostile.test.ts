import assert from 'node:assert/strict';
import { lineDiff, numbered } from '../../media/chat/code/lineDiff';
import { listingsOf } from '../../media/chat/code/listing';
import type { DiagnosticNote } from '../../src/protocol/bodies';
import type { Body } from '../../src/protocol/transcript';
import { BUNDLE, COMMIT, DIAGNOSTICS, IMAGE, PATCH, SNIPPET, withBody } from './cardSamples';
import { ADA, channel, snapshot } from './samples';
import { usePages } from './support';

const EVIL = '\u202ecod\u2066<img src=x onerror=alert(1)>"\'`\u0000\u0007\u200b\n<b>b</b>';
const LONG = 'x'.repeat(100_000);
const HUGE = 10_000_000;
const WIDE = { startLine: 1, startColumn: 1, endLine: HUGE, endColumn: 1 };
const RANGE = { startLine: HUGE, startColumn: HUGE, endLine: HUGE, endColumn: HUGE };

function manyLines(end: string, count: number): string {
  return Array.from({ length: count }, (_, at) => `line ${at} ${end}`).join('\n');
}

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
  'many problems on many lines': {
    ...SNIPPET,
    ranges: [{ ...WIDE, code: '\n'.repeat(40_000) }],
    diagnostics: Array.from({ length: 200 }, () => ({ ...WIDE, severity: 'error', message: 'x' })),
  },
  'many lines that change': {
    ...SNIPPET,
    ranges: [{ ...WIDE, code: manyLines('a', 12_000), was: manyLines('b', 12_000) }],
  },
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

describe('hostile content, and the work it makes', () => {
  /** Problems on every line, and how often somebody has looked where they begin. */
  function problems(count: number): { notes: DiagnosticNote[]; looks: () => number } {
    let looks = 0;
    const note = (at: number): DiagnosticNote => ({
      severity: at === count - 1 ? 'error' : 'hint',
      message: 'x',
      ...WIDE,
      get startLine() {
        looks += 1;
        return 1;
      },
    });
    return { notes: Array.from({ length: count }, (_, at) => note(at)), looks: () => looks };
  }

  for (const [shown, most] of [
    [12, 12 * 20 * 3],
    [5_000, 5_000 * 20 * 3],
  ] as const) {
    it(`marks no more than the ${shown} lines that are shown, and few times each`, () => {
      const { notes, looks } = problems(200);
      const body = { ranges: [{ ...WIDE, code: '\n'.repeat(40_000) }], diagnostics: notes };
      const [listing] = listingsOf(body);
      assert.equal(listing?.size, 40_000);
      const lines = listing.first(shown);
      assert.equal(lines.length, shown);
      assert.ok(lines.every(({ look, marks }) => look === 'error' && marks?.length === 20));
      // Each problem is looked at once for itself, and then once or twice for each mark.
      assert.ok(looks() <= most + 200 * 3, `${looks()} looks`);
    });
  }

  it('finds a change of many lines once for all draws', () => {
    const range = { ...WIDE, code: manyLines('a', 1_000), was: manyLines('b', 1_000) };
    let looks = 0;
    const watched = new Proxy(range, {
      get: (target, key) => {
        if (key === 'code') looks += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
    const body = { ranges: [watched] };
    const first = listingsOf(body)[0]?.first(12);
    assert.deepEqual(listingsOf(body)[0]?.first(12), first);
    assert.equal(looks, 1);
  });

  it('numbers one run of changes in about the time of many small ones', () => {
    const count = 12_000;
    const [before, after] = [manyLines('a', count).split('\n'), manyLines('b', count).split('\n')];
    const run = lineDiff(before, after);
    const pairs = run.slice(0, count).flatMap((line, at) => [line, run[count + at] ?? line]);
    const timeOf = (lines: typeof run) => {
      const started = performance.now();
      numbered(lines, { before: 1, after: 1 });
      return performance.now() - started;
    };
    timeOf(pairs);
    const [plain, hostile] = [timeOf(pairs), timeOf(run)];
    assert.ok(hostile < 20 * plain, `${hostile} ms, ${plain} ms for pairs`);
  });
});
