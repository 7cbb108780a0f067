import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle';
import type { KeptStore } from '../../session/kept';
import { readSetting } from '../settings';
import { folderOf } from '../storageFolder';
import { plainSource } from './atRest';
import { HistoryFiles } from './historyFiles';
import { SealedSource } from './sealedSource';

const FOLDER = 'history';
const SECRET = 'liveChannels.history ';

/**
 * What was said in channels, over restarts, where the person asks for it: `liveChannels.keepHistory`. Switched off, nothing
 * is read or written, and what was kept stays until it is cleared. A private channel's is sealed; its key is in the key
 * store, and goes when the channel is forgotten.
 */
export class Histories implements Disposable {
  private readonly known = new Map<string, HistoryFiles>();

  constructor(
    private readonly storage: vscode.Uri,
    private readonly secrets: vscode.SecretStorage,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @param channel under what it is kept: never the same for two channels. */
  of(channel: string, isPrivate: boolean): KeptStore {
    const files = this.filesOf(channel, isPrivate);
    const isWanted = () => readSetting('liveChannels.keepHistory');
    return {
      load: () => (isWanted() ? files.load() : Promise.resolve([])),
      keep: kept => {
        if (isWanted()) files.keep(kept);
      },
    };
  }

  /** Takes away what was kept of one channel, and the key it was sealed with. */
  async forget(channel: string): Promise<void> {
    await this.filesOf(channel, false).clear();
    this.known.delete(channel);
    await this.secrets.delete(SECRET + channel);
  }

  /** Takes away what was kept of all channels. What is said from now on is kept as before. */
  async clear(): Promise<void> {
    for (const files of this.known.values()) await files.clear();
    const folder = vscode.Uri.joinPath(this.storage, FOLDER);
    const kept = await vscode.workspace.fs.stat(folder).then(
      () => true,
      () => false,
    );
    if (kept) await vscode.workspace.fs.delete(folder, { recursive: true });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    for (const files of this.known.values()) await files.flush();
  }

  dispose(): void {
    void this.flush();
  }

  private filesOf(channel: string, isPrivate: boolean): HistoryFiles {
    const known = this.known.get(channel);
    if (known) return known;
    const folder = () => folderOf(vscode.Uri.joinPath(this.storage, FOLDER), channel);
    const source = isPrivate ? new SealedSource(this.secrets, SECRET + channel, channel) : plainSource;
    const files = new HistoryFiles(folder, source, this.log);
    this.known.set(channel, files);
    return files;
  }
}
