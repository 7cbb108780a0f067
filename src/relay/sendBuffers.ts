/** Somebody for whom bytes wait. */
export interface Reader {
  /** Tells it that it is too slow, and closes it; from then on it takes nothing more. */
  cutOff(): void;
  /** Gives up at once. */
  terminate(): void;
}

/**
 * What waits for slow readers, all together, in bytes. Beyond the limit the slowest are cut off. What waits for these
 * until they are gone may be as much again; beyond that they are given up, the first one first.
 *
 * A frame is counted for each reader that it waits for, though it may be in memory only once.
 */
export class SendBuffers {
  private readonly waiting = new Map<Reader, number>();
  private readonly leaving = new Map<Reader, number>();
  private waitingBytes = 0;
  private leavingBytes = 0;

  constructor(
    /** 0: none. */
    private readonly limit: number,
  ) {}

  /** Bytes that wait, those for readers that were cut off included. */
  get total(): number {
    return this.waitingBytes + this.leavingBytes;
  }

  /** So many bytes wait for this reader now. */
  set(reader: Reader, bytes: number): void {
    if (this.leaving.has(reader)) return;
    this.waitingBytes += bytes - (this.waiting.get(reader) ?? 0);
    if (bytes > 0) this.waiting.set(reader, bytes);
    else this.waiting.delete(reader);
    while (this.limit > 0 && this.waitingBytes > this.limit) this.cutOffSlowest();
  }

  /** It is being closed: what waits for it counts apart. */
  closing(reader: Reader): void {
    const bytes = this.waiting.get(reader);
    if (bytes === undefined) return;
    this.waiting.delete(reader);
    this.waitingBytes -= bytes;
    this.leaving.set(reader, bytes);
    this.leavingBytes += bytes;
    for (const first of this.leaving.keys()) {
      if (this.limit === 0 || this.leavingBytes <= this.limit) break;
      this.gone(first);
      first.terminate();
    }
  }

  /** It is closed. */
  gone(reader: Reader): void {
    this.waitingBytes -= this.waiting.get(reader) ?? 0;
    this.leavingBytes -= this.leaving.get(reader) ?? 0;
    this.waiting.delete(reader);
    this.leaving.delete(reader);
  }

  private cutOffSlowest(): void {
    let slowest: Reader | undefined;
    let most = 0;
    for (const [reader, bytes] of this.waiting) {
      if (bytes > most) [slowest, most] = [reader, bytes];
    }
    if (!slowest) return;
    slowest.cutOff();
    this.closing(slowest);
  }
}
