import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { tools, type ToolName } from '../contributions';
import type { Agents } from './agents';

/** What the chat says while a tool is at work. */
function doing(name: ToolName): string {
  switch (name) {
    case 'liveChannels_list':
      return vscode.l10n.t('Looking at your channels');
    case 'liveChannels_read':
      return vscode.l10n.t('Reading a channel that you choose');
    case 'liveChannels_receivedSnippet':
      return vscode.l10n.t('Reading the code that you received');
    case 'liveChannels_sendMessage':
    case 'liveChannels_sendSnippet':
      return vscode.l10n.t('Asking you before it is sent');
  }
}

/** Tells VS Code of the tools for its agents. What they do is loaded when one is used. */
export class AgentTools implements Disposable {
  private readonly store = new DisposableStore();

  /** @param api VS Code's: a fork of it may be without this part. */
  constructor(
    private readonly load: () => Promise<Pick<Agents, 'invoke'>>,
    { lm }: { lm?: Partial<typeof vscode.lm> } = vscode,
  ) {
    if (typeof lm?.registerTool !== 'function') return;
    for (const name of Object.keys(tools) as ToolName[]) this.store.add(lm.registerTool(name, this.tool(name)));
  }

  dispose(): void {
    this.store.dispose();
  }

  /**
   * No confirmation of VS Code's stands before a tool: people can switch those off, and to those who do not ours would be
   * the second question about one thing. See `askToSend`.
   */
  private tool(name: ToolName): vscode.LanguageModelTool<object> {
    return {
      prepareInvocation: () => ({ invocationMessage: doing(name) }),
      invoke: async ({ input }, token) => {
        const text = await (await this.load()).invoke(name, input, token);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      },
    };
  }
}
