import type { CancellationToken } from 'vscode';
import { lazy } from '../../base/lazy';
import type { CommandRegistry } from '../commandRegistry';
import type { ToolName } from '../contributions';
import type { AgentParts } from './tools';

/** What agents can do, loaded when one of them does something. */
export class Agents {
  private readonly tools = lazy(async () => new (await import('./tools')).Tools(this.parts));

  constructor(
    registry: CommandRegistry,
    private readonly parts: AgentParts,
  ) {
    registry.register('liveChannels.chooseForAgents', async () => (await this.tools()).choose());
  }

  /** @returns the answer for the model. @throws AppError with a sentence that a model can go by. */
  async invoke(tool: ToolName, input: unknown, token: CancellationToken): Promise<string> {
    return (await this.tools()).invoke(tool, input, token);
  }
}
