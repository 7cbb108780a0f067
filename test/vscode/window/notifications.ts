import type { Locator, Page } from 'playwright-core';
import { PATIENCE, poll } from './poll';

declare global {
  interface Window {
    /** Each notification's text in the order of appearance, since the page was loaded. */
    liveChannelsNotifications?: string[];
  }
}

/** What VS Code has popped up in the corner. Create it before the page is loaded: it keeps count from the start. */
export class Notifications {
  private constructor(private readonly page: Page) {}

  static async of(page: Page): Promise<Notifications> {
    await page.addInitScript(record);
    return new Notifications(page);
  }

  /** The texts of those that are visible now. */
  async texts(): Promise<string[]> {
    return this.toasts().locator('.notification-list-item-message').allTextContents();
  }

  /** All since the page was loaded, gone or not: for saying that something did not appear. */
  async seen(): Promise<string[]> {
    return this.page.evaluate(() => window.liveChannelsNotifications ?? []);
  }

  /** Waits until one has appeared whose text has this in it, and returns the whole text. */
  async waitFor(text: string | RegExp, seconds = PATIENCE): Promise<string> {
    const matches = (seen: string) => (typeof text === 'string' ? seen.includes(text) : text.test(seen));
    return poll(async () => (await this.seen()).find(matches), { what: `a notification "${String(text)}"`, seconds });
  }

  toast(text: string | RegExp): Locator {
    return this.toasts().filter({ hasText: text }).last();
  }

  /** Presses a button of the visible notification with this text. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const toast = this.toast(text);
    await toast
      .getByRole('button', { name: button, exact: true })
      .click()
      .catch(async () => {
        const visible = (await this.toasts().allInnerTexts()).map(shown => JSON.stringify(shown));
        throw new Error(`No notification "${String(text)}" has "${button}"; visible: ${visible.join(', ') || 'none'}.`);
      });
    await toast.waitFor({ state: 'detached' });
  }

  /** Takes everything away, as before a picture. */
  async clear(): Promise<void> {
    for (const toast of (await this.toasts().all()).reverse()) {
      await toast.hover();
      await toast.getByRole('button', { name: /^Clear Notification/ }).click();
    }
    await this.toasts().first().waitFor({ state: 'detached' });
  }

  private toasts(): Locator {
    return this.page.locator('.notifications-toasts .notification-toast');
  }
}

/** Runs in the page. */
function record(): void {
  if (window.top !== window) return;
  const seen: string[] = (window.liveChannelsNotifications = []);
  const known = new WeakSet<Node>();
  new MutationObserver(() => {
    for (const message of document.querySelectorAll('.notification-toast .notification-list-item-message')) {
      if (known.has(message) || !message.textContent) continue;
      known.add(message);
      seen.push(message.textContent);
    }
  }).observe(document, { childList: true, subtree: true });
}
