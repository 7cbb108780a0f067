import type { CancellationToken } from 'vscode';
import type { CommandRegistry } from '../commandRegistry';
import type { ToolName } from '../contributions';
import type { AgentParts, Tools } from './tools';

/** What agents can do, loaded when one of them does something. */
export class Agents {
  private loaded: Promise<Tools> | undefined;

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

  private tools(): Promise<Tools> {
    return (this.loaded ??= import('./tools').then(({ Tools }) => new Tools(this.parts)));
  }
}
