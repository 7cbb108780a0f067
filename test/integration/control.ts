import * as vscode from 'vscode';
import { TOLD, type Told } from './told';

export function told(): Told {
  const found = vscode.workspace.getConfiguration().get<Told>(TOLD);
  if (!found) throw new Error(`The tests are told nothing: "${TOLD}" is not in the settings.`);
  return found;
}

/** Asks something of the process that started the tests. @throws Error with what it says. */
export async function control(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(told().control + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text) as unknown;
}
