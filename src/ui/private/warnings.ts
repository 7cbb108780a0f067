import { RecentSet } from '../../base/recentSet';
import { looksLike } from '../lookalike';

/** Devices that were warned of and are not again, unless so many others came after them. */
const MAX_TOLD = 500;

/**
 * Which warnings of devices are shown: of each once, and of what looks like one name one at a time, so that nobody who comes
 * with ever new devices fills the window with them, or makes it silent.
 */
export class Warnings {
  private readonly told = new RecentSet(MAX_TOLD);
  /** By channel and name: what stands in sight. As many as there are verified names in joined channels, at most. */
  private readonly open = new Set<string>();

  /**
   * @param name of somebody verified, or what looks like it.
   * @returns to be called when the warning is closed; `undefined` where there is to be none now.
   */
  begin(channel: string, name: string, device: string | undefined): (() => void) | undefined {
    const about = JSON.stringify([channel, looksLike(name)]);
    if (this.open.has(about) || !this.told.add(JSON.stringify([about, device]))) return undefined;
    this.open.add(about);
    return () => void this.open.delete(about);
  }
}
