import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { HostToPage } from '../../protocol/panel';
import { CHAT_EDITOR, CHAT_VIEW } from '../contributions';
import { plain } from '../plain';
import { ChatPage, type PageParts } from './chatPage';

/** Where the chat is shown: in its view, and in an editor for who wants it large. Both show the channel in front. */
export class ChatViews implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, Disposable {
  private readonly store = new DisposableStore();
  private view: ChatPage | undefined;
  private editor: { page: ChatPage; panel: vscode.WebviewPanel } | undefined;
  /** The view was asked to show and is not there yet. */
  private wanted: HostToPage[] = [];

  constructor(private readonly parts: PageParts) {
    const title = () => this.title();
    this.store.add(parts.channels.onDidActivate(title));
    this.store.add(parts.channels.onDidLeave(title));
  }

  /** Shows the chat and puts the focus into its box, or what else is wanted of it. Only at the person's own command. */
  async open(message: HostToPage = { type: 'focus' }): Promise<void> {
    if (this.editor?.panel.visible) {
      this.editor.panel.reveal();
      this.editor.page.want(message);
      return;
    }
    if (this.view) this.view.want(message);
    else this.wanted.push(message);
    await vscode.commands.executeCommand(`${CHAT_VIEW}.focus`);
  }

  /** Shows the chat with its box ready to answer an entry. */
  async reply(channel: string, entry: string): Promise<void> {
    this.parts.channels.activate(channel);
    await this.open({ type: 'reply', channel, entry });
  }

  /** Shows the chat as an editor: one for the window. */
  openInEditor(): void {
    if (this.editor) {
      this.editor.panel.reveal();
    } else {
      const options = { viewColumn: vscode.ViewColumn.Active, preserveFocus: false };
      this.show(vscode.window.createWebviewPanel(CHAT_EDITOR, this.name(), options));
    }
    this.editor?.page.want({ type: 'focus' });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const page = new ChatPage(view, this.parts);
    this.view = page;
    const visibility = view.onDidChangeVisibility(() => page.visibilityChanged());
    view.onDidDispose(() => {
      visibility.dispose();
      page.dispose();
      if (this.view === page) this.view = undefined;
    });
    for (const message of this.wanted.splice(0)) page.want(message);
  }

  /** After a reload of the window. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.editor) panel.dispose();
    else this.show(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.view?.dispose();
    this.editor?.page.dispose();
    this.store.dispose();
  }

  private show(panel: vscode.WebviewPanel): void {
    const page = new ChatPage(panel, this.parts);
    this.editor = { page, panel };
    this.title();
    const visibility = panel.onDidChangeViewState(() => page.visibilityChanged());
    panel.onDidDispose(() => {
      visibility.dispose();
      page.dispose();
      this.editor = undefined;
    });
  }

  private name(): string {
    const { active } = this.parts.channels;
    return active ? vscode.l10n.t('Chat: {0}', plain(active.name)) : vscode.l10n.t('Chat');
  }

  private title(): void {
    if (this.editor) this.editor.panel.title = this.name();
  }
}
