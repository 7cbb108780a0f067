import * as vscode from 'vscode';
import { commands, type CommandId } from './contributions';
import type { Notifier } from './notifier';

/** What VS Code hands a command is whatever its caller gave: handlers check it. */
export type CommandHandler = (...args: unknown[]) => unknown;

/**
 * What each command of the table does, inside the one wrapper that turns what it throws into a message. VS Code knows the
 * commands from `front`, which has all this loaded when the first of them is run.
 */
export class CommandRegistry {
  private readonly handlers = new Map<string, CommandHandler>();

  constructor(private readonly notifier: Notifier) {}

  register(id: CommandId, handler: CommandHandler): void {
    this.handlers.set(id, handler);
  }

  /** Called when all are registered. @throws Error when one of the table is not: a mistake of ours, said at once. */
  complete(): void {
    const missing = Object.keys(commands).filter(id => !this.handlers.has(id));
    if (missing.length > 0) throw new Error(`Nobody has registered ${missing.join(', ')}.`);
  }

  async run(id: CommandId, args: readonly unknown[]): Promise<unknown> {
    try {
      return await this.handlers.get(id)?.(...args);
    } catch (thrown) {
      this.notifier.failed(thrown);
      return undefined;
    }
  }
}

/** Runs one of our own commands. */
export function run(id: CommandId, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}
