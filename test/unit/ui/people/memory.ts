import type * as vscode from 'vscode';

/** VS Code's memory of an extension, kept in this process. */
export function memory(stored: Record<string, unknown> = {}): vscode.Memento {
  const values = new Map(Object.entries(stored));
  return {
    keys: () => [...values.keys()],
    get: (key: string, fallback?: unknown) => (values.has(key) ? values.get(key) : fallback),
    update: (key: string, value: unknown) => {
      if (value === undefined) values.delete(key);
      else values.set(key, structuredClone(value));
      return Promise.resolve();
    },
  } as vscode.Memento;
}
