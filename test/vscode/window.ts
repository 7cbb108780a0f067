import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { Editor } from './window/editor';
import { Notifications } from './window/notifications';
import { PATIENCE } from './window/poll';
import { QuickInput } from './window/quickInput';
import { RefactorPreview } from './window/refactorPreview';
import { SettingsEditor } from './window/settingsEditor';
import { SideBar } from './window/sideBar';

const extensionId = 'live-channels.live-channels';

export interface OpenOptions {
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels for each CSS pixel: 2 for pictures that are to look well. */
  readonly scale?: number;
  /**
   * The language that VS Code is taken to be set to, as "de": extensions speak it. Its own words stay English, as there is
   * no language pack here.
   */
  readonly language?: string;
  /** Whose views `chat` looks into, when it is not ours. */
  readonly extensionId?: string;
}

/** VS Code's own themes as its list names them, and the file that each is in. */
const themes = {
  'Light Modern': 'light_modern',
  'Dark Modern': 'dark_modern',
  'Light High Contrast': 'hc_light',
  'Dark High Contrast': 'hc_black',
  'Light 2026': '2026-light',
  'Dark 2026': '2026-dark',
} as const;

export type Theme = keyof typeof themes;

/** What only this build of VS Code shows, and only a person at a keyboard would want. */
const hidden =
  '[id="status.workbench.keyboardLayout"], [id="status.forwardedPorts"], [id="status.host"] { display: none !important; }';

/** What a language pack does beside bringing words: runs in the page, before VS Code's own scripts. */
function speak(language: string): void {
  Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
}

/** A VS Code window in a browser page of its own, driven by what a person would do and see. */
export class Window {
  readonly quickInput: QuickInput;
  readonly sideBar: SideBar;
  readonly editor: Editor;
  readonly settings: SettingsEditor;
  readonly refactorPreview: RefactorPreview;
  /** Errors of the page itself and its crash, if any. */
  readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    readonly notifications: Notifications,
    private readonly extensionId: string,
  ) {
    this.quickInput = new QuickInput(page);
    this.sideBar = new SideBar(page);
    this.editor = new Editor(page, this.quickInput);
    this.settings = new SettingsEditor(page, this.quickInput);
    this.refactorPreview = new RefactorPreview(page);
    page.on('pageerror', error => this.problems.push(error.stack ?? error.message));
    page.on('crash', () => this.problems.push('The page crashed.'));
  }

  /** Opens a window with storage of its own, as another person's would have, and waits until VS Code is all there. */
  static async open(browser: Browser, url: string, options: OpenOptions = {}): Promise<Window> {
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(PATIENCE * 1000);
    if (options.language !== undefined) await context.addInitScript(speak, options.language);
    const page = await context.newPage();
    const window = new Window(page, await Notifications.of(page), options.extensionId ?? extensionId);
    await page.goto(url);
    await window.ready();
    return window;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  runCommand(title: string): Promise<void> {
    return this.quickInput.runCommand(title);
  }

  /** The status-bar item that has this text. */
  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** The chat page inside our webview view. */
  chat(): FrameLocator {
    return this.sideBar.webview(this.extensionId);
  }

  /** Changes this window's colour theme and waits until it shows. */
  async theme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.type(theme);
    await this.quickInput.pick(theme);
    await this.page.locator(`.monaco-workbench.vscode-theme-defaults-themes-${themes[theme]}-json`).waitFor();
    await this.quickInput.widget.waitFor({ state: 'hidden' });
  }

  /** @param part what is to be seen of the window, if not all of it. */
  async screenshot(path: string, part?: Locator): Promise<void> {
    const clip = await part?.boundingBox();
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide', ...(clip && { clip }) });
  }

  /** What it shows in words, on one line: the status bar, an open question, notifications, errors of the page. */
  async summary(): Promise<string> {
    const shown = async (selector: string) => (await this.page.locator(selector).allInnerTexts()).join(' | ');
    const { problems } = this;
    return JSON.stringify({
      status: await shown('.statusbar-item:visible'),
      question: await shown('.quick-input-widget:visible'),
      dialog: await shown('.monaco-dialog-box:visible'),
      notifications: await this.notifications.seen(),
      problems,
    });
  }

  private async ready(): Promise<void> {
    const restored = () => performance.getEntriesByName('code/LifecyclePhase/Restored').length > 0;
    await this.page.waitForFunction(restored, undefined, { timeout: 2 * PATIENCE * 1000 });
    await this.page.addStyleTag({ content: hidden });
  }
}
