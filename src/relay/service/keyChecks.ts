import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyHash } from './keyHash';

/** How many hashes are computed at the same time: each takes memory, and a thread of the pool's four. */
const AT_ONCE = 2;
/** How many may wait for that. */
const MAX_WAITING = 64;

/** There is too much to do to say whether a key is right. */
class TooBusy extends Error {}

/**
 * Checks keys against hashes that are dear to compute, at bounded cost. A hash has one key: once it was given, whether
 * another is the same one is a comparison of two cheap digests, made with a secret of this process.
 */
export class KeyChecks {
  private readonly secret = randomBytes(32);
  private readonly right = new WeakMap<KeyHash, Buffer>();
  private readonly queue: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly atOnce = AT_ONCE,
    private readonly maxWaiting = MAX_WAITING,
  ) {}

  /** @throws TooBusy when too many wait already. */
  async matches(hash: KeyHash, key: string): Promise<boolean> {
    const digest = createHmac('sha256', this.secret).update(key).digest();
    const known = this.right.get(hash);
    if (known) return timingSafeEqual(known, digest);
    await this.turn();
    try {
      // Another may have found it meanwhile.
      const found = this.right.get(hash);
      if (found) return timingSafeEqual(found, digest);
      const isRight = await hash.matches(key);
      if (isRight) this.right.set(hash, digest);
      return isRight;
    } finally {
      this.pass();
    }
  }

  private async turn(): Promise<void> {
    if (this.running < this.atOnce) {
      this.running += 1;
      return;
    }
    if (this.queue.length >= this.maxWaiting) throw new TooBusy();
    await new Promise<void>(resolve => this.queue.push(resolve));
  }

  /** The turn goes to the next, so that nobody comes in between. */
  private pass(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.running -= 1;
  }
}
