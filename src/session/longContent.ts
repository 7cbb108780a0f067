import type { Disposable } from '../base/lifecycle';
import { AppError, messageOf } from '../base/errors';
import type { Content } from '../protocol/content';
import type { Cancel, More, Part, PassingContent } from '../protocol/passing';
import type { Progress } from '../protocol/transcript';
import type { Clock } from './clock';
import type { MakeFrame, PacedFrame } from './pace';
import { pack } from './transfer';
import { IncomingTransfers, type Outcome } from './transferIn';
import { OutgoingTransfer } from './transferOut';

/** What long content needs of the conversation around it. */
export interface LongContentHost {
  /** Puts a frame into the queue of the connection. False when there is none. */
  enqueue(make: MakeFrame): boolean;
  say(message: PassingContent, uid?: string): void;
  uidOf(session: string): string | undefined;
  /** Own content: how far it is. Without `progress` all its parts are handed over. */
  outgoing(id: string, progress: Progress | undefined): void;
  /** Own content: the server has passed every part on. */
  passedOn(id: string): void;
  /** Own content cannot be sent. */
  unsendable(id: string, error: AppError): void;
  /** Another's content: how far it is, or with a reason that it will not come. */
  incoming(part: Arriving, progress: Progress | undefined, reason?: string): void;
  /** Another's content is here as a whole. */
  arrived(content: Content, part: Arriving): void;
}

/** The part of another's transfer that came last, and what the frame said of it. */
export interface Arriving {
  part: Pick<Part, 'session' | 'transfer'>;
  uid: string;
  name?: string;
  date: number;
}

interface Sending {
  transfer: OutgoingTransfer | undefined;
  /** A frame of it is in the queue. */
  queued: boolean;
  /** Own content, in the order of the conversation; otherwise given to one who asked. */
  own: boolean;
  done: boolean;
}

/** Own transfers that are kept after they went out, for those who ask for parts of them again. */
const MAX_KEPT = 3;
/** Transfers given to those who asked, at a time; further ones are not answered, and asked for again. */
const MAX_GIVEN = 3;
/** How often it is looked at what has stopped. Milliseconds. */
const CHECK_EVERY = 5_000;

/** Content that does not fit one frame: sent in parts in its turn, put together, taken up again after a reconnect. */
export class LongContent {
  private readonly sending = new Map<string, Sending>();
  private readonly transfers = new IncomingTransfers();
  private readonly names = new Map<string, Arriving>();
  private check: Disposable | undefined;

  constructor(
    private readonly session: string,
    private readonly host: LongContentHost,
    private readonly clock: Clock,
  ) {}

  /** The own content whose parts are going out: what comes after it has to wait. */
  get current(): string | undefined {
    return [...this.sending].find(([, { own, done }]) => own && !done)?.[0];
  }

  online(): void {
    this.transfers.resume(this.clock.now());
    this.watch();
  }

  offline(): void {
    this.check?.dispose();
    this.check = undefined;
    for (const [id, each] of this.sending) {
      each.queued = false;
      if (!each.own) this.sending.delete(id);
    }
  }

  /** Sends own content, or goes on with it after a reconnect. */
  send(content: Content, uid: string | undefined): void {
    const known = this.sending.get(content.id);
    if (known?.transfer) {
      known.done = false;
      known.transfer.rewind();
      this.pump(content.id, known);
      return;
    }
    void this.begin(content, uid, true);
  }

  /** Gives content to one who asked for it. */
  give(content: Content, uid: string): void {
    const own = this.sending.get(content.id);
    if (own) {
      // It is going out to everyone, or has just done so.
      if (own.transfer?.more(0, uid)) this.pump(content.id, own);
      return;
    }
    if (this.sending.has(givenKey(content.id, uid))) return;
    const given = [...this.sending.values()].filter(({ own }) => !own).length;
    if (given < MAX_GIVEN) void this.begin(content, uid, false);
  }

  /** Gives up own content that is still going out. False when it is through. */
  cancel(id: string): boolean {
    const sending = this.sending.get(id);
    if (!sending || sending.done) return false;
    this.sending.delete(id);
    const cancel: Cancel = { type: 'cancel', session: this.session, transfer: id };
    sending.transfer?.cancel();
    this.host.say(cancel, sending.transfer?.recipient);
    return true;
  }

  /** Nobody has to be given own content again. */
  forget(id: string): void {
    this.sending.delete(id);
  }

  /** The person does not want what is coming. */
  refuse(session: string, transfer: string): void {
    if (!this.transfers.cancel(session, transfer)) return;
    const uid = this.host.uidOf(session);
    if (uid !== undefined) this.host.say({ type: 'cancel', session: this.session, transfer }, uid);
  }

  hearPart(part: Part, from: Arriving): void {
    if (part.session === this.session) {
      this.echoed(part);
      return;
    }
    const taken = this.transfers.take(part, from.uid, this.clock.now());
    if (taken.kind === 'ignored') return;
    if (taken.kind === 'refused') {
      this.host.incoming(from, undefined, taken.reason);
      return;
    }
    this.names.set(keyOf(part), from);
    this.host.incoming(from, taken.progress);
    if (taken.kind === 'whole') void taken.outcome.then(outcome => this.whole(outcome, from));
  }

  hearMore({ transfer, next }: More, uid: string): void {
    const key = this.sending.has(transfer) ? transfer : givenKey(transfer, uid);
    const sending = this.sending.get(key);
    if (sending?.transfer?.more(next, uid)) this.pump(key, sending);
    else if (!sending) this.host.say({ type: 'cancel', session: this.session, transfer }, uid);
  }

  hearCancel(message: Cancel, uid: string): void {
    const ended = this.transfers.cancelled(message, uid);
    if (ended) this.ended(ended.session, ended.transfer, ended.reason);
    this.sending.get(message.transfer)?.transfer?.drop(uid);
  }

  /** A peer has come back: what it was sending goes on. */
  greeted(session: string, uid: string): void {
    for (const { transfer, next } of this.transfers.wanted(session)) {
      this.host.say({ type: 'more', session: this.session, transfer, next }, uid);
    }
  }

  private async begin(content: Content, uid: string | undefined, own: boolean): Promise<void> {
    const sending: Sending = { transfer: undefined, queued: false, own, done: false };
    const key = own || uid === undefined ? content.id : givenKey(content.id, uid);
    this.sending.set(key, sending);
    try {
      const packed = await pack(content);
      if (this.sending.get(key) !== sending) return;
      sending.transfer = new OutgoingTransfer(this.session, packed, uid);
      this.pump(key, sending);
    } catch (thrown) {
      this.sending.delete(key);
      const error = thrown instanceof AppError ? thrown : new AppError('input', messageOf(thrown));
      if (own) this.host.unsendable(content.id, error);
    }
  }

  private pump(id: string, sending: Sending): void {
    if (sending.queued || !sending.transfer) return;
    // Before it is queued: its turn may be now.
    sending.queued = true;
    const taken = this.host.enqueue(() => {
      sending.queued = false;
      return this.next(id, sending);
    });
    if (!taken) sending.queued = false;
  }

  /** The next frame, when its turn has come; the one after it then takes its place in the queue. */
  private next(id: string, sending: Sending): PacedFrame | undefined {
    const { transfer } = sending;
    if (!transfer || this.sending.get(id) !== sending) return undefined;
    let frame: PacedFrame | undefined;
    transfer.sendNext((message, uid) => {
      frame = { message, ...(uid !== undefined && { uid }) };
      return true;
    });
    const { progress } = transfer;
    if (sending.own && !sending.done) {
      sending.done = progress.done === progress.total;
      this.host.outgoing(id, sending.done ? undefined : progress);
    }
    if (!transfer.isIdle) this.pump(id, sending);
    else if (!sending.own) this.sending.delete(id);
    if (sending.done) this.dropOld();
    return frame;
  }

  private dropOld(): void {
    const done = [...this.sending].filter(([, each]) => each.own && each.done);
    for (const [id] of done.slice(0, -MAX_KEPT)) this.sending.delete(id);
  }

  private echoed({ transfer, index }: Part): void {
    const outgoing = this.sending.get(transfer)?.transfer;
    outgoing?.confirm(index);
    if (outgoing?.isConfirmed) this.host.passedOn(transfer);
  }

  private whole(outcome: Outcome, from: Arriving): void {
    this.names.delete(keyOf(from.part));
    if ('content' in outcome) this.host.arrived(outcome.content, from);
    else this.host.incoming(from, undefined, outcome.reason);
  }

  private ended(session: string, transfer: string, reason: string): void {
    const from = this.names.get(keyOf({ session, transfer }));
    if (from) this.host.incoming(from, undefined, reason);
    this.names.delete(keyOf({ session, transfer }));
  }

  /** What got nothing for a while is asked for again, and in the end given up. */
  private watch(): void {
    this.check = this.clock.after(CHECK_EVERY, () => {
      // First, so that going offline from within ends it.
      this.watch();
      const now = this.clock.now();
      for (const { session, transfer, reason } of this.transfers.expire(now)) this.ended(session, transfer, reason);
      for (const { session, transfer, next } of this.transfers.wanted(undefined, now - CHECK_EVERY)) {
        const uid = this.host.uidOf(session);
        if (uid !== undefined) this.host.say({ type: 'more', session: this.session, transfer, next }, uid);
      }
    });
  }
}

/** Content that is given to one who asked for it, beside the same on its way to all. */
function givenKey(id: string, uid: string): string {
  return `${id} ${uid}`;
}

function keyOf({ session, transfer }: Pick<Part, 'session' | 'transfer'>): string {
  return `${session} ${transfer}`;
}
