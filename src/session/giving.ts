import type { Content } from '../protocol/content';
import type { Resent } from '../protocol/passing';
import type { Envelope } from './envelope';
import { nextFrame, pump, type Handed } from './handing';
import type { MakeFrame, PacedFrame } from './pace';
import { pack } from './transfer';
import { OutgoingTransfer } from './transferOut';

/** Own content; or another's, as it is given once more. */
export type Whole = Content | Resent;

/** What waits to be given to one who asked for it. */
interface Waiting {
  readonly id: string;
  readonly whole: Whole;
  readonly uid: string;
  then: (() => void) | undefined;
}

/** Content for one who asked for it, on its way. */
interface Given extends Handed {
  readonly id: string;
  uid: string;
  then: (() => void) | undefined;
  /** Its receiver or we were gone: it goes on when its receiver says so. */
  paused: boolean;
}

/** Transfers given to those who asked, at a time; one for each of them, as they take in no more than a few. */
const MAX_GIVEN = 3;
/** What waits to be given. Beyond it the oldest is forgotten, and asked for again. */
const MAX_WAITING = 256;

/** Long content that others have asked for: to each of them one after the other. */
export class Giving {
  private readonly given = new Set<Given>();
  private waiting: Waiting[] = [];

  /** @param session our own. */
  constructor(
    private readonly session: string,
    private readonly enqueue: (make: MakeFrame) => boolean,
    private readonly envelope: Envelope,
  ) {}

  offline(): void {
    this.waiting = [];
    for (const given of this.given) {
      given.queued = false;
      if (given.paused) this.given.delete(given);
      else given.paused = true;
    }
  }

  /** A connection is gone: what is on its way there stops, and goes on if it comes back and says so. */
  left(uid: string): void {
    this.waiting = this.waiting.filter(each => each.uid !== uid);
    for (const given of this.given) if (given.uid === uid) given.paused = true;
    this.giveNext();
  }

  /** Gives content, and calls `then` when its last part is handed over. */
  give(whole: Whole, uid: string, then?: () => void): void {
    const { id } = whole.type === 'resent' ? whole.content : whole;
    const isIt = (each: { id: string; uid: string }) => each.uid === uid && each.id === id;
    const known = [...this.given].find(given => isIt(given) && !given.paused) ?? this.waiting.find(isIt);
    if (known) known.then = then;
    else this.waiting = [...this.waiting, { id, whole, uid, then }].slice(-MAX_WAITING);
    this.giveNext();
  }

  /**
   * A receiver asks for the parts from `next` on.
   * @returns whether it gets them; `undefined` when nothing of that name is given to it.
   */
  more(transfer: string, next: number, uid: string): boolean | undefined {
    const same = [...this.given].filter(({ id }) => id === transfer);
    // One that comes back has another uid; only they can know what the transfer is called.
    const given = same.find(each => each.uid === uid) ?? same.find(({ paused }) => paused);
    if (!given) return undefined;
    // It is still being packed, and goes out from the beginning.
    if (!given.transfer) return true;
    if (!given.transfer.more(next, uid)) return false;
    Object.assign(given, { uid, paused: false });
    this.pump(given);
    return true;
  }

  /** A receiver does not want more of it. */
  cancelled(transfer: string, uid: string): void {
    for (const given of this.given) if (given.id === transfer && given.uid === uid) this.given.delete(given);
    this.giveNext();
  }

  /** One at a time for each who asked: more at once a receiver does not take. */
  private giveNext(): void {
    for (const next of [...this.waiting]) {
      const { id, whole, uid, then } = next;
      if ([...this.given].some(given => given.uid === uid && !given.paused)) continue;
      if (this.given.size >= MAX_GIVEN && !this.dropPaused()) return;
      this.waiting = this.waiting.filter(each => each !== next);
      const given: Given = { id, uid, then, transfer: undefined, queued: false, paused: false };
      this.given.add(given);
      void this.begin(whole, given);
    }
  }

  private async begin(whole: Whole, given: Given): Promise<void> {
    try {
      const packed = await pack(whole, this.envelope);
      if (!this.given.has(given)) return;
      given.transfer = new OutgoingTransfer(this.session, packed, given.uid);
      this.pump(given);
    } catch {
      // What came in whole can be packed again, unless it is just too long: its receiver asks another one, for the rest too.
      this.given.delete(given);
      given.then?.();
      this.giveNext();
    }
  }

  private dropPaused(): boolean {
    const paused = [...this.given].find(given => given.paused);
    return paused !== undefined && this.given.delete(paused);
  }

  private pump(given: Given): void {
    pump(given, this.enqueue, () => this.next(given));
  }

  private next(given: Given): PacedFrame | undefined {
    const { transfer, paused } = given;
    if (!transfer || paused || !this.given.has(given)) return undefined;
    const frame = nextFrame(transfer);
    if (!transfer.isIdle) {
      this.pump(given);
    } else {
      this.given.delete(given);
      // Behind this frame, which is not in the queue any more but in the hand of who asked for it.
      given.then?.();
      this.giveNext();
    }
    return frame;
  }
}
