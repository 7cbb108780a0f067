import * as vscode from 'vscode';
import { randomId } from '../../base/encoding';
import { messageOf } from '../../base/errors';
import { asKept, KEPT_LIMITS, tidied, writeKept, type Kept, type KeptStore } from '../../session/kept';
import type { AtRest, AtRestSource } from './atRest';

/** Files are read in the order of their names: the time of writing. */
const TIME_DIGITS = 15;
/** What comes within this time is one file. Milliseconds. */
const TOGETHER = 2_000;
/** With more files than this, they are made one when they are next read. */
const MAX_FILES = 20;
/** Of the newest files so much is read, and the older ones go: more than windows write before they tidy. Bytes for a unit. */
const MAX_READ = 4;
/** Another window may make one file of many while they are read here; then it is read anew, so many times in all. */
const MAX_TRIES = 3;
const SUFFIX = '.history';

/** What files hold. */
interface Found {
  readonly all: Kept[];
  /** What may go once all is written anew: what was read, or is beyond what is read. Empty where that is not known. */
  readonly names: string[];
  /** Some were beyond what is read. */
  readonly isLonger: boolean;
}

const NOTHING: Found = { all: [], names: [], isLonger: false };

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
  /** UTF-16 units, since the files were last made one. */
  private written = 0;

  constructor(
    private readonly folder: () => Promise<vscode.Uri>,
    private readonly atRest: AtRestSource,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
    private readonly limits = KEPT_LIMITS,
  ) {}

  /** All that is kept; of many files it makes one, without what was taken back. */
  async load(): Promise<Kept[]> {
    let found: Kept[] = [];
    void this.flush();
    await this.inOrder(async folder => {
      const read = await this.read(folder);
      found = tidied(read.all, this.limits);
      await this.makeOne(folder, read, found);
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
    if (waiting.length === 0) return this.work;
    return this.inOrder(async folder => {
      await this.write(folder, waiting);
      if (this.written <= this.limits.units) return;
      const read = await this.read(folder);
      await this.makeOne(folder, read, tidied(read.all, this.limits));
    });
  }

  /** Takes all of it away. What comes from now on is kept as before. */
  async clear(): Promise<void> {
    this.pending = [];
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.inOrder(async folder => {
      if ((await filesIn(folder)).length === 0) return;
      await unlessGone(vscode.workspace.fs.delete(folder, { recursive: true }));
    });
  }

  /** One file of many, where that is worth it. */
  private async makeOne(folder: vscode.Uri, { names, all, isLonger }: Found, kept: readonly Kept[]): Promise<void> {
    const isWorthIt = names.length > MAX_FILES || kept.length < all.length || isLonger;
    if (isWorthIt && names.length > 0) await this.replace(folder, names, kept);
    this.written = 0;
  }

  /**
   * While files go, those that are left may hold what was deleted in another: they are read anew, and if that does not
   * help, shown and not written again.
   */
  private async read(folder: vscode.Uri): Promise<Found> {
    for (let tries = 1; ; tries++) {
      const names = await filesIn(folder);
      if (names.length === 0) return NOTHING;
      const atRest = await this.atRest.toRead();
      if (!atRest) {
        this.log.warn('A channel’s history cannot be read: its key is not there.');
        return NOTHING;
      }
      const { hasAll, ...found } = await this.readFiles(folder, names, atRest);
      if (hasAll) return found;
      if (tries === MAX_TRIES) return { ...found, names: [] };
    }
  }

  /** From the newest on. */
  private async readFiles(folder: vscode.Uri, names: readonly string[], atRest: AtRest) {
    const parts: Kept[][] = [];
    const older: string[] = [];
    const read: string[] = [];
    let size = 0;
    let hasAll = true;
    for (const name of [...names].reverse()) {
      if (size > MAX_READ * this.limits.units) {
        older.push(name);
        continue;
      }
      const bytes = await unlessGone(vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
      const text = bytes && (await atRest.open(bytes));
      hasAll &&= bytes !== undefined;
      if (bytes && text === undefined) this.log.warn(`A part of a channel’s history cannot be read: ${name}`);
      if (text === undefined) continue;
      size += bytes?.length ?? 0;
      parts.push(text.split('\n').flatMap(line => asKept(parsed(line)) ?? []));
      read.push(name);
    }
    return { all: parts.reverse().flat(), names: [...older, ...read], isLonger: older.length > 0, hasAll };
  }

  /** The new file is there before the old ones go. */
  private async replace(folder: vscode.Uri, names: readonly string[], all: readonly Kept[]): Promise<void> {
    if (all.length > 0) await this.write(folder, all);
    for (const name of names) {
      await unlessGone(vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name)));
    }
  }

  private async write(folder: vscode.Uri, all: readonly Kept[]): Promise<void> {
    const name = `${String(Date.now()).padStart(TIME_DIGITS, '0')}-${randomId()}${SUFFIX}`;
    const text = all.map(kept => `${writeKept(kept)}\n`).join('');
    const sealed = await (await this.atRest.toWrite()).seal(text);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), sealed);
    this.written += text.length;
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

/** Another window may have taken a file away: `undefined` then. */
async function unlessGone<T>(work: Thenable<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof vscode.FileSystemError && thrown.code === 'FileNotFound') return undefined;
    throw thrown;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
