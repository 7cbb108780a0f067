import type { FrameLocator, Locator } from 'playwright-core';

/** A message in the chat that shows a thing: code, changes, an image or files. */
export class Card {
  /** The thing itself, below what was said with it. */
  readonly thing: Locator;
  /** Its code or its changes, without the numbers of the lines. */
  readonly code: Locator;

  /** @param message its article. */
  constructor(
    private readonly chat: FrameLocator,
    readonly message: Locator,
  ) {
    this.thing = message.locator('.card');
    this.code = this.thing.locator('pre.lines');
  }

  button(name: string): Locator {
    return this.thing.getByRole('button', { name, exact: true }).first();
  }

  /** Clicks what stands on the card, as "Go to code", or is in its menu, as "Compare with mine". */
  async press(action: string): Promise<void> {
    await this.thing.waitFor();
    if (await this.button(action).isVisible()) {
      await this.button(action).click();
      return;
    }
    await this.button('More actions').click();
    await this.chat.getByRole('menuitem', { name: action }).click();
  }

  /** Clicks "Reply" among the tools of the message, which are there while one points at it. */
  async reply(): Promise<void> {
    await this.message.hover();
    await this.message.getByRole('button', { name: 'Reply', exact: true }).click();
  }
}
