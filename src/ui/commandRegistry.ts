import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { CommandId } from './contributions';
import type { Notifier } from './notifier';

/** What VS Code hands a command is whatever its caller gave: handlers check it. */
export type CommandHandler = (...args: unknown[]) => unknown;

/** Registers commands by the ids of the table, each inside the one wrapper that turns what it throws into a message. */
export class CommandRegistry implements Disposable {
  private readonly store = new DisposableStore();

  constructor(private readonly notifier: Notifier) {}

  register(id: CommandId, handler: CommandHandler): void {
    const wrapped = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (thrown) {
        this.notifier.failed(thrown);
        return undefined;
      }
    };
    this.store.add(vscode.commands.registerCommand(id, wrapped));
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** Runs one of our own commands. */
export function run(id: CommandId, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}
