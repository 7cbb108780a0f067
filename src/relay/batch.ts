/**
 * Frames that go out together, in this order. A chain: who gets one more frame takes the next link, which all share who got
 * the same until then. So the bytes are put together once for everybody who hears the same in a tick, and each receiver
 * costs one write.
 */
export class Batch {
  /** All bytes up to here. */
  readonly length: number;
  /** The link that was taken last. All who get a frame take it one after the other, so that one is enough. */
  private next: Batch | undefined;
  private joined: Buffer | undefined;

  constructor(
    private readonly frame: Buffer,
    private readonly before?: Batch,
  ) {
    this.length = frame.length + (before?.length ?? 0);
  }

  /** These frames and one more. */
  and(frame: Buffer): Batch {
    if (this.next?.frame !== frame) this.next = new Batch(frame, this);
    return this.next;
  }

  /** All frames as one. */
  get bytes(): Buffer {
    this.joined ??= this.before ? this.join() : this.frame;
    return this.joined;
  }

  private join(): Buffer {
    // Not from Node's pool, of which a slow reader would keep more than is its own.
    const bytes = Buffer.allocUnsafeSlow(this.length);
    bytes.set(this.frame, this.length - this.frame.length);
    for (let { before } = this; before; before = before.before)
      before.frame.copy(bytes, before.length - before.frame.length);
    return bytes;
  }
}
