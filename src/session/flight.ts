import type { Disposable } from '../base/lifecycle';
import type { Clock } from './clock';

/** A fence is sent after this part of the window, so that the way is never empty while one comes back. */
const FENCE_PART = 3;
/**
 * A fence that has not come back after this long will not: a dead connection would have been found before, so the server
 * does not pass on what one says to oneself. Milliseconds.
 */
const FENCE_TIMEOUT = 35_000;

interface Load {
  frames: number;
  bytes: number;
}

/**
 * What is on its way to the server and not known to have been dealt with. A server works through a socket's frames in
 * their order, so a message to oneself, a fence, that comes back tells that all before it were.
 */
export class Flight {
  /** What went out since the fence before, the fence itself included. */
  private readonly fences: (Load & { readonly n: number })[] = [];
  private open: Load = { frames: 0, bytes: 0 };
  /** Counts on through all connections, so that a late fence of the one before means nothing. */
  private latest = 0;
  private watched = true;
  private timer: Disposable | undefined;

  /**
   * @param fence sends a fence of this number; false where that cannot be done.
   * @param freed called when there is room for another reason than `passed`.
   */
  constructor(
    private readonly fence: (n: number) => boolean,
    private readonly clock: Clock,
    private readonly freed: () => void,
  ) {}

  /** Whether fences tell what the server has dealt with. Where they cannot, nothing is ever full. */
  get isWatched(): boolean {
    return this.watched;
  }

  isFull(frames: number, bytes: number): boolean {
    const load = this.fences.reduce(sum, this.open);
    if (!this.watched || (load.frames < frames && load.bytes < bytes)) return false;
    // The window has become smaller meanwhile: without a fence it would stay full for ever.
    if (this.fences.length === 0) this.send();
    return this.watched;
  }

  /** One frame went out. @returns whether a fence did as well. */
  sent(bytes: number, maxFrames: number, maxBytes: number): boolean {
    this.open = sum(this.open, { frames: 1, bytes });
    const due = this.open.frames * FENCE_PART >= maxFrames || this.open.bytes * FENCE_PART >= maxBytes;
    return due && this.send();
  }

  /** The fence of this number has come back: from now on they are known to do. */
  passed(n: number): void {
    const at = this.fences.findIndex(fence => fence.n === n);
    if (at < 0) return;
    this.watched = true;
    this.fences.splice(0, at + 1);
    this.watch();
  }

  clear(): void {
    this.fences.length = 0;
    this.open = { frames: 0, bytes: 0 };
    this.watch();
  }

  private send(): boolean {
    // Where nobody knows whether they come back, one at a time is enough to find out.
    if (!this.watched && this.fences.length > 0) return false;
    if (!this.fence(++this.latest)) {
      this.watched = false;
      return false;
    }
    this.fences.push({ n: this.latest, frames: this.open.frames + 1, bytes: this.open.bytes });
    this.open = { frames: 0, bytes: 0 };
    if (this.fences.length === 1) this.watch();
    return true;
  }

  /** Gives the oldest fence its time. */
  private watch(): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.fences.length === 0) return;
    this.timer = this.clock.after(FENCE_TIMEOUT, () => {
      this.watched = false;
      this.clear();
      this.freed();
    });
  }
}

function sum(a: Load, b: Load): Load {
  return { frames: a.frames + b.frames, bytes: a.bytes + b.bytes };
}
