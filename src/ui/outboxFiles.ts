import * as vscode from 'vscode';
import { messageOf } from '../base/errors';
import { isRecord, isText } from '../base/guards';
import { LIMITS } from '../protocol/bodies';
import { asDraft } from '../protocol/content';
import type { Addressee, OutboxStore, StoredMessage } from '../session/outbox';
import { folderOf } from './storageFolder';

/** Files are read in the order of their names: the time of writing, and a count within it. */
const TIME_DIGITS = 15;
/** More files than a channel's outbox may hold are not ours. */
const MAX_FILES = 500;

/**
 * What is on its way in one channel, one file a message under the extension's storage, so that it survives a reload and a
 * crash of the extension host. Work is done in order; a failure costs only that, and is in the log.
 */
export class OutboxFiles implements OutboxStore {
  private work: Promise<void> = Promise.resolve();
  private folder: Promise<vscode.Uri> | undefined;
  private count = 0;
  private readonly names = new Map<string, string>();

  constructor(
    private readonly storage: vscode.Uri,
    private readonly channel: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async load(): Promise<StoredMessage[]> {
    const found: StoredMessage[] = [];
    await this.inOrder(async folder => {
      for (const name of await filesIn(folder)) {
        const message = await this.read(vscode.Uri.joinPath(folder, name));
        if (!message) continue;
        this.names.set(message.id, name);
        found.push(message);
      }
    });
    return found;
  }

  put(message: StoredMessage): void {
    const name = `${String(Date.now()).padStart(TIME_DIGITS, '0')}-${String(this.count++).padStart(6, '0')}.json`;
    this.names.set(message.id, name);
    void this.inOrder(async folder => {
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(folder, name),
        new TextEncoder().encode(JSON.stringify(message)),
      );
    });
  }

  remove(id: string): void {
    const name = this.names.get(id);
    if (name === undefined) return;
    this.names.delete(id);
    void this.inOrder(async folder => vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name)));
  }

  /** Takes all of the channel's files away. */
  clear(): void {
    this.names.clear();
    void this.inOrder(async folder => {
      if ((await filesIn(folder)).length > 0) await vscode.workspace.fs.delete(folder, { recursive: true });
    });
  }

  private async inOrder(act: (folder: vscode.Uri) => Promise<void>): Promise<void> {
    this.work = this.work.then(async () => {
      try {
        this.folder ??= folderOf(vscode.Uri.joinPath(this.storage, 'outbox'), this.channel);
        await act(await this.folder);
      } catch (thrown) {
        this.log.warn(`The outbox could not be kept on disk: ${messageOf(thrown)}`);
      }
    });
    return this.work;
  }

  /** A file that is not what we wrote is taken away: it would be in the way for ever. */
  private async read(file: vscode.Uri): Promise<StoredMessage | undefined> {
    const message = asStored(parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))));
    if (!message) await vscode.workspace.fs.delete(file);
    return message;
  }
}

/** The outboxes of a window's channels: one for each, so that what is done to its files is done in order. */
export class Outboxes {
  private readonly known = new Map<string, OutboxFiles>();

  constructor(
    private readonly storage: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @param channel under what it is kept: never the same for two channels. */
  of(channel: string): OutboxFiles {
    const known = this.known.get(channel) ?? new OutboxFiles(this.storage, channel, this.log);
    this.known.set(channel, known);
    return known;
  }
}

async function filesIn(folder: vscode.Uri): Promise<string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    found => found,
    // Nothing was ever kept for this channel.
    () => [],
  );
  const names = entries.map(([name]) => name).filter(name => name.endsWith('.json'));
  return names.sort().slice(0, MAX_FILES);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function asAddressee(value: unknown): Addressee | undefined {
  if (!isRecord(value) || !isText(value['uid'], LIMITS.path)) return undefined;
  const { uid, session, name } = value;
  return {
    uid,
    ...(typeof session === 'string' && { session }),
    ...(typeof name === 'string' && { name }),
  };
}

function asStored(value: unknown): StoredMessage | undefined {
  if (!isRecord(value) || !isText(value['id'], LIMITS.id)) return undefined;
  const draft = asDraft(value['draft']);
  const to = asAddressee(value['to']);
  if (!draft || (value['to'] !== undefined && !to)) return undefined;
  return { id: value['id'], draft, ...(to && { to }) };
}
