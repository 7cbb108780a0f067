import assert from 'node:assert/strict';
import { source as axe } from 'axe-core';
import { statusPage, STATUS_PAGE_POLICY, type Status } from '../../src/relay/service/statusPage';
import { usePages } from './support';

interface AxeResult {
  violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
}

const URL = 'https://relay.example.com/';
const samples = Array.from({ length: 40 }, (_, i) => ({ rate: Math.abs(Math.sin(i / 4)) * 1_234, connections: i * 7 }));
const STATES: Record<string, Partial<Status>> = {
  'just started': { samples: [] },
  'after a moment': { samples: samples.slice(0, 1) },
  busy: {},
  'about to stop': { stopping: true },
};

function html(state: Partial<Status>): string {
  const counts = { connections: 12_345, channels: 678, uptime: 200_000, stopping: false };
  return statusPage({ url: 'wss://relay.example.com', version: '1.2.3', ...counts, samples, ...state });
}

describe('the status page of a relay', function () {
  const pages = usePages();

  /** A page with the status, under its policy; `refused` is what the policy did not allow. */
  async function show(state: Partial<Status>, width: number) {
    const { page } = await pages.open({ alone: true });
    const refused: string[] = [];
    page.on('console', message => refused.push(message.text()));
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': STATUS_PAGE_POLICY };
    await page.route(URL, route => route.fulfill({ body: html(state), headers }));
    await page.setViewportSize({ width, height: 640 });
    await page.goto(URL);
    return { page, refused };
  }

  for (const [name, state] of Object.entries(STATES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is accessible, within its policy, and fits a phone, ${name}, ${colorScheme}`, async () => {
        const { page, refused } = await show(state, 320);
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(refused, []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(paper, colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 24, 29)', 'its style counts');
        // The policy lets no script run; the debugger's own are exempt.
        const { violations } = await page.evaluate<AxeResult>(`${axe}; axe.run()`);
        assert.deepEqual(violations, []);
      });
    }
  }

  it('has the whole setting selected by a double click, and the charts in words', async () => {
    const { page } = await show({}, 800);
    await page.getByText('liveChannels.server').dblclick({ position: { x: 60, y: 20 } });
    assert.equal(
      await page.evaluate(() => getSelection()?.toString()),
      '"liveChannels.server": "wss://relay.example.com"',
    );
    const words = await page.getByRole('img').evaluateAll(all => all.map(image => image.getAttribute('aria-label')));
    assert.deepEqual(words, [
      'Messages a second in the last ten minutes: 394 a second now, 1,233 a second at most.',
      'Connections in the last ten minutes: 273 now, 273 at most.',
    ]);
  });
});
