import type { Locator, Page } from 'playwright-core';

/** VS Code's panel that shows what would change before anything is written. */
export class RefactorPreview {
  private readonly panel: Locator;

  constructor(page: Page) {
    this.panel = page.locator('.bulk-edit-panel');
  }

  /** One row for each file, and one for each change in it where the file is unfolded. */
  get rows(): Locator {
    return this.panel.locator('.monaco-list-row');
  }

  /** The box that says whether a file is to change. */
  box(file: string): Locator {
    return this.rows.filter({ hasText: file }).first().locator('.edit-checkbox');
  }

  /** Takes what is ticked. */
  async apply(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Apply' }).click();
    await this.rows.first().waitFor({ state: 'detached' });
  }
}
