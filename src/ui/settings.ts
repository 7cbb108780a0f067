import * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle';
import { settings, type SettingId, type SettingValue } from './contributions';

function hasTypeOf<T>(value: unknown, example: T): value is T {
  if (Array.isArray(example)) return Array.isArray(value) && value.every(item => typeof item === 'string');
  return typeof value === typeof example;
}

/** The value of a setting; its default when what is in the settings file is of another type. */
export function readSetting<K extends SettingId>(id: K): SettingValue<K> {
  const fallback = settings[id].default as SettingValue<K>;
  const value: unknown = vscode.workspace.getConfiguration().get(id);
  return hasTypeOf(value, fallback) ? value : fallback;
}

/** Writes to the person's own settings, which hold in every window. */
export async function writeSetting<K extends SettingId>(id: K, value: SettingValue<K>): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

/** Calls back when one of these settings has another value. */
export function onSettingChange(ids: readonly SettingId[], changed: () => void): Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (ids.some(id => event.affectsConfiguration(id))) changed();
  });
}
