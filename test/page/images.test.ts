import assert from 'node:assert/strict';
import { IMAGE, withBody } from './cardSamples';
import type { Chat } from './harness';
import { ADA, channel, snapshot, text } from './samples';
import { usePages } from './support';

describe('images', function () {
  const pages = usePages();

  /** A real one, 60 by 30 pixels. */
  async function png(chat: Chat): Promise<string> {
    const bytes = await chat.page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 30 } });
    return bytes.toString('base64');
  }

  async function asked(chat: Chat): Promise<string[]> {
    return (await chat.posted()).flatMap(message => (message.type === 'image' ? [message.entry] : []));
  }

  it('asks for an image when it is about to be seen, once, and shows it in the room it has taken', async () => {
    const chat = await pages.open();
    const image = withBody(ADA, IMAGE);
    const after = Array.from({ length: 120 }, (_, at) => text(ADA, `message ${at}`));
    await chat.say(snapshot(channel({ entries: [image, ...after] })));
    assert.deepEqual(await asked(chat), [], 'it is far above');
    await chat.log.evaluate(element => (element.scrollTop = 0));
    await chat.page.waitForFunction(() =>
      (window as unknown as { posted: { type: string }[] }).posted.some(({ type }) => type === 'image'),
    );
    const frame = chat.button('Open image latency.png');
    const reserved = await frame.boundingBox();
    await chat.say({ type: 'image', channel: 'demo', entry: image.id, data: await png(chat) });
    const shown = chat.page.getByRole('img', { name: 'latency.png' });
    await shown.waitFor();
    assert.match((await shown.getAttribute('src')) ?? '', /^blob:/);
    assert.ok(reserved && reserved.height > 60 && reserved.height <= 300);
    assert.deepEqual(await asked(chat), [image.id]);
    assert.deepEqual(await chat.violations(), []);
  });

  it('opens it with a click or Enter', async () => {
    const chat = await pages.open();
    const image = withBody(ADA, IMAGE);
    await chat.say(snapshot(channel({ entries: [image] })));
    await chat.button('Open image latency.png').click();
    await chat.button('Open image latency.png').press('Enter');
    const open = { type: 'act', channel: 'demo', entry: image.id, action: 'open' };
    assert.deepEqual((await chat.posted()).slice(-2), [open, open]);
  });

  for (const [what, data] of [
    ['no image', Buffer.from('<svg onload="alert(1)">').toString('base64')],
    ['no base64', '%%%'],
    ['nothing', ''],
  ] as const) {
    it(`says so when ${what} comes`, async () => {
      const chat = await pages.open();
      const image = withBody(ADA, IMAGE);
      await chat.say(snapshot(channel({ entries: [image] })));
      await chat.say({ type: 'image', channel: 'demo', entry: image.id, data });
      await chat.article('Ada').getByText('This image cannot be shown.').waitFor();
      assert.equal(await chat.button(/Open image/).count(), 0);
    });
  }

  it('is bounded, whatever size it says it has', async () => {
    const chat = await pages.open();
    const sizes: [number, number][] = [
      [8_000, 5_000],
      [1, 100_000],
      [100_000, 1],
    ];
    const entries = sizes.map(([width, height]) => withBody(ADA, { ...IMAGE, width, height }));
    await chat.say(snapshot(channel({ entries })));
    for (let at = 0; at < sizes.length; at += 1) {
      const box = await chat
        .button(/Open image/)
        .nth(at)
        .boundingBox();
      assert.ok(box && box.height <= 301 && box.width <= 300 && box.height >= 1, JSON.stringify(box));
    }
  });

  it('does not show what is too large, or of no known size, and never asks for it', async () => {
    const chat = await pages.open();
    const { type, name, mime, data, width = 0 } = IMAGE;
    const unsized = { type, name, mime, data };
    const bodies = [
      { ...IMAGE, width: 8_000, height: 5_001 },
      { ...IMAGE, width: 100_000, height: 100_000 },
      unsized,
      { ...unsized, width },
    ];
    const entries = bodies.map(body => withBody(ADA, body));
    await chat.say(snapshot(channel({ entries })));
    for (const { id } of entries) await chat.say({ type: 'image', channel: 'demo', entry: id, data: await png(chat) });
    assert.equal(await chat.page.getByText('Too large to be shown here').count(), bodies.length);
    assert.equal(await chat.page.locator('article img').count(), 0);
    assert.equal(await chat.button(/Open image/).count(), 0);
    assert.deepEqual(await asked(chat), []);
    await chat.button('Open in editor').first().click();
    assert.equal(await chat.button('Save as…').count(), bodies.length);
    assert.deepEqual((await chat.posted()).at(-1), {
      type: 'act',
      channel: 'demo',
      entry: entries[0]?.id,
      action: 'open',
    });
  });

  it('lets it go with its channel, and asks again', async () => {
    const chat = await pages.open();
    const image = withBody(ADA, IMAGE);
    await chat.say(snapshot(channel({ entries: [image] }), channel({ name: 'team' })));
    await chat.say({ type: 'image', channel: 'demo', entry: image.id, data: await png(chat) });
    await chat.page.getByRole('img', { name: 'latency.png' }).waitFor();
    await chat.say({ type: 'active', name: 'team' }, { type: 'active', name: 'demo' });
    await chat.page.waitForFunction(
      () =>
        (window as unknown as { posted: { type: string }[] }).posted.filter(({ type }) => type === 'image').length > 1,
    );
  });
});
