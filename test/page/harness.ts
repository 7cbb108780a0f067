import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { HostToPage, PageToHost } from '../../src/protocol/panel';
import type { FakeHost } from './host';
import { serveSite } from './site';
import type { Site } from './site';
import themes from './themes.json' with { type: 'json' };

/** Opens the built page in a real Chromium and plays its host. */

export type Theme = keyof typeof themes;
export const THEMES = Object.keys(themes) as Theme[];

const FONTS = {
  '--vscode-font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
  '--vscode-editor-font-size': '12px',
};
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface View {
  theme?: Theme;
  width?: number;
  height?: number;
  scale?: number;
}

export class Chat {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  article(name: string | RegExp): Locator {
    return this.page.getByRole('article', { name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** How many pixels are left below what is in sight. */
  belowSight(): Promise<number> {
    return this.log.evaluate(element => element.scrollHeight - element.clientHeight - element.scrollTop);
  }

  async say(...messages: HostToPage[]): Promise<void> {
    await this.page.evaluate(all => all.forEach(message => window.postMessage(message, '*')), messages);
    await this.settled();
  }

  /** Anything at all: what a broken or newer host might say. */
  async sayRaw(message: unknown): Promise<void> {
    await this.page.evaluate(one => window.postMessage(one, '*'), message);
    await this.settled();
  }

  posted(): Promise<PageToHost[]> {
    return this.page.evaluate(() => (window as unknown as FakeHost).posted);
  }

  violations(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as FakeHost).violations);
  }

  /** Two frames: messages are handled, components drawn, observers of sizes done. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
    );
  }

  /** As VS Code does when the view is hidden and shown again. */
  async remake(): Promise<void> {
    await this.page.reload();
    await this.page.waitForFunction(() => (window as unknown as FakeHost).posted.length > 0);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

export class Harness {
  private constructor(
    private readonly browser: Browser,
    readonly site: Site,
  ) {}

  static async start(): Promise<Harness> {
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
    const [browser, site] = await Promise.all([chromium.launch({ executablePath, args: FLAGS }), serveSite()]);
    return new Harness(browser, site);
  }

  async open({ theme = 'dark', width = 300, height = 640, scale = 1 }: View = {}): Promise<Chat> {
    const context = await this.browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    const { kind, variables } = themes[theme];
    const stored = JSON.stringify({ kind, variables: { ...variables, ...FONTS } });
    await context.addInitScript(value => sessionStorage.setItem('theme', value), stored);
    const page = await context.newPage();
    page.on('pageerror', error => {
      throw error;
    });
    await page.goto(this.site.url);
    const chat = new Chat(page, context);
    await page.waitForFunction(() => (window as unknown as FakeHost).posted.length > 0);
    return chat;
  }

  async stop(): Promise<void> {
    this.site.close();
    await this.browser.close();
  }
}
