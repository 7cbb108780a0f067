import assert from 'node:assert/strict';
import type { Entry } from '../../src/protocol/transcript';
import { readAbove } from './reading';
import { ADA, channel, snapshot, text } from './samples';
import { usePages } from './support';

/**
 * Bytes: of what is loaded at once, and of what colours code, which is loaded with the first code. A third of the first is
 * for Markdown: text that changes its height after it was shown would cost more.
 */
const LIMIT = 360_000;
const HIGHLIGHT_LIMIT = 220_000;
/** Of the names of all emoji, which are loaded when one is looked for. */
const EMOJI_LIMIT = 200_000;

describe('weight', function () {
  const pages = usePages();

  it('is light', () => {
    const size = ['chat.js', 'chat.css'].reduce((sum, name) => sum + (pages.site.files.get(name)?.length ?? 0), 0);
    assert.ok(size > 0 && size < LIMIT, `${size} bytes`);
    const colours = pages.site.files.get('chat-highlight.js')?.length ?? 0;
    assert.ok(colours > 0 && colours < HIGHLIGHT_LIMIT, `${colours} bytes`);
    const emoji = pages.site.files.get('chat-emoji.js')?.length ?? 0;
    assert.ok(emoji > 0 && emoji < EMOJI_LIMIT, `${emoji} bytes`);
  });

  it('adds a message to thousands as to a few: one row is drawn', async () => {
    const chat = await pages.open();
    const entries: Entry[] = Array.from({ length: 3_000 }, (_, at) => text(ADA, `message ${at}`));
    await chat.say(snapshot(channel({ entries })));
    const changes = await chat.page.evaluate(
      entry => {
        const rows = document.querySelector('.rows');
        let touched = 0;
        const watcher = new MutationObserver(all => (touched += all.length));
        // What is told to screen readers of how many there are is another matter.
        const attributeFilter = ['class', 'style'];
        if (rows) watcher.observe(rows, { childList: true, subtree: true, attributeFilter, characterData: true });
        window.postMessage({ type: 'entry', channel: 'demo', entry }, '*');
        return new Promise<number>(resolve =>
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(touched)))),
        );
      },
      text(ADA, 'one more'),
    );
    assert.ok(changes > 0 && changes < 5, `${changes} changes`);
    assert.ok((await chat.page.getByRole('article').count()) < 300, 'most are not in the document');
  });

  it('catches up with hundreds of messages, wherever they belong, without a layout for each', async () => {
    const chat = await pages.open();
    const entries: Entry[] = Array.from({ length: 300 }, (_, at) => text(ADA, `message ${at}`));
    const late = Array.from({ length: 500 }, (_, at) => text(ADA, `late ${at}`));
    await chat.say(snapshot(channel({ entries })));
    await readAbove(chat);
    const browser = await chat.page.context().newCDPSession(chat.page);
    await browser.send('Performance.enable');
    const layouts = async () => {
      const { metrics } = await browser.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? NaN;
    };
    const before = await layouts();
    const places = [entries[5]?.id, entries[295]?.id, undefined];
    await chat.say(
      ...late.map((entry, at) => {
        const place = places[at % 3];
        return { type: 'entry' as const, channel: 'demo', entry, ...(place === undefined ? {} : { before: place }) };
      }),
    );
    // 167 at the front are above what one reads, the others below.
    await chat.button('333 new messages').waitFor();
    const count = (await layouts()) - before;
    assert.ok(count < 200, `${count} layouts`);
  });
});
