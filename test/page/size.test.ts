import assert from 'node:assert/strict';
import type { Entry } from '../../src/protocol/transcript';
import { ADA, channel, snapshot, text } from './samples';
import { usePages } from './support';

const LIMIT = 250_000;

describe('weight', function () {
  this.timeout(30_000);
  const pages = usePages();

  it('is light', () => {
    const size = ['chat.js', 'chat.css'].reduce((sum, name) => sum + (pages.site.files.get(name)?.length ?? 0), 0);
    assert.ok(size > 0 && size < LIMIT, `${size} bytes`);
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
        if (rows) watcher.observe(rows, { childList: true, subtree: true, attributes: true, characterData: true });
        window.postMessage({ type: 'entry', channel: 'demo', entry }, '*');
        return new Promise<number>(resolve => requestAnimationFrame(() => setTimeout(() => resolve(touched), 50)));
      },
      text(ADA, 'one more'),
    );
    assert.ok(changes > 0 && changes < 5, `${changes} changes`);
  });
});
