import type { Plugin } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import type { HostToPage, PageToHost } from '../../src/protocol/panel';
import type { FakeHost } from './host';
import { serveSite } from './site';
import type { Language, Site } from './site';
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
  language?: Language;
  /** A page that no other test gets: for what would stay with it, such as a clock. */
  alone?: boolean;
}

export class Chat {
  constructor(
    readonly page: Page,
    /** Where it goes when it is not needed any more. */
    private readonly given: (page: Page) => Promise<void>,
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

  /** Waits until the page has said something of that kind. */
  async posting(kind: PageToHost['type']): Promise<void> {
    await this.page.waitForFunction(
      wanted => (window as unknown as FakeHost).posted.some(({ type }) => type === wanted),
      kind,
    );
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

  close(): Promise<void> {
    return this.given(this.page);
  }
}

export class Harness {
  /** Pages that wait for the next test: a new one takes a process of its own, and that time. */
  private readonly idle: Page[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly site: Site,
  ) {}

  /** @param plugins for a page that is built in another way. */
  static async start(plugins: Plugin[] = []): Promise<Harness> {
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
    const [browser, site] = await Promise.all([chromium.launch({ executablePath, args: FLAGS }), serveSite(plugins)]);
    return new Harness(browser, site);
  }

  async open(view: View = {}): Promise<Chat> {
    const { theme = 'dark', width = 300, height = 640, scale = 1, language = 'en', alone = false } = view;
    const own = alone || scale !== 1;
    const page = (own ? undefined : this.idle.pop()) ?? (await this.newPage(scale));
    const { kind, variables } = themes[theme];
    const stored = JSON.stringify({ kind, variables: { ...variables, ...FONTS } });
    await page.setViewportSize({ width, height });
    await page.evaluate(value => {
      sessionStorage.clear();
      sessionStorage.setItem('theme', value);
    }, stored);
    await page.goto(this.site.urlIn(language));
    await page.waitForFunction(() => (window as unknown as FakeHost).posted.length > 0);
    return new Chat(page, given => (own ? given.context().close() : this.takeBack(given)));
  }

  async stop(): Promise<void> {
    this.site.close();
    await this.browser.close();
  }

  private async newPage(scale: number): Promise<Page> {
    const context = await this.browser.newContext({ deviceScaleFactor: scale, locale: 'en-GB', timezoneId: 'UTC' });
    const page = await context.newPage();
    page.on('pageerror', error => {
      throw error;
    });
    await page.goto(this.site.emptyUrl);
    return page;
  }

  private async takeBack(page: Page): Promise<void> {
    await page.mouse.move(0, 0);
    await page.goto(this.site.emptyUrl);
    this.idle.push(page);
  }
}
