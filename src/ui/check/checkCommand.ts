import type * as vscode from 'vscode';
import type { CommandRegistry } from '../commandRegistry';
import type { JoinedChannels } from '../joinedChannels';
import type { KeyStore } from '../keyStore';
import type { ServerAccess } from '../server';
import { asTargetHint } from '../targets';
import type { CheckConnection } from './outcome';

/** What a check of the connection works with. */
export interface CheckTools {
  channels: JoinedChannels;
  keys: KeyStore;
  server: ServerAccess;
  /** Loaded with the first check. */
  loadCheck: () => Promise<CheckConnection>;
  log: vscode.LogOutputChannel;
}

/** "Test Connection", of a channel that is given, or of the server. */
export function registerCheckCommand(registry: CommandRegistry, tools: CheckTools): void {
  registry.register('liveChannels.testConnection', async hint => {
    const { testConnection } = await import('./testConnection');
    return testConnection(tools, asTargetHint(hint)?.channel);
  });
}
