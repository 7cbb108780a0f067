import assert from 'node:assert/strict';
import type { Entry } from '../../src/protocol/transcript';
import { readAbove } from './reading';
import { ADA, channel, snapshot, text } from './samples';
import { usePages } from './support';

describe('weight', function () {
  const pages = usePages();

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
