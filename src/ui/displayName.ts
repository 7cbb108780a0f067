import * as vscode from 'vscode';
import { isRecord } from '../base/guards';
import { readSetting } from './settings';

/** The part of the built-in git extension's API (version 1) that is used here. */
interface GitApi {
  repositories: readonly { getConfig(key: string): Promise<string> }[];
}

function isGitApi(value: unknown): value is GitApi {
  return isRecord(value) && Array.isArray(value['repositories']);
}

/** The git user name of the first repository in the workspace, as the built-in git extension reads it. */
async function gitUserName(): Promise<string | undefined> {
  try {
    const extension = vscode.extensions.getExtension<unknown>('vscode.git');
    const exports = await extension?.activate();
    if (!isRecord(exports) || typeof exports['getAPI'] !== 'function') return undefined;
    const api: unknown = (exports['getAPI'] as (version: number) => unknown)(1);
    return isGitApi(api) ? (await api.repositories[0]?.getConfig('user.name'))?.trim() : undefined;
  } catch {
    // The git extension is switched off or there is no git: then there is no name to be had from it.
    return undefined;
  }
}

/** A longer name is cut: it stands in a tree and beside every message. UTF-16 units. */
const MAX_NAME = 64;

/** What others see: the setting, else the git user name, else the operating system's. */
export async function displayName(systemUserName: () => string | undefined): Promise<string> {
  const name = readSetting('liveChannels.displayName').trim() || (await gitUserName()) || systemUserName();
  return (name || 'Anonymous').slice(0, MAX_NAME);
}
