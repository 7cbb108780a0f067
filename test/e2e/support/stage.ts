import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { startRelay, type Relay, type RelayOptions } from '../../../src/relay/server';
import { GuestTab } from '../../page/guestTab';
import { launchBrowser, type HeadlessBrowser } from '../../vscode/browser';
import { tempDir } from '../../vscode/cleanup';
import { installVSCode } from '../../vscode/download';
import { freePort } from '../../vscode/ports';
import { inWebHost, startServer, type ServerOptions, type VSCodeServer } from '../../vscode/server';
import type { Settings } from '../../vscode/settings';
import type { Host } from '../../vscode/versions';
import { writeVsix } from '../../vscode/vsix';
import { Window, type OpenOptions } from '../../vscode/window';
import { copySample } from '../../vscode/workspace';
import { Person } from './person';

const EXTENSION_ID = 'live-channels.live-channels';
/** Of the newest lines of our log, when a test has failed. */
const LOGGED_LINES = 30;
const extensionPath = resolve(__dirname, '../../..');
const log = (line: string) => process.stderr.write(`${line}\n`);

/** A real relay, a real VS Code and the people in its windows; everything goes when it is closed. */
export class Stage {
  private readonly windows: Window[] = [];
  private readonly folders: { dispose(): Promise<void> }[] = [];

  private constructor(
    public relay: Relay,
    private readonly server: VSCodeServer,
    private readonly browser: HeadlessBrowser,
  ) {}

  /** Windows that are set to a relay of the stage's own. `extensions`: folders of further ones beside ours. */
  static async open(options: RelayOptions = {}, extensions: readonly string[] = []): Promise<Stage> {
    const relay = await startRelay(options);
    return Stage.with(relay, { 'liveChannels.server': relay.url }, extensions);
  }

  /** Windows that share the relay that the first of them runs, as `npm start` has them. */
  static async openEmbedded(more: Settings = {}): Promise<Stage> {
    const settings = { 'liveChannels.server': 'embedded', 'liveChannels.relayPort': await freePort(), ...more };
    return Stage.with(await startRelay({}), settings);
  }

  /** The same, where no folder is trusted: VS Code does not ask either. */
  static async openUntrusted(): Promise<Stage> {
    const relay = await startRelay({});
    const trust = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
    return Stage.with(relay, { 'liveChannels.server': relay.url, ...trust }, [], { trust: 'ask' });
  }

  /** Windows in which the extension, and further ones beside it, run in that host. */
  static async openIn({ version, kind }: Host, extensions: readonly string[] = []): Promise<Stage> {
    // The worker's page is the server's here, where with vscode.dev it is one that relays know.
    const relay = await startRelay({ allowOrigins: ['*'] });
    const settings = { 'liveChannels.server': relay.url, ...(kind === 'web' && inWebHost) };
    return Stage.with(relay, settings, extensions, { vscode: await installVSCode(version, log) });
  }

  /** Windows that have these extensions, by their folders, and ours in no other way. */
  static async openOnly(extensions: readonly string[]): Promise<Stage> {
    const relay = await startRelay({});
    const server = await startServer({ settings: { 'liveChannels.server': relay.url }, extensions, log });
    return new Stage(relay, server, await launchBrowser(log));
  }

  /** A bare VS Code that has installed our package, which is written from what is built. */
  static async openPackaged(): Promise<Stage> {
    const folder = await tempDir('vsix');
    const vsix = join(folder.path, 'live-channels.vsix');
    await writeVsix(vsix);
    const relay = await startRelay({});
    const server = await startServer({ settings: { 'liveChannels.server': relay.url }, vsix, log });
    const stage = new Stage(relay, server, await launchBrowser(log));
    stage.folders.push(folder);
    return stage;
  }

  private static async with(
    relay: Relay,
    settings: Settings,
    more: readonly string[] = [],
    options: Pick<ServerOptions, 'trust' | 'vscode'> = {},
  ): Promise<Stage> {
    const server = await startServer({ settings, extensions: [extensionPath, ...more], log, ...options });
    return new Stage(relay, server, await launchBrowser(log));
  }

  /** The folder in which VS Code keeps settings, logs and the extensions' storage of all windows. */
  get data(): string {
    return this.server.data;
  }

  changeSettings(settings: Settings): Promise<void> {
    return this.server.changeSettings(settings);
  }

  /** Opens a window for a person of that name, on a copy of the sample workspace of their own. */
  async person(name: string, more: Settings = {}, options: OpenOptions = {}): Promise<Person> {
    const folder = await tempDir('e2e');
    this.folders.push(folder);
    const path = await copySample(folder.path, name, { 'liveChannels.displayName': name, ...more });
    const window = await Window.open(this.browser.browser, this.server.urlFor(path), options);
    this.windows.push(window);
    return new Person(name, window, path);
  }

  /** Ada and Grace, each in a window of their own: in the channel, aware of each other, with the chat open. */
  async pair(channel: string): Promise<[ada: Person, grace: Person]> {
    const [ada, grace] = await Promise.all([this.person('Ada'), this.person('Grace')]);
    for (const person of [ada, grace]) {
      await person.join(channel);
      await person.openChat();
    }
    await Promise.all([ada.online(channel, 2), grace.online(channel, 2)]);
    return [ada, grace];
  }

  /** Opens an address in a browser, for somebody without VS Code. */
  async guest(url: string, device: BrowserContextOptions = {}): Promise<GuestTab> {
    const context = await this.browser.browser.newContext(device);
    const tab = new GuestTab(await context.newPage());
    await tab.page.goto(url);
    return tab;
  }

  /**
   * Says what every window shows and logs, for whoever has to find out why a test failed: pictures and all logs into the
   * folder, what matters most to standard error.
   */
  async report(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const [index, window] of this.windows.entries()) {
      log(`Window ${index + 1} shows ${await window.summary()}`);
      await window.screenshot(join(folder, `window-${index + 1}.png`));
    }
    log((await this.server.hostLog(EXTENSION_ID)).split('\n').slice(-LOGGED_LINES).join('\n'));
    await writeFile(join(folder, 'server.log'), `${this.server.output()}\n${await this.server.hostLog()}`);
  }

  async close(): Promise<void> {
    for (const window of this.windows.splice(0)) await window.close();
    await this.browser.dispose();
    await this.server.dispose();
    await this.relay.close();
    for (const folder of this.folders.splice(0)) await folder.dispose();
  }
}
