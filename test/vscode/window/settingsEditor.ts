import type { Locator, Page } from 'playwright-core';
import { poll } from './poll';
import type { QuickInput } from './quickInput';

/** VS Code's page of settings. */
export class SettingsEditor {
  private readonly editor: Locator;

  constructor(
    private readonly page: Page,
    private readonly quickInput: QuickInput,
  ) {
    this.editor = page.locator('.settings-editor');
  }

  /** Opens it on what can be set for the machine that the window is connected to: no setting is left out there. */
  async open(): Promise<void> {
    await this.quickInput.runCommand('Preferences: Open Settings (UI)');
    await this.editor.getByRole('tab', { name: /^Remote/ }).click();
    await this.editor.getByRole('tab', { name: /^Remote/, selected: true }).waitFor();
  }

  /** Searches until that many are found. @param filter as people type it: `@ext:…`, `@id:…,…`. */
  async find(filter: string, count: number): Promise<void> {
    await this.editor.locator('.suggest-input-container').click();
    await this.page.keyboard.press('ControlOrMeta+A');
    // At once: what is typed letter by letter is completed by suggestions.
    await this.page.keyboard.insertText(filter);
    const badge = this.editor.locator('.settings-count-widget');
    await poll(async () => (await badge.innerText()).startsWith(`${count} Setting`), {
      what: `${count} settings of ${filter}`,
    });
  }

  /** What is said about a setting that is in sight. */
  async description(id: string): Promise<string> {
    const description = this.editor.locator(`[data-key="${id}"] .setting-item-description`);
    await description.waitFor();
    return description.innerText();
  }
}
