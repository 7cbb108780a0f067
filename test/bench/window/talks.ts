import { resolve } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { Stage } from '../../e2e/support/stage';
import { launchBrowser } from '../../vscode/browser';
import { startBareServer, type BareServer } from './bareServer';

/** Two who talk: where the one types, and where the other reads. */
export interface Talk {
  readonly name: string;
  readonly box: Locator;
  readonly log: Locator;
}

/** All who take turns, on one machine. */
export interface Talks {
  readonly all: readonly Talk[];
  close(): Promise<void>;
}

/** Runs in the page: what is sent from the box goes out, and what comes in becomes a line. */
function talk(url: string): Promise<void> {
  const socket = new WebSocket(url);
  const box = document.querySelector('input');
  box?.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') socket.send(box.value);
  });
  socket.onmessage = ({ data }) => {
    const line = document.createElement('p');
    line.textContent = String(data);
    document.querySelector('main')?.append(line);
    line.scrollIntoView();
  };
  return new Promise(resolve => (socket.onopen = () => resolve()));
}

async function barePage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.setContent('<input><main style="height: 600px; overflow: auto"></main>');
  await page.evaluate(talk, url);
  return page;
}

/** The least that a chat in a window of VS Code can be. */
async function bareChat(stage: Stage, name: string, { url }: BareServer): Promise<FrameLocator> {
  const { window } = await stage.person(name, { 'liveChannelsBench.url': url });
  await window.runCommand('Bench: Open Bare Chat');
  const frame = window.sideBar.webview('live-channels-bench.bare');
  await frame.locator('input').waitFor();
  return frame;
}

/** Two pages with a socket each, two windows with a bare chat, and two windows with ours. */
export async function openTalks(): Promise<Talks> {
  const server = await startBareServer();
  const chromium = await launchBrowser(line => process.stderr.write(`${line}\n`));
  const stage = await Stage.open({}, [resolve(__dirname, 'extensions', 'bare')]);
  const pages = [await barePage(chromium.browser, server.url), await barePage(chromium.browser, server.url)] as const;
  // Each pair of windows has a server of its own: what one says is nothing for the pages.
  const between = await startBareServer();
  const chats = [await bareChat(stage, 'Alan', between), await bareChat(stage, 'Kurt', between)] as const;
  const [ada, grace] = await stage.pair('demo');
  return {
    all: [
      { name: 'two pages of a browser, bare', box: pages[0].locator('input'), log: pages[1].locator('main') },
      { name: 'two windows, a bare chat', box: chats[0].locator('input'), log: chats[1].locator('main') },
      { name: 'two windows, Live Channels', box: ada.box, log: grace.log },
    ],
    close: async () => {
      await chromium.dispose();
      await stage.close();
      await Promise.all([server.close(), between.close()]);
    },
  };
}
