import type { Disposable } from '../base/lifecycle';
import type { Sentence } from '../base/sentence';
import type { Cancel, More, Part } from '../protocol/passing';
import type { Progress } from '../protocol/transcript';
import type { Clock } from './clock';
import type { Envelope } from './envelope';
import { LongOutgoing, type LongOutgoingHost } from './longOutgoing';
import type { Travelled } from './transfer';
import { IncomingTransfers, type Outcome } from './transferIn';

/** What long content needs of the conversation around it. */
export interface LongContentHost extends LongOutgoingHost {
  uidOf(session: string): string | undefined;
  /** Another's content: how far it is, or with a reason that it will not come. */
  incoming(part: Arriving, progress: Progress | undefined, reason?: Sentence): void;
  /** Another's content is here as a whole. */
  arrived(travelled: Travelled, part: Arriving): void;
}

/** The part of another's transfer that came last, and what the frame said of it. */
export interface Arriving {
  part: Pick<Part, 'session' | 'transfer'>;
  uid: string;
  name?: string;
  date: number;
}

/** How often it is looked at what has stopped. Milliseconds. */
const CHECK_EVERY = 5_000;

/** Content that does not fit one frame: sent in parts in its turn, put together, taken up again after a reconnect. */
export class LongContent {
  readonly outgoing: LongOutgoing;
  private readonly transfers: IncomingTransfers;
  /** Of each transfer on its way here, what came last. */
  private readonly latest = new Map<string, Arriving>();
  private check: Disposable | undefined;

  constructor(
    private readonly session: string,
    private readonly host: LongContentHost,
    private readonly clock: Clock,
    envelope: Envelope,
  ) {
    this.transfers = new IncomingTransfers(envelope);
    this.outgoing = new LongOutgoing(session, host, envelope);
  }

  online(): void {
    this.transfers.resume(this.clock.now());
    this.watch();
  }

  offline(): void {
    this.check?.dispose();
    this.check = undefined;
    this.outgoing.offline();
  }

  /** The person does not want what is coming. */
  refuse(session: string, transfer: string): void {
    if (!this.transfers.cancel(session, transfer)) return;
    this.latest.delete(keyOf({ session, transfer }));
    const uid = this.host.uidOf(session);
    if (uid !== undefined) this.host.say({ type: 'cancel', session: this.session, transfer }, uid);
  }

  /** What was here as a whole is lacking still: it may come again. */
  reopen({ session, transfer }: Arriving['part']): void {
    this.transfers.reopen(session, transfer);
  }

  hearPart(part: Part, from: Arriving): void {
    if (part.session === this.session) {
      this.outgoing.echoed(part);
      return;
    }
    const taken = this.transfers.take(part, from.uid, this.clock.now());
    if (taken.kind === 'ignored') return;
    if (taken.kind === 'refused') {
      this.latest.delete(keyOf(part));
      this.host.incoming(from, undefined, taken.reason);
      return;
    }
    this.latest.set(keyOf(part), from);
    this.host.incoming(from, taken.progress);
    if (taken.kind === 'whole') void taken.outcome.then(outcome => this.whole(outcome, from));
  }

  hearMore(message: More, uid: string): void {
    this.outgoing.hearMore(message, uid);
  }

  hearCancel(message: Cancel, uid: string): void {
    const speaks = this.host.uidOf(message.session) === uid;
    const ended = this.transfers.cancelled(message, uid, speaks);
    if (ended) this.ended(ended.session, ended.transfer, ended.reason);
    this.outgoing.hearCancel(message, uid);
  }

  /** A peer has come back: what it was sending goes on. */
  greeted(session: string, uid: string): void {
    for (const { transfer, next } of this.transfers.wanted(session)) {
      this.host.say({ type: 'more', session: this.session, transfer, next }, uid);
    }
  }

  private whole(outcome: Outcome, from: Arriving): void {
    this.latest.delete(keyOf(from.part));
    if ('content' in outcome) this.host.arrived(outcome, from);
    else this.host.incoming(from, undefined, outcome.reason);
  }

  private ended(session: string, transfer: string, reason: Sentence): void {
    const from = this.latest.get(keyOf({ session, transfer }));
    if (from) this.host.incoming(from, undefined, reason);
    this.latest.delete(keyOf({ session, transfer }));
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

/** Both are whatever a peer says, so that joining them must not make two pairs one. */
function keyOf({ session, transfer }: Pick<Part, 'session' | 'transfer'>): string {
  return JSON.stringify([session, transfer]);
}
