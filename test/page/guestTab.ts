import type { Page } from 'playwright-core';

/** What somebody has before them. Sizes in CSS pixels. */
export const DEVICES = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1_280, height: 800 }, deviceScaleFactor: 1 },
} as const;

/** What a script in the page notes for the test. */
export interface Watched {
  violations: string[];
}

/** A page of a guest, by what a person finds on it. */
export class GuestTab {
  /** What went over its sockets to the relay. */
  readonly sent: string[] = [];
  /** What the browser complained about. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('websocket', socket => socket.on('framesent', ({ payload }) => this.sent.push(payload.toString())));
    page.on('pageerror', error => this.complaints.push(error.message));
    page.on('console', line => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
  }

  get door() {
    return this.page.getByRole('dialog');
  }

  get box() {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  async giveName(name: string): Promise<void> {
    await this.door.getByLabel('Your name').fill(name);
    await this.door.getByRole('button', { name: 'Join' }).click();
  }

  async enter(name: string): Promise<void> {
    await this.giveName(name);
    await this.box.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
  }

  /** What broke the policy of the page. */
  violations(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as Watched).violations);
  }
}
