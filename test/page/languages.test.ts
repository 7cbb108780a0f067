import assert from 'node:assert/strict';
import { source as axe } from 'axe-core';
import { dataBlock } from '../../src/ui/chat/dataBlock';
import type { Chat } from './harness';
import { LANGUAGE_STATES } from './languageStates';
import type { Say } from './languageStates';
import { ADA, channel, snapshot, text } from './samples';
import { wordsIn } from './site';
import { usePages } from './support';

const TRANSLATED = ['de', 'zh-cn'] as const;
type Translated = (typeof TRANSLATED)[number];

/** What stands on the page and is nobody's language: names of people, files, branches and languages. */
const NAMES =
  'Ada Grace Hopper Linus demo live channels src relay limiter ts room README md session pace notebooks latency ipynb png ' +
  'old new name docs limits media logo sh fix main typescript markdown python eslint no unused vars MB KB Shift Enter';
/** Code and what tools say of it; emoji are called as between the colons of `:tada:`. */
const SKIPPED = '.lines, .gutter, .problem-text, .emoji-option, .emoji-name';
/** Not what has digits in it, such as ids. */
const WORD = /(?<![\p{L}\p{N}])\p{Script=Latin}{2,}(?![\p{L}\p{N}])/gu;

function asSay(words: Readonly<Record<string, string>>): Say {
  return (key, ...args) =>
    (words[key] ?? key).replace(/\{(\d)\}/g, (placeholder, at: string) => String(args[Number(at)] ?? placeholder));
}

/** The words with which dates are written. */
function wordsOfDates(language: Translated): string[] {
  const months = Array.from({ length: 31 * 12 }, (_, day) => Date.UTC(2026, 0, 1 + day));
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' });
  const medium = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return months.flatMap(date => [format.format(date), medium.format(date)]);
}

/** All that one can read or hear, but for what is code. */
function allTexts(chat: Chat): Promise<string[]> {
  return chat.page.evaluate(skipped => {
    const found: string[] = [];
    const attributes = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description', 'label'];
    // A function with a name would not survive the way into the page.
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        if (element.closest(skipped) || ['SCRIPT', 'STYLE', 'TITLE'].includes(element.tagName)) continue;
        for (const name of attributes) found.push(element.getAttribute(name) ?? '');
        for (const node of element.childNodes) if (node instanceof Text) found.push(node.data);
      }
    }
    return [...new Set(found.map(one => one.trim()).filter(one => one !== ''))];
  }, SKIPPED);
}

/** What does not end where one could see it: beyond the page, or beyond its own box. */
function cutOff(chat: Chat): Promise<string[]> {
  return chat.page.evaluate(() => {
    const elements = [
      ...document.querySelectorAll<HTMLElement>(
        'button, textarea, vscode-button, vscode-single-select, article, h1, p, .hint',
      ),
    ];
    return elements
      .filter(one => one.checkVisibility() && !one.closest('.hidden-text'))
      .filter(one => one.getBoundingClientRect().right > innerWidth + 0.5 || one.scrollWidth > one.clientWidth + 1)
      .map(one => `${one.className} ${one.innerText}`.slice(0, 80));
  });
}

async function problems(chat: Chat): Promise<string[]> {
  await chat.page.evaluate(axe);
  return chat.page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }> };
    };
    const { violations } = await checker.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
    );
  });
}

describe('the languages of the page', function () {
  const pages = usePages();

  for (const language of TRANSLATED) {
    describe(language, () => {
      let words: Readonly<Record<string, string>> = {};
      let known = new Set<string>();

      before(async () => {
        words = (await wordsIn(language)) ?? {};
        const texts = [...Object.values(words), ...wordsOfDates(language), NAMES];
        known = new Set(texts.flatMap(one => one.match(WORD) ?? []));
      });

      for (const [state, arrange] of Object.entries(LANGUAGE_STATES)) {
        it(`has no word of another language, cuts nothing off and is accessible: ${state}`, async () => {
          const chat = await pages.open({ language });
          await arrange(chat, asSay(words));
          await chat.settled();
          const texts = await allTexts(chat);
          const strange = texts.filter(one => one.match(WORD)?.some(word => !known.has(word)));
          assert.deepEqual(strange, []);
          assert.deepEqual(await cutOff(chat), []);
          // Before axe runs: it breaks the policy itself.
          assert.deepEqual(await chat.violations(), []);
          assert.deepEqual(await problems(chat), []);
        });
      }

      it('is what the page says it speaks, and how it writes dates', async () => {
        const chat = await pages.open({ language });
        const date = Date.UTC(2026, 10, 23, 14, 2);
        await chat.say(snapshot(channel({ entries: [text(ADA, 'Ω', { date })] })));
        assert.equal(await chat.page.evaluate(() => document.documentElement.lang), language);
        const exact = await chat.page.locator('time').getAttribute('title');
        const wanted = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' });
        assert.equal(exact, wanted.format(date));
      });
    });
  }

  it('are English without a table, as it is written where the person lives', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: [text(ADA, 'Ω', { date: Date.UTC(2026, 10, 23, 14, 2) })] })));
    assert.equal(await chat.page.evaluate(() => document.documentElement.lang), 'en');
    assert.equal(await chat.page.locator('time').innerText(), '14:02');
  });

  it('come as data that no word in it can end', () => {
    const words = { '</script><b>': '<!-- <script> {0}' };
    const block = dataBlock('l10n', words);
    assert.equal(block.split('<').length, 3, 'nothing but the element itself');
    const json = block.slice(block.indexOf('>') + 1, block.lastIndexOf('<'));
    assert.deepEqual(JSON.parse(json), words);
  });
});
