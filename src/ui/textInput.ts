import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { localized } from './localized';

export interface TextQuestion {
  title: string;
  prompt: string;
  placeholder?: string;
  value?: string;
  /** An empty answer is one too. */
  optional?: boolean;
}

/**
 * Asks for a line of text and gives it to `accept`. When that throws an AppError the box stays open with the text in it
 * and says why, so that nothing typed is lost.
 * @returns whether it was accepted.
 */
export function askText(question: TextQuestion, accept: (text: string) => void | Promise<void>): Promise<boolean> {
  const box = vscode.window.createInputBox();
  box.title = question.title;
  box.prompt = question.prompt;
  box.placeholder = question.placeholder ?? '';
  box.value = question.value ?? '';
  box.ignoreFocusOut = true;
  return new Promise((resolve, reject) => {
    let accepted = false;
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidHide(() => {
      box.dispose();
      resolve(accepted);
    });
    box.onDidAccept(async () => {
      if (box.value.trim() === '' && !question.optional) return;
      try {
        await accept(box.value);
        accepted = true;
        box.hide();
      } catch (thrown) {
        if (thrown instanceof AppError) {
          box.validationMessage = localized(thrown);
          return;
        }
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
        box.hide();
      }
    });
    box.show();
  });
}
