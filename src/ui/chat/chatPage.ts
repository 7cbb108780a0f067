import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { HostToPage } from '../../protocol/panel';
import { PageFeed } from '../../session/pageFeed';
import type { Unread } from '../../session/unread';
import type { JoinedChannels } from '../joinedChannels';
import { localized } from '../localized';
import { chatHtml } from './chatHtml';
import type { PageRequests } from './pageRequests';

/**
 * What the colours of code depend on. A theme shows while one looks through the list of themes: only when it is chosen do
 * the settings name it.
 */
const COLOUR_SETTINGS = ['editor.tokenColorCustomizations', 'workbench.colorTheme', 'window.autoDetectColorScheme'];

/** What VS Code calls a view, or a panel in the place of an editor: a page in it, which is shown or not. */
export type PageFrame = Pick<vscode.WebviewView, 'webview' | 'visible' | 'onDidDispose'>;

/** What each page works with. */
export interface PageParts {
  dist: vscode.Uri;
  channels: JoinedChannels;
  unread: Unread;
  requests: PageRequests;
  /** Whether this window can run a relay. */
  relay: boolean;
}

/** The host of one chat page, in a view or in an editor of this window: see `PageFeed` for what it gives the page. */
export class ChatPage implements Disposable {
  private readonly store = new DisposableStore();
  private readonly feed: PageFeed;

  constructor(
    private readonly frame: PageFrame,
    { dist, relay, ...parts }: PageParts,
  ) {
    const { webview } = frame;
    this.feed = this.store.add(
      new PageFeed(
        {
          get isInFront() {
            return frame.visible && vscode.window.state.focused;
          },
          post: message => void webview.postMessage(message),
          cameToLife: () => void this.postColours(),
        },
        { ...parts, say: localized },
      ),
    );
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    this.store.add(webview.onDidReceiveMessage((message: unknown) => this.feed.received(message)));
    this.store.add(vscode.window.onDidChangeWindowState(() => this.feed.look()));
    this.store.add(vscode.window.onDidChangeActiveColorTheme(() => void this.postColours()));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (COLOUR_SETTINGS.some(name => event.affectsConfiguration(name))) void this.postColours();
      }),
    );
    webview.html = chatHtml(webview, dist, relay);
  }

  /** Says something to the page as soon as it lives: only ever at the person's own command. */
  want(message: HostToPage): void {
    this.feed.want(message);
  }

  /** VS Code destroys a page that is hidden. */
  visibilityChanged(): void {
    if (this.frame.visible) this.feed.look();
    else this.feed.sleep();
  }

  dispose(): void {
    this.store.dispose();
  }

  /** The page shows code in the colours of the editor. */
  private async postColours(): Promise<void> {
    if (!this.feed.isLive) return;
    const { currentColours } = await import('../themeColours');
    this.feed.post({ type: 'colours', colours: await currentColours() });
  }
}
