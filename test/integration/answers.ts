import type * as vscode from 'vscode';
import { Prompts, type Choice } from '../../src/ui/received/prompts';

/** Answers in the place of the person, and keeps what was said. */
export class Answers extends Prompts {
  readonly said: string[] = [];
  readonly listed: string[] = [];

  constructor(private readonly answers: { yes?: boolean; folder?: vscode.Uri } = {}) {
    super();
  }

  override say(text: string): void {
    this.said.push(text);
  }

  override warn(text: string): void {
    this.said.push(text);
  }

  override offer(text: string): Promise<boolean> {
    this.said.push(text);
    return Promise.resolve(this.answers.yes === true);
  }

  override confirm(text: string, detail: string): Promise<boolean> {
    this.said.push(`${text} ${detail}`);
    return Promise.resolve(this.answers.yes === true);
  }

  override pick<T>(_title: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
    this.listed.push(...choices.map(({ label, description = '' }) => `${label} ${description}`));
    return Promise.resolve(choices[0]?.value);
  }

  override pickMany<T>(_title: string, choices: readonly Choice<T>[]): Promise<T[] | undefined> {
    this.listed.push(...choices.map(({ label, description = '' }) => `${label} ${description}`));
    return Promise.resolve(choices.map(({ value }) => value));
  }

  override folder(): Promise<vscode.Uri | undefined> {
    return Promise.resolve(this.answers.folder);
  }
}
