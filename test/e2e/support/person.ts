import type { Locator } from 'playwright-core';
import type { Window } from '../../vscode/window';
import { poll } from '../../vscode/window/poll';
import { Card } from './card';

const CATEGORY = 'Live Channels';

/** Somebody in a VS Code window who does and sees what the extension offers, found by role and name. */
export class Person {
  constructor(
    readonly name: string,
    readonly window: Window,
    /** The folder that is open in the window. */
    readonly folder: string,
  ) {}

  command(title: string): Promise<void> {
    return this.window.runCommand(`${CATEGORY}: ${title}`);
  }

  /** Joins from the palette and waits until the status bar says so. */
  async join(channel: string): Promise<void> {
    await this.command('Join Channel…');
    await this.window.quickInput.submit(channel);
    await this.online(channel);
  }

  /** Waits until the status bar shows the channel with that many people. */
  async online(channel: string, people: RegExp | number = /\d+/): Promise<void> {
    const count = typeof people === 'number' ? `${people}` : people.source;
    await this.window.statusBar(new RegExp(`${channel}: ${count}`)).waitFor();
  }

  async openChat(): Promise<void> {
    await this.command('Open Chat');
    await this.box.waitFor();
  }

  get box(): Locator {
    return this.window.chat().getByRole('textbox', { name: 'Message' });
  }

  get log(): Locator {
    return this.window.chat().getByRole('log', { name: 'Messages' });
  }

  /** A message in the chat by its sender and by text in it. */
  message(sender: string, text: string | RegExp): Locator {
    return this.window
      .chat()
      .getByRole('article', { name: new RegExp(`^${sender}`) })
      .filter({ hasText: text });
  }

  /** The same, of one that shows code or another thing. */
  card(sender: string, text: string | RegExp): Card {
    return new Card(this.window.chat(), this.message(sender, text).last());
  }

  /** Waits until code in the chat has a colour of the theme. @param kind of the words, as `keyword`. */
  async codeHasColour(kind: string, colour: string): Promise<void> {
    const word = this.window.chat().locator(`.code-${kind}`).first();
    const shown = () => word.evaluate(element => getComputedStyle(element).color);
    await poll(async () => (await shown()) === colour, { what: `a ${kind} in ${colour}` });
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.window.chat().getByRole('button', { name: 'Send', exact: true }).click();
  }

  async sees(sender: string, text: string | RegExp): Promise<void> {
    await this.message(sender, text).first().waitFor();
  }

  /** The texts of all messages, in order, as the page shows them. */
  async transcript(): Promise<string[]> {
    const articles = await this.window.chat().getByRole('article').all();
    return Promise.all(articles.map(async article => (await article.innerText()).replaceAll(/\s+/g, ' ').trim()));
  }

  /** Selects lines of a file and sends them to the first target whose label has `target` in it. */
  async sendSelection(file: string, from: number, to: number, target: string | RegExp, comment = ''): Promise<void> {
    await this.window.editor.openFile(file);
    await this.window.editor.selectLines(from, to);
    await this.command('Send Selection…');
    await this.answer(target, comment);
  }

  /** Sends the whole of a file, picture or folder by the Explorer's menu. */
  async sendFromExplorer(name: string, target: string | RegExp, comment = ''): Promise<void> {
    await this.pickInExplorer(name, 'Send File…');
    await this.answer(target, comment);
  }

  async pickInExplorer(name: string, item: string): Promise<void> {
    const { page, sideBar } = this.window;
    await sideBar.open('Explorer');
    const row = page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
    await sideBar.pickFromMenu(row, item);
  }

  /** Says where something goes and what to say with it. */
  async answer(target: string | RegExp, comment = ''): Promise<void> {
    await this.window.quickInput.pick(typeof target === 'string' ? new RegExp(target) : target);
    await this.window.quickInput.submit(comment);
  }

  async people(): Promise<string[]> {
    await this.window.sideBar.open(CATEGORY);
    const rows = await this.window.sideBar.tree('People');
    return rows.map(({ label, description }) => (description ? `${label} (${description})` : label));
  }
}
