import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { poll } from './poll';
import type { QuickInput } from './quickInput';

/** Files and what is selected in them. */
export class Editor {
  constructor(
    private readonly page: Page,
    private readonly quickInput: QuickInput,
  ) {}

  /** Opens a file of the workspace by its relative path. */
  async openFile(path: string): Promise<void> {
    const name = basename(path);
    await poll(
      async () => {
        await this.quickInput.open(path);
        const listed = await this.quickInput
          .row(name)
          .waitFor({ timeout: 3000 })
          .then(() => true)
          .catch(() => false);
        if (!listed) await this.quickInput.cancel();
        return listed;
      },
      { what: `the file ${path} in quick open` },
    );
    await this.quickInput.pick(name);
    await this.tab(name).waitFor();
    await this.code().waitFor();
  }

  /** Puts the cursor there, both counted from 1, and leaves the focus in the editor. */
  async goTo(line: number, column: number): Promise<void> {
    await this.quickInput.open(`:${line}:${column}`);
    await this.quickInput.submit();
    await this.selection(new RegExp(`^Ln ${line}, Col ${column}$`));
  }

  /** Selects whole lines, from the start of the first to the end of the last, and leaves the focus in the editor. */
  async selectLines(from: number, to: number): Promise<void> {
    await this.goTo(from, 1);
    for (let line = from; line < to; line++) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
    await this.selection(new RegExp(`^Ln ${to}, Col \\d+ \\(\\d+ selected\\)$`));
  }

  /** The active tab, by file name. */
  tab(name: string): Locator {
    return this.page.locator(`.part.editor .tab.active[data-resource-name="${name}"]`);
  }

  /** The visible code of the active editor. */
  code(): Locator {
    return this.page.locator('.part.editor .editor-group-container.active .monaco-editor .view-lines').first();
  }

  private selection(text: RegExp): Promise<void> {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).waitFor();
  }
}
