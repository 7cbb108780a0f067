import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is to be undone when this process ends: `now` for `process.exit`, which waits for nobody, `gently` otherwise. */
export interface Undo {
  gently(): Promise<void>;
  now(): void;
}

const pending = new Set<Undo>();
let watching = false;
let ending: Promise<never> | undefined;

/** Registers something that must not outlive this process. The function that comes back undoes it earlier, once. */
export function whenWeEnd(undo: Undo): () => Promise<void> {
  watch();
  pending.add(undo);
  let done: Promise<void> | undefined;
  return () => {
    done ??= undo.gently().finally(() => pending.delete(undo));
    return done;
  };
}

/** Undoes everything, last thing first, and exits. A second signal while this runs changes nothing. */
export function end(code: number): Promise<never> {
  ending ??= undoAll().then(() => process.exit(code));
  return ending;
}

/** Runs a command line's whole work and exits with the code it resolves to; what it throws is said, and is a failure. */
export function runMain(work: () => Promise<number>): void {
  void work()
    .catch((error: unknown) => {
      // What breaks because we end is no news.
      if (!isEnding()) console.error(error instanceof Error ? error.message : error);
      return 1;
    })
    .then(end);
}

/** Whether we are about to exit, so that what now goes away goes away by our own doing. */
export function isEnding(): boolean {
  return ending !== undefined;
}

async function undoAll(): Promise<void> {
  for (const undo of [...pending].reverse()) {
    await undo.gently().catch(() => undo.now());
    pending.delete(undo);
  }
}

function watch(): void {
  if (watching) return;
  watching = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void end(128 + constants.signals[signal]));
  }
  process.on('exit', () => {
    for (const undo of [...pending].reverse()) undo.now();
  });
}

export interface TempDir {
  readonly path: string;
  dispose(): Promise<void>;
}

/** A folder of our own under the system's temporary one. Its real path: VS Code compares paths as they are written. */
export async function tempDir(name: string): Promise<TempDir> {
  const path = await realpath(await mkdtemp(join(tmpdir(), `live-channels-${name}-`)));
  const options = { recursive: true, force: true, maxRetries: 5 };
  const dispose = whenWeEnd({
    gently: () => rm(path, options),
    now: () => {
      try {
        rmSync(path, options);
      } catch {
        // A file that Windows still holds open: the system clears its temporary folder itself.
      }
    },
  });
  return { path, dispose };
}
