import type { Locator, Page } from 'playwright-core';
import { poll } from './poll';

/** VS Code's one box at the top: command palette, quick picks and input boxes. */
export class QuickInput {
  readonly widget: Locator;
  readonly box: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:visible');
    this.box = this.widget.locator('.quick-input-box input, .quick-input-box textarea').first();
  }

  /** Types into the box that is there or is about to come. */
  async type(text: string): Promise<void> {
    await this.box.fill(text);
  }

  /** Types, if there is something to type, and presses Enter. */
  async submit(text?: string): Promise<void> {
    await this.box.waitFor();
    if (text !== undefined) await this.type(text);
    await this.leaving(() => this.box.press('Enter'));
  }

  /** Closes the box that is there or is about to come. */
  async cancel(): Promise<void> {
    await this.box.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** The labels in the list, once there are any. */
  async items(): Promise<string[]> {
    await this.rows().first().waitFor();
    return this.labels();
  }

  /** The titles of all commands of a category that the palette offers, those out of sight too. Closes it again. */
  async commandsOf(category: string): Promise<string[]> {
    const start = `${category}: `;
    await this.open(`>${start}`);
    const found = new Map<string, string>();
    await poll(
      async () => {
        const shown = await this.places();
        // Until the list has heard what is typed it is that of all commands.
        if (!shown.every(({ label }) => label.startsWith(start))) return false;
        for (const { place, label } of shown) found.set(place, label.slice(start.length));
        if (shown.length > 0 && found.size === shown[0]?.size) return true;
        await this.box.press('PageDown');
        return false;
      },
      { what: `the whole list of ${category}` },
    );
    await this.cancel();
    return [...found.values()];
  }

  /** Picks the item with exactly this label, or the first that matches, as soon as it is listed. */
  async pick(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.waitFor().catch(async () => {
      throw new Error(
        `The list has no item "${String(label)}"; it has: ${(await this.labels()).join(' | ') || 'nothing'}`,
      );
    });
    await this.leaving(() => row.click());
  }

  /** Runs a command from the palette by its whole title, as "Live Channels: Join Channel…". */
  async runCommand(title: string): Promise<void> {
    // A list that is open does not learn of commands that come later, as when our extension is just being loaded.
    await poll(
      async () => {
        await this.open(`>${title}`);
        const listed = await this.row(title)
          .waitFor({ timeout: 2000 })
          .then(() => true)
          .catch(() => false);
        if (!listed) await this.cancel();
        return listed;
      },
      { what: `the command "${title}" in the palette` },
    );
    await this.leaving(() => this.row(title).click());
  }

  /** Opens the box with this in it: `>` starts a command, `:` a line number, anything else a file. */
  async open(text: string): Promise<void> {
    await poll(
      async () => {
        await this.page.keyboard.press('F1');
        // VS Code closes it again when a page that has just come to the front takes the focus, as a chat that opens does.
        return this.box
          .fill(text, { timeout: 2000 })
          .then(() => true)
          .catch(() => false);
      },
      { what: 'the command palette' },
    );
  }

  row(label: string | RegExp): Locator {
    const name = this.page
      .locator('.label-name')
      .filter({ hasText: typeof label === 'string' ? exactly(label) : label });
    return this.rows().filter({ has: name }).first();
  }

  private rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** What is in sight of the list, by its place in the whole. */
  private places(): Promise<{ label: string; place: string; size: number }[]> {
    return this.rows().evaluateAll(rows =>
      rows.map(row => ({
        label: row.querySelector('.label-name')?.textContent ?? '',
        place: row.getAttribute('aria-posinset') ?? '',
        size: Number(row.getAttribute('aria-setsize')),
      })),
    );
  }

  private labels(): Promise<string[]> {
    return this.rows().locator('.quick-input-list-row:first-child .label-name').allTextContents();
  }

  /**
   * Acts and waits until what was shown has gone: the next question takes over the same box, and what is meant for it
   * must not be typed into the old one.
   */
  private async leaving(act: () => Promise<void>): Promise<void> {
    const before = await this.state();
    await act();
    await poll(async () => (await this.state()) !== before, { what: 'the quick input to go on' });
  }

  /** What tells one question from the next. */
  private state(): Promise<string> {
    return this.page.evaluate(() => {
      const widget = document.querySelector<HTMLElement>('.quick-input-widget');
      if (!widget || widget.style.display === 'none') return 'closed';
      const box = widget.querySelector<HTMLInputElement>('.quick-input-box input');
      const texts = ['.quick-input-title', '.quick-input-message', '.quick-input-description'].map(
        part => widget.querySelector(part)?.textContent ?? '',
      );
      return JSON.stringify([box?.placeholder, box?.value, ...texts]);
    });
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
