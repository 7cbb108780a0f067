import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { asPageToHost, type CardAction, type HostToPage, type PageAction, type PageToHost } from '../protocol/panel';
import type { Channel } from '../session/channel';
import { chatHtml } from './chatHtml';
import { run } from './commandRegistry';
import type { CommandId } from './contributions';
import type { SendGuard } from './guard/sendGuard';
import type { JoinedChannels } from './joinedChannels';
import type { Notifier } from './notifier';
import { forPage } from './pageEntry';
import type { Unread } from './unread';

const VIEW = 'liveChannels.chat';

/**
 * What the colours of code depend on. A theme shows while one looks through the list of themes: only when it is chosen do
 * the settings name it.
 */
const COLOUR_SETTINGS = ['editor.tokenColorCustomizations', 'workbench.colorTheme', 'window.autoDetectColorScheme'];

/** What the page's buttons run: all of it can be reached from the palette too. */
const ACTIONS: Record<PageAction, CommandId> = {
  join: 'liveChannels.joinChannel',
  leave: 'liveChannels.leaveChannel',
  startRelay: 'liveChannels.startRelay',
  sendSelection: 'liveChannels.sendSelection',
  sendFile: 'liveChannels.sendFile',
  reconnect: 'liveChannels.reconnect',
  copyRelayAddress: 'liveChannels.copyRelayAddress',
};

/** The same for a card's buttons. */
const CARD_COMMANDS: Record<CardAction, CommandId> = {
  goTo: 'liveChannels.goToCode',
  open: 'liveChannels.openCode',
  saveAs: 'liveChannels.saveCode',
  copy: 'liveChannels.copyCode',
  insert: 'liveChannels.insertCode',
  compare: 'liveChannels.compareCode',
  apply: 'liveChannels.applyCode',
  suggest: 'liveChannels.suggestChange',
};

/**
 * The host of the view "Chat": gives the page everything when it comes to life and single changes after that, and does
 * what the page asks for. The page may be gone at any time; nothing is kept in it that matters.
 */
export class ChatView implements vscode.WebviewViewProvider, Disposable {
  private readonly store = new DisposableStore();
  private view: vscode.WebviewView | undefined;
  /** The page has asked for its snapshot and hears of changes. */
  private live = false;
  /** What the page has sent is handed over one after the other. */
  private sending: Promise<void> = Promise.resolve();
  /** The channel whose end the page has in sight. */
  private atEndOf: string | undefined;
  private focusWanted = false;
  private replyTo: { channel: string; entry: string } | undefined;

  constructor(
    private readonly dist: vscode.Uri,
    private readonly channels: JoinedChannels,
    private readonly unread: Unread,
    private readonly notifier: Notifier,
    private readonly guard: Pick<SendGuard, 'reviewTyped'>,
  ) {
    this.store.add(vscode.window.registerWebviewViewProvider(VIEW, this));
    this.store.add(vscode.window.onDidChangeWindowState(() => this.look()));
    this.store.add(vscode.window.onDidChangeActiveColorTheme(() => void this.postColours()));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (COLOUR_SETTINGS.some(name => event.affectsConfiguration(name))) void this.postColours();
      }),
    );
    this.store.add(channels.onDidJoin(channel => this.follow(channel)));
    this.store.add(channels.onDidChange(channel => this.post({ type: 'channel', channel: channel.view })));
    this.store.add(channels.onDidLeave(name => this.post({ type: 'gone', name })));
    this.store.add(channels.onDidActivate(() => this.activated()));
  }

  /** Shows the view and puts the focus into its box: only ever at the person's own command. */
  async open(): Promise<void> {
    this.focusWanted = true;
    await vscode.commands.executeCommand(`${VIEW}.focus`);
    this.focusIfWanted();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    this.live = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [this.dist] };
    const listeners = new DisposableStore();
    listeners.add(view.webview.onDidReceiveMessage((message: unknown) => this.received(message)));
    listeners.add(view.onDidChangeVisibility(() => this.visibilityChanged(view)));
    view.onDidDispose(() => {
      listeners.dispose();
      if (this.view !== view) return;
      this.view = undefined;
      this.live = false;
      this.look();
    });
    view.webview.html = chatHtml(view.webview, this.dist);
  }

  /** Shows the view with its box ready to answer an entry. */
  async reply(channel: string, entry: string): Promise<void> {
    this.replyTo = { channel, entry };
    this.channels.activate(channel);
    await this.open();
  }

  dispose(): void {
    this.store.dispose();
  }

  private follow(channel: Channel): void {
    const { name, transcript } = channel;
    this.post({ type: 'channel', channel: channel.view });
    this.store.add(
      transcript.onDidChange(({ entry, ...where }) =>
        this.post({ type: 'entry', channel: name, entry: forPage(entry), ...where }),
      ),
    );
    this.store.add(transcript.onDidRemove(id => this.post({ type: 'removed', channel: name, id })));
    this.store.add(transcript.onDidTrim(count => this.post({ type: 'trimmed', channel: name, count })));
  }

  private post(message: HostToPage): void {
    if (this.live) void this.view?.webview.postMessage(message);
  }

  private activated(): void {
    const { active } = this.channels;
    if (active) this.post({ type: 'active', name: active.name });
    this.look();
  }

  /** A hidden page is destroyed by VS Code; it asks for a new snapshot when it comes to life again. */
  private visibilityChanged(view: vscode.WebviewView): void {
    if (!view.visible) this.live = false;
    this.look();
  }

  private look(): void {
    const { active } = this.channels;
    const seen = this.live && this.view?.visible === true && vscode.window.state.focused;
    this.unread.looksAt(seen && active?.name === this.atEndOf ? active?.name : undefined);
  }

  private received(message: unknown): void {
    const request = asPageToHost(message);
    if (!request) {
      this.notifier.failed(new Error('The chat page sent something its host does not know.'));
      return;
    }
    this.handle(request);
  }

  private handle(request: PageToHost): void {
    switch (request.type) {
      case 'ready':
        this.snapshot();
        break;
      case 'select':
        this.channels.activate(request.channel);
        break;
      case 'send':
        // In the order in which they were written, however long each is looked at.
        this.sending = this.sending.then(() => this.send(request));
        break;
      case 'following':
        this.atEndOf = request.following ? request.channel : undefined;
        this.look();
        break;
      case 'pasteImage': {
        const { channel, data, to } = request;
        void run('liveChannels.sendImage', { channel, ...(to !== undefined && { uid: to }) }, data);
        break;
      }
      case 'retry':
        this.channels.get(request.channel)?.retry(request.entry);
        break;
      case 'cancel':
        this.channels.get(request.channel)?.cancel(request.entry);
        break;
      case 'act': {
        const { channel, entry, item } = request;
        void run(CARD_COMMANDS[request.action], { channel, entry, ...(item !== undefined && { item }) });
        break;
      }
      case 'image':
        this.postImage(request);
        break;
      case 'seen':
      case 'typing':
      case 'edit':
      case 'delete':
      case 'react':
      case 'openLink':
      case 'openPlace':
        break;
      case 'run':
        void run(ACTIONS[request.action], request.channel === undefined ? undefined : { channel: request.channel });
        break;
    }
  }

  /** The page shows code in the colours of the editor. */
  private async postColours(): Promise<void> {
    if (!this.live) return;
    const { currentColours } = await import('./themeColours');
    this.post({ type: 'colours', colours: await currentColours() });
  }

  private snapshot(): void {
    this.live = true;
    this.atEndOf = undefined;
    const { active, all } = this.channels;
    this.post({
      type: 'snapshot',
      channels: all.map(channel => ({ ...channel.view, entries: channel.transcript.entries.map(forPage) })),
      ...(active && { active: active.name }),
    });
    void this.postColours();
    this.look();
    this.focusIfWanted();
  }

  private focusIfWanted(): void {
    if (!this.focusWanted || !this.live) return;
    this.focusWanted = false;
    if (this.replyTo) this.post({ type: 'reply', ...this.replyTo });
    else this.post({ type: 'focus' });
    this.replyTo = undefined;
  }

  private async send({ channel: name, text, to, re }: PageToHost & { type: 'send' }): Promise<void> {
    const reject = (reason: string) =>
      this.post({
        type: 'rejected',
        channel: name,
        text,
        reason,
        ...(to !== undefined && { to }),
        ...(re !== undefined && { re }),
      });
    const channel = this.channels.get(name);
    if (!channel) {
      reject(vscode.l10n.t('You have left {0}.', name));
      return;
    }
    try {
      await this.guard.reviewTyped(text, channel.name);
      channel.send({ type: 'chat', text, ...(re !== undefined && { re }) }, to);
    } catch (thrown) {
      if (thrown instanceof AppError) reject(thrown.message);
      else this.notifier.failed(thrown);
    }
  }

  private postImage({ channel, entry: id }: PageToHost & { type: 'image' }): void {
    const entry = this.channels.get(channel)?.transcript.get(id);
    if (entry?.kind !== 'message' || entry.body.type !== 'image') return;
    this.post({ type: 'image', channel, entry: id, data: entry.body.data });
  }
}
