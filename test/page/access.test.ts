import assert from 'node:assert/strict';
import { source as axe } from 'axe-core';
import { DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT, LIGHT } from '../../src/snippet/codePalettes';
import { CARDS, IMAGE, SNIPPET, withBody } from './cardSamples';
import type { CodeColours, PersonView } from '../../src/protocol/panel';
import { STATUSES } from '../../src/protocol/presence';
import type { Chat, Theme } from './harness';
import { THEMES } from './harness';
import { CONVERSATION, EVERYTHING } from './markdownSamples';
import {
  ADA,
  GRACE,
  ME,
  afterwards,
  channel,
  conversation,
  deliveries,
  person,
  presence,
  snapshot,
  text,
} from './samples';
import { usePages } from './support';

interface AxeResult {
  violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
}

const PALETTES: Record<Theme, CodeColours> = {
  dark: DARK,
  light: LIGHT,
  'dark-2026': DARK,
  'light-2026': LIGHT,
  hc: HIGH_CONTRAST,
  'hc-light': HIGH_CONTRAST_LIGHT,
};

/** A card of each kind, open as far as it goes, with its code in colours. */
async function cards(chat: Chat, theme: Theme): Promise<void> {
  const entries = Object.values(CARDS).map((body, at) => withBody(at % 3 === 2 ? ME : ADA, body));
  await chat.say({ type: 'colours', colours: PALETTES[theme] }, snapshot(channel({ entries })));
  await chat.page
    .locator('.part-toggle[aria-expanded=false]')
    .evaluateAll(all => all.forEach(part => (part as HTMLElement).click()));
  for (const part of await chat.page.locator('.lines').all()) await part.scrollIntoViewIfNeeded();
  await chat.page.waitForFunction(
    () =>
      [...document.querySelectorAll('.lines')].filter(one => one.querySelector('[class^=code-]')).length >=
      document.querySelectorAll('.lines').length - 3,
  );
}

/** Everything the page can look like. */
const STATES: Record<string, (chat: Chat, theme: Theme) => Promise<void>> = {
  'cards of each kind': cards,
  'a card with its menu open, and a reply': async chat => {
    const entry = withBody(ADA, SNIPPET);
    const broken = withBody(ADA, IMAGE);
    const answer = text(ME, 'Yes', { re: entry.content ?? '', content: 'x' });
    const lost = text(ME, 'And this', { re: 'gone' });
    const foreign = withBody(ADA, { type: 'text', text: 'Noodles?', foreign: 'poll' });
    await chat.say(snapshot(channel({ entries: [entry, broken, foreign, answer, lost] })));
    await chat.say({ type: 'image', channel: 'demo', entry: broken.id, data: '' });
    await chat.say({ type: 'reply', channel: 'demo', entry: entry.id });
    await chat.page.locator('.card-tools .more').first().click();
  },
  'no channel': chat => chat.say(snapshot()),
  'no messages': chat => chat.say(snapshot(channel({ people: [person(ME)], entries: [presence('join', ME)] }))),
  'talk in Markdown': async (chat, theme) => {
    const entries = [...CONVERSATION, EVERYTHING].map(words => text(ADA, words));
    await chat.say({ type: 'colours', colours: PALETTES[theme] }, snapshot(channel({ entries })));
    await chat.page.locator('.talk-code .code-control').first().waitFor();
  },
  conversation: chat => chat.say(snapshot(channel({ anonymous: 1, entries: conversation() }))),
  'reading above, people open': async chat => {
    await chat.say(snapshot(channel({ anonymous: 1, entries: conversation() })));
    await chat.button('4 people').click();
    await chat.log.hover();
    await chat.page.mouse.wheel(0, -5_000);
    await chat.button('Jump to newest').waitFor();
    await chat.say({ type: 'entry', channel: 'demo', entry: text(ADA, 'New') });
  },
  'reactions, changed and taken back, somebody typing, people open': async chat => {
    const people = STATUSES.map((status, at): PersonView => {
      const one = person([ME, ADA, GRACE][at] ?? { uid: `u${at}`, name: `P${at}`, self: false });
      return { ...one, status, typing: true };
    });
    await chat.say(snapshot(channel({ people, entries: afterwards() })));
    await chat.button('5 people').click();
    await chat.log.focus();
    await chat.page.keyboard.press('ArrowUp');
  },
  'tools of a message, emoji to choose from': async chat => {
    await chat.say(snapshot(channel({ entries: afterwards() })));
    await chat.page.getByRole('article').last().hover();
    await chat.page.getByRole('article').last().getByRole('button', { name: 'React' }).click();
    await chat.page.keyboard.type('cat');
    await chat.page.getByRole('option', { name: 'cat', exact: true }).waitFor();
  },
  'a message is changed, people to mention': async chat => {
    await chat.say(snapshot(channel({ entries: afterwards() })));
    await chat.box.press('ArrowUp');
    await chat.page.keyboard.type(' @');
    await chat.page.getByRole('option', { name: 'Ada' }).waitFor();
  },
  'several channels, reconnecting, list open': async chat => {
    await chat.say(snapshot(channel({ state: 'reconnecting', entries: conversation() }), channel({ name: 'team' })));
    await chat.page.getByRole('combobox', { name: 'Channel' }).click();
    await chat.settled();
  },
  'offline, one of each delivery': async chat => {
    const retryAt = Date.now() + 30_000;
    await chat.say(snapshot(channel({ state: 'reconnecting', retryAt, entries: deliveries() })));
    // The moment before "sending" shows is over.
    await chat.page.evaluate(() => {
      for (const one of document.getAnimations()) if (one.effect?.getComputedTiming().duration === 0) one.finish();
    });
  },
  refused: chat => chat.say(snapshot(channel({ state: 'refused', detail: 'A key is needed.', people: [] }))),
  'direct, rejected, addressee gone': async chat => {
    await chat.say(snapshot(channel({ entries: conversation() })));
    await chat.page.getByRole('combobox', { name: 'To' }).click();
    await chat.page.getByRole('option', { name: 'Only to Grace' }).click();
    await chat.box.fill('secret');
    await chat.say(
      { type: 'rejected', channel: 'demo', text: 'x', to: 'grace001', reason: 'Too fast.' },
      { type: 'channel', channel: channel({ people: [person(ME)] }) },
    );
  },
};

describe('for everybody', function () {
  const pages = usePages();

  async function problems(chat: Chat): Promise<string[]> {
    await chat.page.evaluate(axe);
    const { violations } = await chat.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
    );
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`),
    );
  }

  for (const theme of THEMES) {
    for (const [state, arrange] of Object.entries(STATES)) {
      it(`axe finds nothing: ${theme}, ${state}`, async () => {
        const chat = await pages.open({ theme: theme satisfies Theme, width: 320 });
        await arrange(chat, theme);
        // Before axe runs: it breaks the policy itself.
        assert.deepEqual(await chat.violations(), []);
        assert.deepEqual(await problems(chat), []);
      });
    }
  }

  for (const width of [170, 300, 1_200]) {
    it(`nothing is cut off or needs sideways scrolling at ${width} px`, async function () {
      // All states in one: on a busy machine each takes several seconds.
      this.timeout(300_000);
      for (const arrange of Object.values(STATES)) {
        const chat = await pages.open({ width });
        await arrange(chat, 'dark');
        const beyond = await chat.page.evaluate(() =>
          [...document.querySelectorAll('button, textarea, vscode-button, vscode-single-select, article, h1, p')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5)
            .map(element => element.outerHTML.slice(0, 80)),
        );
        assert.deepEqual(beyond, []);
      }
    });
  }

  it('goes through everything with Tab in the order one reads', async () => {
    const chat = await pages.open();
    await chat.say(snapshot(channel({ entries: conversation() }), channel({ name: 'team' })));
    await chat.box.fill('x');
    await chat.remake();
    await chat.say(snapshot(channel({ entries: conversation() }), channel({ name: 'team' })));
    const names: string[] = [];
    for (let presses = 0; presses < 60 && names.at(-1) !== 'Send'; presses += 1) {
      await chat.page.keyboard.press('Tab');
      names.push(
        await chat.page.evaluate(() => {
          let element = document.activeElement;
          while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
          return element?.ariaLabel ?? element?.textContent.trim() ?? '';
        }),
      );
    }
    // The focus on a long card may have led away from the end.
    const known = names.filter(name => name !== 'Jump to newest');
    assert.deepEqual(
      [...known.slice(0, 3), ...known.slice(-5)],
      ['Channel', '3 people', 'Messages', 'Retry', 'Dismiss', 'Message', 'To', 'Send'],
    );
  });

  it('moves nothing for people who asked for that', async () => {
    const chat = await pages.open({ alone: true });
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    await chat.say(snapshot(channel({ state: 'connecting', entries: conversation() })));
    const moving = await chat.page.evaluate(() =>
      document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1),
    );
    assert.deepEqual(moving, []);
  });
});
