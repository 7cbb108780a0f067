import * as vscode from 'vscode';
import { randomId } from '../../base/encoding';
import { messageOf } from '../../base/errors';
import { asKept, tidied, type Kept, type KeptStore } from '../../session/kept';
import type { AtRest } from './atRest';

/** Files are read in the order of their names: the time of writing. */
const TIME_DIGITS = 15;
/** What comes within this time is one file. Milliseconds. */
const TOGETHER = 2_000;
/** With more files than this, they are made one when they are next read. */
const MAX_FILES = 20;
const SUFFIX = '.history';

/**
 * What was said in one channel, in a folder of its own under the extension's storage. Nothing is ever written over: each
 * burst is a new file, so that two windows in one channel, or a crash, cost nothing. Work is done in order; a failure
 * costs only that, and is in the log.
 */
export class HistoryFiles implements KeptStore {
  private work: Promise<void> = Promise.resolve();
  private pending: Kept[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private found: Promise<vscode.Uri> | undefined;

  constructor(
    private readonly folder: () => Promise<vscode.Uri>,
    private readonly atRest: () => Promise<AtRest>,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  /** All that is kept; of many files it makes one, without what was taken back. */
  async load(): Promise<Kept[]> {
    let found: Kept[] = [];
    void this.flush();
    await this.inOrder(async folder => {
      const names = await filesIn(folder);
      const all = await this.read(folder, names);
      found = tidied(all);
      if (names.length > MAX_FILES || found.length < all.length) await this.replace(folder, names, found);
    });
    return found;
  }

  keep(kept: Kept): void {
    this.pending.push(kept);
    this.timer ??= setTimeout(() => void this.flush(), TOGETHER);
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const waiting = this.pending;
    this.pending = [];
    return waiting.length === 0 ? this.work : this.inOrder(folder => this.write(folder, waiting));
  }

  /** Takes all of it away. What comes from now on is kept as before. */
  async clear(): Promise<void> {
    this.pending = [];
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.inOrder(async folder => {
      if ((await filesIn(folder)).length > 0) await vscode.workspace.fs.delete(folder, { recursive: true });
    });
  }

  private async read(folder: vscode.Uri, names: readonly string[]): Promise<Kept[]> {
    const atRest = await this.atRest();
    const found: Kept[] = [];
    for (const name of names) {
      const text = await atRest.open(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
      if (text === undefined) this.log.warn(`A part of a channel’s history cannot be read: ${name}`);
      else found.push(...text.split('\n').flatMap(line => asKept(parsed(line)) ?? []));
    }
    return found;
  }

  /** The new file is there before the old ones go. */
  private async replace(folder: vscode.Uri, names: readonly string[], all: readonly Kept[]): Promise<void> {
    if (all.length > 0) await this.write(folder, all);
    for (const name of names) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name));
  }

  private async write(folder: vscode.Uri, all: readonly Kept[]): Promise<void> {
    const name = `${String(Date.now()).padStart(TIME_DIGITS, '0')}-${randomId()}${SUFFIX}`;
    const text = all.map(kept => `${JSON.stringify(kept)}\n`).join('');
    const sealed = await (await this.atRest()).seal(text);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), sealed);
  }

  private inOrder(act: (folder: vscode.Uri) => Promise<void>): Promise<void> {
    this.work = this.work.then(async () => {
      try {
        this.found ??= this.folder();
        await act(await this.found);
      } catch (thrown) {
        this.log.warn(`A channel’s history could not be kept: ${messageOf(thrown)}`);
      }
    });
    return this.work;
  }
}

async function filesIn(folder: vscode.Uri): Promise<string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    found => found,
    // Nothing was ever kept for this channel.
    () => [],
  );
  const names = entries.map(([name]) => name).filter(name => name.endsWith(SUFFIX));
  return names.sort();
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
