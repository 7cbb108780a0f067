import * as vscode from 'vscode';

/** A line of a list to choose from. What others wrote in it has gone through `plain`. */
export interface Choice<T> {
  label: string;
  description?: string;
  detail?: string;
  value: T;
}

/** How long a short word stays in the status bar. Milliseconds. */
const SAID_FOR = 6_000;

/** What is asked of the person and said to them. Tests answer in their place. */
export class Prompts {
  /** A short word in the status bar. */
  say(text: string): void {
    vscode.window.setStatusBarMessage(text, SAID_FOR);
  }

  warn(text: string): void {
    void vscode.window.showWarningMessage(text);
  }

  /** Says something with one way forward. */
  async offer(text: string, way: string): Promise<boolean> {
    return (await vscode.window.showInformationMessage(text, way)) === way;
  }

  /** A question that has to be answered; escape is no. */
  async confirm(text: string, detail: string, yes: string): Promise<boolean> {
    return (await vscode.window.showWarningMessage(text, { modal: true, detail }, yes)) === yes;
  }

  async pick<T>(title: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
    const picked = await vscode.window.showQuickPick(choices, { title, matchOnDescription: true, matchOnDetail: true });
    return picked?.value;
  }

  /** All are chosen to begin with. */
  async pickMany<T>(title: string, choices: readonly Choice<T>[]): Promise<T[] | undefined> {
    const items = choices.map(choice => ({ ...choice, picked: true }));
    const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true });
    return picked?.map(({ value }) => value);
  }

  async saveAs(title: string, defaultUri: vscode.Uri): Promise<vscode.Uri | undefined> {
    return vscode.window.showSaveDialog({ title, defaultUri });
  }

  async folder(title: string, openLabel: string): Promise<vscode.Uri | undefined> {
    const options = { title, openLabel, canSelectFiles: false, canSelectFolders: true, canSelectMany: false };
    return (await vscode.window.showOpenDialog(options))?.[0];
  }
}
