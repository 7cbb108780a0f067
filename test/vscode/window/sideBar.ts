import type { FrameLocator, Locator, Page } from 'playwright-core';
import { poll } from './poll';

/** A row of a tree as a person meets it. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  readonly level: number;
}

/** The activity bar and the views it opens. */
export class SideBar {
  constructor(private readonly page: Page) {}

  /** Shows a view container by its title. */
  async open(container: string): Promise<void> {
    const tab = this.tab(container);
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.page.locator('.part.sidebar .composite.title').getByText(container).first().waitFor();
  }

  /** A container's place in the activity bar; its badge is text in it. */
  tab(container: string): Locator {
    return this.page.locator('.part.activitybar').getByRole('tab', { name: new RegExp(`^${container}`) });
  }

  /** The names of the open container's views. */
  views(): Promise<string[]> {
    return this.page.locator('.part.sidebar .pane-header h3.title').allTextContents();
  }

  /** One view of the open container, header and all. */
  pane(view: string): Locator {
    return this.page
      .locator('.part.sidebar .pane')
      .filter({ has: this.page.locator('.pane-header').getByText(view, { exact: true }) });
  }

  /** A row of a tree view, by the text that stands in it. */
  row(view: string, text: string | RegExp): Locator {
    return this.pane(view).getByRole('treeitem').filter({ hasText: text }).first();
  }

  /** All rows of a tree view that are unfolded and in sight. */
  async tree(view: string): Promise<TreeRow[]> {
    return this.pane(view)
      .getByRole('treeitem')
      .evaluateAll(rows =>
        rows.map(row => ({
          label: row.querySelector('.label-name')?.textContent ?? '',
          description: row.querySelector('.label-description')?.textContent ?? '',
          ariaLabel: row.getAttribute('aria-label') ?? '',
          level: Number(row.getAttribute('aria-level')),
        })),
      );
  }

  /** Presses a button in a view's header, which shows its buttons only under the mouse. */
  async pressAction(view: string, name: string): Promise<void> {
    await this.pane(view).hover();
    await this.pane(view).locator('.pane-header').getByRole('button', { name }).click();
  }

  /** Opens a row's context menu and picks from it. */
  async pickFromMenu(row: Locator, item: string): Promise<void> {
    await row.click({ button: 'right' });
    await this.pickItem(item);
  }

  /** Picks from the open menu. VS Code’s menus take no click in their first moment, so that one is there to be closed. */
  async pickItem(name: string): Promise<void> {
    const item = this.page.locator('.monaco-menu').getByRole('menuitem', { name }).first();
    await item.waitFor();
    const pick = async () => {
      if (await item.isVisible()) await item.click({ timeout: 1_000 }).catch(() => undefined);
      return !(await item.isVisible());
    };
    await poll(pick, { what: `the menu to take ${name}` });
  }

  /** The page inside a webview view, innermost frame. VS Code lays its frames over the views, not into them. */
  webview(extensionId: string): FrameLocator {
    return this.page.frameLocator(`iframe.webview[src*="extensionId=${extensionId}"]`).frameLocator('#active-frame');
  }
}
