import type { Cancel, Part } from '../protocol/passing';
import type { Progress } from '../protocol/transcript';
import type { Packed } from './transfer';
import { partAt, partCount, partStart } from './transferParts';

/** Askers that are remembered; one more is not answered. */
export const MAX_ASKERS = 64;
/** How often over one asker is given the whole again. */
export const MAX_REPEATS = 3;
/** How often over the whole is given again to all askers together. */
export const MAX_REPEATS_IN_ALL = 32;

/** Parts that one who asked is still given, and how many it has had promised. */
interface Ask {
  next: number;
  end: number;
  spent: number;
}

/** Hands a part to the socket, to one connection or to everyone; false when it does not take it now. */
export type SendPart = (part: Part, uid?: string) => boolean;

/**
 * Long content on its way out, part by part. Whoever drives it
 * - calls `sendNext` as often as the pace allows, until it says false;
 * - hands it the `confirm` of its own parts that the server echoes, where it does;
 * - calls `rewind` when it is connected again, and `more` and `drop` when a receiver says so;
 * - lets go of it when it is cancelled, or when nobody may ask for it any more: it holds the packed bytes.
 *
 * A broadcast goes to everyone once; what a receiver asks for again goes to that one alone, after the broadcast. A
 * transfer to one person goes to that one, and asking moves it: only they can know its id, and after a reconnect they
 * have another uid. All that asking costs is bounded, by `MAX_ASKERS`, `MAX_REPEATS` and `MAX_REPEATS_IN_ALL`.
 */
export class OutgoingTransfer {
  readonly count: number;
  private cursor = 0;
  private confirmed = 0;
  private cancelled = false;
  private spent = 0;
  private readonly asks = new Map<string, Ask>();

  /**
   * @param session the one who says the parts, which is the content's own unless it is sent on for another.
   * @param to the uid of the one person it is for; everyone without it.
   */
  constructor(
    private readonly session: string,
    private readonly packed: Packed,
    private to?: string,
  ) {
    this.count = partCount(packed);
  }

  get id(): string {
    return this.packed.id;
  }

  /** The uid it goes to now; `undefined` for a broadcast. */
  get recipient(): string | undefined {
    return this.to;
  }

  /** Bytes handed to the socket in the pass to everyone, or to the one it is for. */
  get progress(): Progress {
    return { done: partStart(this.packed, this.cursor), total: this.packed.bytes.length };
  }

  /** There is nothing to send until somebody asks. */
  get isIdle(): boolean {
    return this.cancelled || (this.cursor === this.count && [...this.asks.values()].every(ask => ask.next >= ask.end));
  }

  /** How many parts the server has echoed. */
  get confirmedParts(): number {
    return this.confirmed;
  }

  /** The server has echoed every part, so that it has passed on the whole. */
  get isConfirmed(): boolean {
    return this.confirmed === this.count;
  }

  /** Hands the next part to `send`. False when there was none, or when `send` did not take it: it stays the next. */
  sendNext(send: SendPart): boolean {
    if (this.cancelled) return false;
    if (this.cursor < this.count) {
      if (!send(this.part(this.cursor), this.to)) return false;
      this.cursor++;
      return true;
    }
    for (const [asker, ask] of this.asks) {
      if (ask.next >= ask.end) continue;
      if (!send(this.part(ask.next), asker)) return false;
      ask.next++;
      // In turn, one part each.
      this.asks.delete(asker);
      this.asks.set(asker, ask);
      return true;
    }
    return false;
  }

  /** The server echoed one's own part. It does so in order: what was sent before has been passed on as well. */
  confirm(index: number): void {
    if (index < this.cursor) this.confirmed = Math.max(this.confirmed, index + 1);
  }

  /** The pass goes on from this part, whatever was handed over before. */
  from(next: number): void {
    this.cursor = Math.max(0, Math.min(next, this.count));
  }

  /** The connection was lost: the pass goes on behind what the server has confirmed. Who still needs more asks again. */
  rewind(): void {
    this.from(this.confirmed);
    for (const ask of this.asks.values()) ask.next = ask.end;
  }

  /**
   * A receiver asks for the parts from `next` on.
   * @returns false when it gets none: it has asked too often, or too many others have, or there is no such part.
   */
  more(next: number, asker: string): boolean {
    if (this.cancelled || next < 0 || next >= this.count) return false;
    const known = this.asks.get(asker);
    const behind = Math.max(0, this.cursor - next);
    // What is still to go to everyone this one gets as well.
    if (behind === 0 && !known && this.to === undefined) return true;
    if (!known && this.asks.size >= MAX_ASKERS) return false;
    // What it was promised and did not get yet is not counted twice.
    const cost = behind - (known ? known.end - known.next : 0);
    const spent = (known?.spent ?? 0) + cost;
    if (spent > MAX_REPEATS * this.count || this.spent + cost > MAX_REPEATS_IN_ALL * this.count) return false;
    this.spent += cost;
    const direct = this.to !== undefined;
    this.asks.set(asker, { next, end: direct ? next : next + behind, spent });
    if (direct) {
      this.to = asker;
      this.from(next);
    }
    return true;
  }

  /** A receiver does not want it: it gets nothing more. True when it was for that one alone, so that it is over. */
  drop(asker: string): boolean {
    const ask = this.asks.get(asker);
    if (ask) ask.next = ask.end;
    if (asker === this.to) this.cancelled = true;
    return this.cancelled;
  }

  /** Gives it up. What is to be said to those it was for; nothing more is sent. */
  cancel(): Cancel {
    this.cancelled = true;
    return { type: 'cancel', session: this.session, transfer: this.id };
  }

  private part(index: number): Part {
    return partAt(this.packed, this.session, index);
  }
}
