import { AppError, messageOf } from '../base/errors';
import type { Content } from '../protocol/content';
import type { Cancel, More, Part, PassingContent, Resent } from '../protocol/passing';
import type { Progress } from '../protocol/transcript';
import type { MakeFrame, PacedFrame } from './pace';
import { pack } from './transfer';
import { OutgoingTransfer } from './transferOut';

/** What long content on its way out needs of the conversation around it. */
export interface LongOutgoingHost {
  /** Puts a frame into the queue of the connection. False when there is none. */
  enqueue(make: MakeFrame): boolean;
  say(message: PassingContent, uid?: string): void;
  /** Own content: how far it is. Without `progress` all its parts are handed over. */
  outgoing(id: string, progress: Progress | undefined): void;
  /** Own content: the server has passed every part on. */
  passedOn(id: string): void;
  /** Own content cannot be sent. */
  unsendable(id: string, error: AppError): void;
}

interface Handed {
  transfer: OutgoingTransfer | undefined;
  /** A frame of it is in the queue. */
  queued: boolean;
}

interface Sending extends Handed {
  /** It is its turn; not so from a lost connection until what is before it has gone out again. */
  active: boolean;
  done: boolean;
}

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

/** Own transfers that are kept after they went out, for those who ask for parts of them again. */
const MAX_KEPT = 3;
/** Transfers given to those who asked, at a time; one for each of them, as they take in no more than a few. */
const MAX_GIVEN = 3;
/** What waits to be given. Beyond it the oldest is forgotten, and asked for again. */
const MAX_WAITING = 256;

/** Content that does not fit one frame, on its way out: own content in its turn, and what others have asked for. */
export class LongOutgoing {
  private readonly own = new Map<string, Sending>();
  private readonly given = new Set<Given>();
  private waiting: Waiting[] = [];

  constructor(
    private readonly session: string,
    private readonly host: LongOutgoingHost,
  ) {}

  /** The own content whose parts are going out: what comes after it has to wait. */
  get current(): string | undefined {
    return [...this.own].find(([, { active, done }]) => active && !done)?.[0];
  }

  /** How many of its parts the server has passed on. */
  confirmedOf(id: string): number {
    return this.own.get(id)?.transfer?.confirmedParts ?? 0;
  }

  offline(): void {
    this.waiting = [];
    this.rest();
    for (const sending of this.own.values()) sending.queued = false;
    for (const given of this.given) {
      given.queued = false;
      if (given.paused) this.given.delete(given);
      else given.paused = true;
    }
  }

  /** All that nobody has confirmed goes out again in its order: own content waits until it is handed over anew. */
  rest(): void {
    for (const sending of this.own.values()) sending.active = false;
  }

  /** A connection is gone: what is on its way there stops, and goes on if it comes back and says so. */
  left(uid: string): void {
    this.waiting = this.waiting.filter(each => each.uid !== uid);
    for (const given of this.given) if (given.uid === uid) given.paused = true;
    this.giveNext();
  }

  /** Sends own content, or goes on with it after a reconnect. */
  send(content: Content, uid: string | undefined): void {
    const known = this.own.get(content.id);
    if (known?.transfer) {
      known.active = true;
      known.done = false;
      known.transfer.rewind();
      this.pump(known, () => this.nextOwn(content.id, known));
    } else if (known) {
      known.active = true;
    } else {
      void this.begin(content, uid);
    }
  }

  /** Gives content to one who asked for it, and calls `then` when its last part is handed over. */
  give(whole: Whole, uid: string, then?: () => void): void {
    const { id } = contentOf(whole);
    const own = this.own.get(id);
    if (own && !own.done) {
      // It is going out to everyone.
      if (own.transfer?.more(0, uid)) this.pump(own, () => this.nextOwn(id, own));
      return;
    }
    const isIt = (each: { id: string; uid: string }) => each.uid === uid && each.id === id;
    const known = [...this.given].find(given => isIt(given) && !given.paused) ?? this.waiting.find(isIt);
    if (known) known.then = then;
    else this.waiting = [...this.waiting, { id, whole, uid, then }].slice(-MAX_WAITING);
    this.giveNext();
  }

  /** Gives up own content that is still going out. False when it is through. */
  cancel(id: string): boolean {
    const sending = this.own.get(id);
    if (!sending || sending.done) return false;
    this.own.delete(id);
    const cancel: Cancel = { type: 'cancel', session: this.session, transfer: id };
    sending.transfer?.cancel();
    this.host.say(cancel, sending.transfer?.recipient);
    return true;
  }

  /** Nobody has to be given own content again. */
  forget(id: string): void {
    this.own.delete(id);
  }

  /** A receiver asks for parts. */
  hearMore({ transfer, next }: More, uid: string): void {
    const mine = [...this.given].filter(({ id }) => id === transfer);
    // One that comes back has another uid; only they can know what the transfer is called.
    const given = mine.find(each => each.uid === uid) ?? mine.find(({ paused }) => paused);
    const own = this.own.get(transfer);
    if (given?.transfer?.more(next, uid)) {
      Object.assign(given, { uid, paused: false });
      this.pump(given, () => this.nextGiven(given));
    } else if (!given && own?.transfer?.more(next, uid)) {
      this.pump(own, () => this.nextOwn(transfer, own));
    } else if (given?.transfer ?? own?.transfer ?? !(given ?? own)) {
      // It is not known any more, or was asked for too often: the receiver may ask for the content anew.
      this.host.say({ type: 'cancel', session: this.session, transfer }, uid);
    }
  }

  /** A receiver does not want more of it. */
  hearCancel({ transfer }: Cancel, uid: string): void {
    this.own.get(transfer)?.transfer?.drop(uid);
    for (const given of this.given) if (given.id === transfer && given.uid === uid) this.given.delete(given);
    this.giveNext();
  }

  /** The server has passed an own part on. */
  echoed({ transfer, index }: Part): void {
    const sending = this.own.get(transfer);
    sending?.transfer?.confirm(index);
    if (!sending?.transfer?.isConfirmed) return;
    const wasDone = sending.done;
    sending.done = true;
    this.host.passedOn(transfer);
    // It may have been about to go on from the beginning: what comes after it must not wait for that.
    if (!wasDone) this.host.outgoing(transfer, undefined);
  }

  private async begin(content: Content, uid: string | undefined): Promise<void> {
    const { id } = content;
    const sending: Sending = { active: true, transfer: undefined, queued: false, done: false };
    this.own.set(id, sending);
    try {
      const packed = await pack(content);
      if (this.own.get(id) !== sending) return;
      sending.transfer = new OutgoingTransfer(this.session, packed, uid);
      this.pump(sending, () => this.nextOwn(id, sending));
    } catch (thrown) {
      this.own.delete(id);
      const error = thrown instanceof AppError ? thrown : new AppError('input', messageOf(thrown));
      this.host.unsendable(id, error);
    }
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
      void this.beginGiven(whole, given);
    }
  }

  private async beginGiven(whole: Whole, given: Given): Promise<void> {
    try {
      const packed = await pack(whole);
      if (!this.given.has(given)) return;
      given.transfer = new OutgoingTransfer(this.session, packed, given.uid);
      this.pump(given, () => this.nextGiven(given));
    } catch {
      // What came in whole can be packed again; whatever happens here, its receiver asks another one.
      this.given.delete(given);
      this.giveNext();
    }
  }

  private dropPaused(): boolean {
    const paused = [...this.given].find(given => given.paused);
    return paused !== undefined && this.given.delete(paused);
  }

  private pump(sending: Handed, next: () => PacedFrame | undefined): void {
    if (sending.queued || !sending.transfer) return;
    // Before it is queued: its turn may be now.
    sending.queued = true;
    const taken = this.host.enqueue(() => {
      sending.queued = false;
      return next();
    });
    if (!taken) sending.queued = false;
  }

  /** The next frame, when its turn has come; the one after it then takes its place in the queue. */
  private nextOwn(id: string, sending: Sending): PacedFrame | undefined {
    const { transfer } = sending;
    if (!transfer || this.own.get(id) !== sending || !(sending.active || sending.done)) return undefined;
    const frame = nextFrame(transfer);
    const { progress } = transfer;
    if (!sending.done) {
      sending.done = progress.done === progress.total;
      this.host.outgoing(id, sending.done ? undefined : progress);
    }
    if (!transfer.isIdle) this.pump(sending, () => this.nextOwn(id, sending));
    if (sending.done) this.dropOld();
    return frame;
  }

  private nextGiven(given: Given): PacedFrame | undefined {
    const { transfer, paused } = given;
    if (!transfer || paused || !this.given.has(given)) return undefined;
    const frame = nextFrame(transfer);
    if (!transfer.isIdle) {
      this.pump(given, () => this.nextGiven(given));
    } else {
      this.given.delete(given);
      // Behind this frame, which is not in the queue yet but in the hand of who asked for it.
      given.then?.();
      this.giveNext();
    }
    return frame;
  }

  private dropOld(): void {
    const done = [...this.own].filter(([, each]) => each.done);
    for (const [id] of done.slice(0, -MAX_KEPT)) this.own.delete(id);
  }
}

function contentOf(whole: Whole): Content {
  return whole.type === 'resent' ? whole.content : whole;
}

function nextFrame(transfer: OutgoingTransfer): PacedFrame | undefined {
  let frame: PacedFrame | undefined;
  transfer.sendNext((message, uid) => {
    frame = { message, ...(uid !== undefined && { uid }) };
    return true;
  });
  return frame;
}
