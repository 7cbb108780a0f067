import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { asPageToHost, type ChannelView, type HostToPage, type PageToHost } from '../../protocol/panel';
import { Budget } from '../../session/budget';
import type { Channel } from '../../session/channel';
import { systemClock } from '../../session/clock';
import type { JoinedChannels } from '../joinedChannels';
import { PerChannel } from '../perChannel';
import { chatHtml } from './chatHtml';
import { forPage } from './pageEntry';
import type { PageRequests } from './pageRequests';
import type { Unread } from './unread';

/**
 * What the colours of code depend on. A theme shows while one looks through the list of themes: only when it is chosen do
 * the settings name it.
 */
const COLOUR_SETTINGS = ['editor.tokenColorCustomizations', 'workbench.colorTheme', 'window.autoDetectColorScheme'];

/** Messages from the page that are taken at once, and each second: several times what a page of ours says in a storm. */
const BURST = 1_000;
const PER_SECOND = 200;

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

/**
 * The host of one chat page, in a view or in an editor: gives the page everything when it comes to life and single changes
 * after that, and hands on what the page asks for. The page may be gone at any time; nothing is kept in it that matters.
 */
export class ChatPage implements Disposable {
  private readonly store = new DisposableStore();
  private readonly budget = new Budget(BURST, PER_SECOND, systemClock);
  /** The page has asked for its snapshot and hears of changes. */
  private live = false;
  /** The channel whose end the page has in sight. */
  private atEndOf: string | undefined;
  /** What the page has drawn while nobody was in front of the window. */
  private drawn: { channel: string; entry: string } | undefined;
  /** What the page was told last of how many are unread in each channel. */
  private readonly shownUnread = new Map<string, number>();
  /** What the page has written in private channels and not sent: its own state is on the disk, in plain. */
  private readonly drafts = new Map<string, string>();
  /** Channels that were left while the page was away: it forgets what its state has of them. */
  private readonly leftMeanwhile = new Set<string>();
  /** What the person wants of it as soon as it lives. */
  private wanted: HostToPage[] = [];

  constructor(
    private readonly frame: PageFrame,
    private readonly parts: PageParts,
  ) {
    const { channels, dist, unread } = parts;
    const { webview } = frame;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    this.store.add(webview.onDidReceiveMessage((message: unknown) => this.received(message)));
    this.store.add(vscode.window.onDidChangeWindowState(() => this.look()));
    this.store.add(vscode.window.onDidChangeActiveColorTheme(() => void this.postColours()));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (COLOUR_SETTINGS.some(name => event.affectsConfiguration(name))) void this.postColours();
      }),
    );
    this.store.add(channels.onDidChange(channel => this.postView(channel)));
    this.store.add(unread.onDidChange(() => this.postUnread()));
    this.store.add(channels.onDidLeave(name => this.left(name)));
    this.store.add(channels.onDidActivate(() => this.activated()));
    this.store.add(new PerChannel(channels, channel => this.follow(channel)));
    webview.html = chatHtml(webview, dist, parts.relay);
  }

  /** Says something to the page as soon as it lives: only ever at the person's own command. */
  want(message: HostToPage): void {
    this.wanted.push(message);
    this.postWanted();
  }

  /** VS Code destroys a page that is hidden; it asks for a new snapshot when it comes to life again. */
  visibilityChanged(): void {
    if (!this.frame.visible) this.live = false;
    this.look();
  }

  dispose(): void {
    this.live = false;
    this.parts.unread.looksAt(this, undefined);
    this.store.dispose();
  }

  private follow(channel: Channel): Disposable {
    const { name, transcript } = channel;
    const store = new DisposableStore();
    // What was kept of it over a restart is in it already.
    if (this.live && transcript.entries.length > 0) this.snapshot();
    else this.postView(channel);
    store.add(
      transcript.onDidChange(({ entry, before }) =>
        this.post({ type: 'entry', channel: name, entry: forPage(entry), ...(before !== undefined && { before }) }),
      ),
    );
    store.add(transcript.onDidRemove(id => this.post({ type: 'removed', channel: name, id })));
    store.add(
      transcript.onDidTrim(() => {
        const [first] = transcript.entries;
        if (first) this.post({ type: 'trimmed', channel: name, first: first.id });
      }),
    );
    return store;
  }

  private left(name: string): void {
    this.drafts.delete(name);
    this.shownUnread.delete(name);
    if (this.live) this.post({ type: 'gone', name });
    else this.leftMeanwhile.add(name);
  }

  private post(message: HostToPage): void {
    if (this.live) void this.frame.webview.postMessage(message);
  }

  private postView(channel: Channel): void {
    if (this.live) this.post({ type: 'channel', channel: this.viewOf(channel) });
  }

  /** A channel as this page shows it now. */
  private viewOf({ name, view }: Channel): ChannelView {
    const unread = this.parts.unread.of(name);
    this.shownUnread.set(name, unread);
    return { ...view, ...(unread > 0 && { unread }) };
  }

  private postUnread(): void {
    for (const channel of this.parts.channels.all) {
      if (this.parts.unread.of(channel.name) !== (this.shownUnread.get(channel.name) ?? 0)) this.postView(channel);
    }
  }

  private activated(): void {
    const { active } = this.parts.channels;
    if (active) this.post({ type: 'active', name: active.name });
    this.look();
  }

  private look(): void {
    const { active } = this.parts.channels;
    const { unread } = this.parts;
    const inFront = this.live && this.frame.visible && vscode.window.state.focused;
    if (inFront && this.drawn) {
      unread.seen(this.drawn.channel, this.drawn.entry);
      this.drawn = undefined;
    }
    unread.looksAt(this, inFront && active?.name === this.atEndOf ? active?.name : undefined);
  }

  private received(message: unknown): void {
    const request = this.budget.take('page', 1) ? asPageToHost(message) : undefined;
    if (!request) this.parts.requests.refuse();
    else if (!this.isAboutThePage(request)) {
      this.parts.requests.handle(request, answer => this.post(answer));
    }
  }

  /** What the page says of itself. */
  private isAboutThePage(request: PageToHost): boolean {
    switch (request.type) {
      case 'ready':
        this.snapshot();
        return true;
      case 'following':
        this.atEndOf = request.following ? request.channel : undefined;
        this.look();
        return true;
      case 'seen':
        this.drawn = request;
        this.look();
        return true;
      case 'keep':
        if (request.draft !== '' && this.parts.channels.get(request.channel)) {
          this.drafts.set(request.channel, request.draft);
        } else this.drafts.delete(request.channel);
        return true;
      default:
        return false;
    }
  }

  /** The page shows code in the colours of the editor. */
  private async postColours(): Promise<void> {
    if (!this.live) return;
    const { currentColours } = await import('../themeColours');
    this.post({ type: 'colours', colours: await currentColours() });
  }

  private snapshot(): void {
    const { channels, unread } = this.parts;
    this.live = true;
    this.atEndOf = undefined;
    this.drawn = undefined;
    for (const name of this.leftMeanwhile) this.post({ type: 'gone', name });
    this.leftMeanwhile.clear();
    const { active, all } = channels;
    this.post({
      type: 'snapshot',
      channels: all.map(channel => {
        const seen = unread.seenUpTo(channel.name);
        const entries = channel.transcript.entries.map(forPage);
        const draft = this.drafts.get(channel.name);
        return {
          ...this.viewOf(channel),
          entries,
          ...(seen !== undefined && { seen }),
          ...(draft !== undefined && { draft }),
        };
      }),
      ...(active && { active: active.name }),
    });
    void this.postColours();
    this.look();
    this.postWanted();
  }

  private postWanted(): void {
    if (!this.live) return;
    for (const message of this.wanted.splice(0)) this.post(message);
  }
}
