import type { CommandRegistry } from '../commandRegistry';
import { asTargetHint } from '../targets';
import type { CheckTools } from './testConnection';

/** "Test Connection", of a channel that is given, or of the server. */
export function registerCheckCommand(registry: CommandRegistry, tools: CheckTools): void {
  registry.register('liveChannels.testConnection', async hint => {
    const { testConnection } = await import('./testConnection');
    return testConnection(tools, asTargetHint(hint)?.channel);
  });
}
