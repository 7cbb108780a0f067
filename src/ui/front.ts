import * as vscode from 'vscode';
import { AppError, messageOf } from '../base/errors';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Agents } from './agents/agents';
import { AgentTools } from './agents/agentTools';
import type { LiveChannelsExports } from './api/liveChannels';
import { CHAT_EDITOR, CHAT_VIEW, commands, RECEIVED_SCHEME, REPORT_SCHEME, type CommandId } from './contributions';
import type { CommandRegistry } from './commandRegistry';
import { wasJoined } from './joinedStore';
import { localized } from './localized';
import { PeopleDoor, type PeopleProvider } from './people/peopleDoor';
import { readSetting } from './settings';
import { createStatusItem } from './statusItem';

/** What `extension.ts` puts together when it is first needed, as far as VS Code asks for it. */
export interface Parts {
  readonly registry: Pick<CommandRegistry, 'run'>;
  readonly people: PeopleProvider;
  readonly chat: Pick<vscode.WebviewViewProvider, 'resolveWebviewView'> & vscode.WebviewPanelSerializer;
  readonly links: vscode.UriHandler;
  readonly received: vscode.TextDocumentContentProvider;
  readonly agents: Pick<Agents, 'invoke'>;
  readonly api: LiveChannelsExports;
  /** Joins what was joined before a reload, and what the settings ask for. */
  restore(): void;
}

/** What the parts get of the front. */
export interface Fronts {
  readonly status: vscode.StatusBarItem;
  readonly people: vscode.TreeView<unknown>;
}

/** Puts the parts together. */
export type Start = (fronts: Fronts) => Parts;

/**
 * All that there is in a window in which the extension is not used: VS Code knows its commands, views and links. With the
 * first of them that is used, or with a channel to join again, the rest is loaded, once.
 */
export class Front implements Disposable {
  private readonly store = new DisposableStore();
  private readonly people = this.store.add(new PeopleDoor());
  private readonly status = this.store.add(createStatusItem());
  private loading: Promise<Parts> | undefined;
  private asking: Promise<Parts> | undefined;
  private arrive!: (parts: Parts) => void;
  /** The rest, once anybody has had it loaded. */
  private readonly arrived = new Promise<Parts>(resolve => (this.arrive = resolve));
  /** What other extensions are given. */
  readonly exports: LiveChannelsExports = {
    getApi: async (version, caller) => (await this.parts()).api.getApi(version, caller),
  };

  /** @param load loads the code of the rest. */
  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>,
    private readonly load: () => Promise<Start>,
  ) {
    for (const id of Object.keys(commands) as CommandId[]) {
      this.store.add(
        vscode.commands.registerCommand(id, async (...args: unknown[]) => (await this.parts()).registry.run(id, args)),
      );
    }
    this.showChat();
    this.store.add(new AgentTools(async () => (await this.parts()).agents));
    this.store.add(
      vscode.window.registerUriHandler({ handleUri: async uri => (await this.parts()).links.handleUri(uri) }),
    );
    this.store.add(
      vscode.workspace.registerTextDocumentContentProvider(RECEIVED_SCHEME, {
        provideTextDocumentContent: async (uri, token) =>
          (await this.parts()).received.provideTextDocumentContent(uri, token),
      }),
    );
    this.store.add(
      vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, {
        provideTextDocumentContent: ({ query }) => query,
      }),
    );
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.restore()));
    this.restore();
  }

  /** The rest; loaded by the first who asks. What cannot be loaded is tried again for the next. */
  parts(): Promise<Parts> {
    return (this.loading ??= this.begin());
  }

  dispose(): void {
    this.store.dispose();
  }

  private async begin(): Promise<Parts> {
    const start = await this.load().catch((thrown: unknown) => {
      this.loading = undefined;
      throw thrown instanceof AppError ? new Error(localized(thrown), { cause: thrown }) : thrown;
    });
    if (this.store.isDisposed) throw new AppError('offline', 'The extension is shutting down.');
    const parts = start({ status: this.status, people: this.people.view });
    this.people.open(parts.people);
    this.arrive(parts);
    return parts;
  }

  /**
   * The same for what nobody has called, and nobody would call again: it offers to try once more. Where that is not wanted,
   * it comes when something else has had the rest loaded.
   */
  private partsAtLast(): Promise<Parts> {
    this.asking ??= this.askAgain().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async askAgain(): Promise<Parts> {
    for (;;) {
      try {
        return await this.parts();
      } catch (thrown) {
        const again = vscode.l10n.t('Retry');
        const question = vscode.window.showErrorMessage(messageOf(thrown), again);
        if ((await Promise.race([question, this.arrived.then(() => again)])) === again) continue;
        this.asking = undefined;
        return this.arrived;
      }
    }
  }

  private showChat(): void {
    this.store.add(
      vscode.window.registerWebviewViewProvider(CHAT_VIEW, {
        resolveWebviewView: async (view, context, token) => {
          const { chat } = await this.partsAtLast();
          if (!token.isCancellationRequested) await chat.resolveWebviewView(view, context, token);
        },
      }),
    );
    this.store.add(
      vscode.window.registerWebviewPanelSerializer(CHAT_EDITOR, {
        deserializeWebviewPanel: async (panel, state) =>
          (await this.partsAtLast()).chat.deserializeWebviewPanel(panel, state),
      }),
    );
  }

  /** In a window that has nothing to join nothing is loaded. Settings ask for channels in a trusted workspace only. */
  private restore(): void {
    const asked = vscode.workspace.isTrusted && readSetting('liveChannels.autoJoin').length > 0;
    if (!asked && !wasJoined(this.context.workspaceState)) return;
    void this.partsAtLast().then(parts => parts.restore());
  }
}
