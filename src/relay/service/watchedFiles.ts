import { stat } from 'node:fs/promises';

/** How often files are looked at. Milliseconds. */
const LOOK_EVERY = 5_000;

/** What changes when a file is written, replaced, or a link on the way to it is turned. */
async function markOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return 'missing';
  }
}

/**
 * Tells when one of these files has changed. It looks at them now and then, as events of the file system do not show what
 * becomes of links, of mounted secrets and of network drives.
 */
export class WatchedFiles {
  private readonly timer: NodeJS.Timeout;
  private mark: Promise<string>;

  constructor(
    private readonly paths: readonly string[],
    private readonly changed: () => void,
    every = LOOK_EVERY,
  ) {
    this.mark = this.look();
    this.timer = setInterval(() => void this.check(), every).unref();
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private async check(): Promise<void> {
    const before = await this.mark;
    this.mark = this.look();
    if ((await this.mark) !== before) this.changed();
  }

  private async look(): Promise<string> {
    return (await Promise.all(this.paths.map(markOf))).join('\n');
  }
}
