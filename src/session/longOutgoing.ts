import { AppError, wordsOf } from '../base/errors';
import type { Content } from '../protocol/content';
import type { Cancel, More, Part, PassingContent } from '../protocol/passing';
import type { Progress } from '../protocol/transcript';
import { openEnvelope, type Envelope } from './envelope';
import { Giving, type Whole } from './giving';
import { nextFrame, pump, type Handed } from './handing';
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

/** Own content on its way. */
interface Sending extends Handed {
  /** It is its turn; not so from a lost connection until what is before it has gone out again. */
  active: boolean;
  /** Every part of it is handed over. */
  done: boolean;
}

/** Own transfers that are kept after they went out, for those who ask for parts of them again. */
const MAX_KEPT = 3;

/** Content that does not fit one frame, on its way out: own content in its turn, and what others have asked for. */
export class LongOutgoing {
  private readonly own = new Map<string, Sending>();
  private readonly giving: Giving;

  constructor(
    private readonly session: string,
    private readonly host: LongOutgoingHost,
    private readonly envelope: Envelope = openEnvelope,
  ) {
    this.giving = new Giving(session, make => host.enqueue(make), envelope);
  }

  /** The own content whose parts are going out: what comes after it has to wait. */
  get current(): string | undefined {
    return [...this.own].find(([, { active, done }]) => active && !done)?.[0];
  }

  /** How many of its parts the server has passed on. */
  confirmedOf(id: string): number {
    return this.own.get(id)?.transfer?.confirmedParts ?? 0;
  }

  offline(): void {
    this.rest();
    for (const sending of this.own.values()) sending.queued = false;
    this.giving.offline();
  }

  /** All that nobody has confirmed goes out again in its order: own content waits until it is handed over anew. */
  rest(): void {
    for (const sending of this.own.values()) sending.active = false;
  }

  /** A connection is gone. */
  left(uid: string): void {
    this.giving.left(uid);
  }

  /** Sends own content, or goes on with it after a reconnect. */
  send(content: Content, uid: string | undefined): void {
    const known = this.own.get(content.id);
    if (!known) {
      void this.begin(content, uid);
      return;
    }
    known.active = true;
    // Else it is still being packed.
    if (!known.transfer) return;
    known.done = false;
    known.transfer.rewind();
    this.pump(content.id, known);
  }

  /** Gives content to one who asked for it, and calls `then` when its last part is handed over. */
  give(whole: Whole, uid: string, then?: () => void): void {
    const { id } = whole.type === 'resent' ? whole.content : whole;
    const own = this.own.get(id);
    if (!own || own.done) this.giving.give(whole, uid, then);
    // It is going out to everyone.
    else if (own.transfer?.more(0, uid)) this.pump(id, own);
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
    const own = this.own.get(transfer);
    const more = this.giving.more(transfer, next, uid) ?? (own?.transfer ? own.transfer.more(next, uid) : own && true);
    if (!more) {
      // It is not known any more, or was asked for too often: the receiver may ask for the content anew.
      this.host.say({ type: 'cancel', session: this.session, transfer }, uid);
    } else if (own) {
      this.pump(transfer, own);
    }
  }

  /** A receiver does not want more of it. */
  hearCancel({ transfer }: Cancel, uid: string): void {
    this.own.get(transfer)?.transfer?.drop(uid);
    this.giving.cancelled(transfer, uid);
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
      const packed = await pack(content, this.envelope);
      if (this.own.get(id) !== sending) return;
      sending.transfer = new OutgoingTransfer(this.session, packed, uid);
      this.pump(id, sending);
    } catch (thrown) {
      this.own.delete(id);
      const error = thrown instanceof AppError ? thrown : AppError.of('input', wordsOf(thrown));
      this.host.unsendable(id, error);
    }
  }

  private pump(id: string, sending: Sending): void {
    pump(
      sending,
      make => this.host.enqueue(make),
      () => this.next(id, sending),
    );
  }

  /** The next frame, when its turn has come; the one after it then takes its place in the queue. */
  private next(id: string, sending: Sending): PacedFrame | undefined {
    const { transfer, active, done } = sending;
    if (!transfer || this.own.get(id) !== sending || !(active || done)) return undefined;
    const frame = nextFrame(transfer);
    const { progress } = transfer;
    if (!done) {
      sending.done = progress.done === progress.total;
      this.host.outgoing(id, sending.done ? undefined : progress);
    }
    if (!transfer.isIdle) this.pump(id, sending);
    if (sending.done) this.dropOld();
    return frame;
  }

  private dropOld(): void {
    const done = [...this.own].filter(([, each]) => each.done);
    for (const [id] of done.slice(0, -MAX_KEPT)) this.own.delete(id);
  }
}
