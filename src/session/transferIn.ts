import { sentence, type Sentence } from '../base/sentence';
import type { Cancel, Part } from '../protocol/passing';
import type { Progress } from '../protocol/transcript';
import { unpack, type Travelled } from './transfer';
import { openEnvelope, type Envelope } from './envelope';
import { Assembly, type Added } from './transferAssembly';

/** Transfers at a time; a part that would begin one more is refused. */
export const MAX_TRANSFERS = 8;
/** Of these, from one session, and from one connection whatever sessions it claims. */
export const MAX_EACH = 2;
/** Beside these, whole ones that wait for their turn to be unpacked: short ones come faster than that goes. */
export const MAX_UNPACKING = 64;
/** Packed bytes held at a time. The transfer whose part goes beyond it is ended, so that the others have room. */
export const MAX_HELD_BYTES = 24 * 1024 * 1024;
/** Milliseconds without a part that was missing until a transfer is ended. */
export const IDLE_LIMIT = 60_000;
/** Refusals that are reported, and refused transfers whose further parts are ignored, until `expire` clears them. */
export const MAX_REFUSALS = 16;
/** Transfers that are over and stay so: further parts are ignored. The one that was over first is forgotten first. */
const MAX_OVER = 256;

/** What became of a part. Reasons are for a person. */
export type Taken =
  /** It was missing. Show how far it is: the first of these begins the transfer's entry. */
  | { kind: 'progress'; progress: Progress }
  /** It was the last one that was missing. `outcome` never rejects. */
  | { kind: 'whole'; progress: Progress; outcome: Promise<Outcome> }
  /** The transfer will not come about, now or for a while. `ended`: it had begun, so its entry is to say why. */
  | { kind: 'refused'; reason: Sentence; ended: boolean }
  /** Nothing is to be shown; nothing has changed. `why` is for the log. */
  | { kind: 'ignored'; why: Exclude<Added, 'fresh' | 'noRoom'> | 'over' | 'refused' };

/** The content, or why there is none. */
export type Outcome = Travelled | { reason: Sentence };

/** What to say as `more`, and to whom: the connection that the latest part came from. */
export interface Wanted {
  session: string;
  transfer: string;
  next: number;
  uid?: string;
}

/** A transfer that was ended, for its entry to say why. */
export interface Ended {
  session: string;
  transfer: string;
  reason: Sentence;
}

interface Incoming {
  readonly assembly: Assembly;
  uid: string | undefined;
  /** When the latest part came that was missing. */
  at: number;
}

const BUSY = sentence('Too much is on its way here at the same time: ask for it to be sent again later.');
const BUSY_SENDER = sentence(
  'Its sender has {0} others on the way already: this one has to be sent again later.',
  MAX_EACH,
);
const STOPPED = sentence('It stopped half-way: its sender is gone or has lost the connection.');
const DAMAGED = sentence('It arrived damaged: ask for it to be sent again.');
const CANCELLED = sentence('It was cancelled.');

/**
 * Long content on its way here. Parts may come in any order, again, or only in part: they are kept by their index.
 * Bounded in everything that a peer decides: see the constants above for what is held and what happens beyond it.
 *
 * Whoever drives it
 * - hands each guarded part that is not one's own to `take`, with the uid of its frame, and shows what that returns;
 * - calls `expire` every few seconds while online, and shows what was ended;
 * - calls `resume` once it is online again, and says `more` for each that it returns;
 * - says `more` for `wanted` when its sender says hello with a new uid, or has been quiet for some seconds.
 *
 * What was refused may come again: its parts are ignored until `expire` has cleared the refusals, then it has a new
 * chance. An open channel protects from nobody who claims another's session: a wrong part that was first is found by the
 * checksum, and the transfer has to be sent again.
 */
export class IncomingTransfers {
  private readonly table = new Map<string, Incoming>();
  private readonly over = new Set<string>();
  private readonly refused = new Set<string>();
  private refusedAt = -Infinity;
  /** One is unpacked at a time, so that what unpacking needs is needed once. */
  private unpacking: Promise<unknown> = Promise.resolve();

  constructor(private readonly envelope: Envelope = openEnvelope) {}

  /** Transfers and packed bytes held now. */
  get held(): { transfers: number; bytes: number } {
    const bytes = [...this.table.values()].reduce((sum, { assembly }) => sum + assembly.bytes, 0);
    return { transfers: this.table.size, bytes };
  }

  /**
   * Takes a part in.
   * @param part as `asPassing` has let it through.
   * @param uid the connection it came from, by the server's word.
   * @param now milliseconds of any clock that goes forward.
   */
  take(part: Part, uid: string | undefined, now: number): Taken {
    const key = keyOf(part.session, part.transfer);
    if (this.over.has(key)) return { kind: 'ignored', why: 'over' };
    if (this.refused.has(key)) return { kind: 'ignored', why: 'refused' };
    const known = this.table.get(key);
    const crowded = known ? undefined : this.crowded(part.session, uid);
    if (crowded !== undefined) return this.refuse(key, crowded, now, false);
    const incoming = known ?? { assembly: new Assembly(part), uid, at: now };
    const added = incoming.assembly.add(part, MAX_HELD_BYTES - this.held.bytes);
    if (added === 'noRoom') {
      this.table.delete(key);
      return this.refuse(key, BUSY, now, known !== undefined);
    }
    if (added !== 'fresh') return { kind: 'ignored', why: added };
    incoming.uid = uid;
    incoming.at = now;
    this.table.set(key, incoming);
    const { progress, isWhole } = incoming.assembly;
    if (!isWhole) return { kind: 'progress', progress };
    return { kind: 'whole', progress, outcome: this.complete(key, incoming) };
  }

  /** The first part that is missing; `undefined` when there is no such transfer or nothing is missing. */
  missing(session: string, transfer: string): number | undefined {
    const assembly = this.table.get(keyOf(session, transfer))?.assembly;
    return assembly && !assembly.isWhole ? assembly.next : undefined;
  }

  /** What is still missing: of one session or of all, and only of transfers that got nothing since `before`. */
  wanted(session?: string, before = Infinity): Wanted[] {
    return [...this.table.values()]
      .filter(({ assembly, at }) => !assembly.isWhole && at < before)
      .filter(({ assembly }) => session === undefined || assembly.session === session)
      .map(({ assembly, uid }) => ({
        session: assembly.session,
        transfer: assembly.transfer,
        next: assembly.next,
        ...(uid !== undefined && { uid }),
      }));
  }

  /** One is online again: the time limits start anew. Returns what to ask for. */
  resume(now: number): Wanted[] {
    for (const incoming of this.table.values()) incoming.at = now;
    return this.wanted();
  }

  /** Ends what got nothing for `IDLE_LIMIT`, and gives what was refused that long ago a new chance. */
  expire(now: number): Ended[] {
    if (now - this.refusedAt >= IDLE_LIMIT) this.refused.clear();
    const idle = [...this.table].filter(([, { assembly, at }]) => !assembly.isWhole && now - at >= IDLE_LIMIT);
    return idle.map(([key, { assembly }]) => {
      this.table.delete(key);
      return { session: assembly.session, transfer: assembly.transfer, reason: STOPPED };
    });
  }

  /** The person does not want it: nothing of it is held, and what still comes is ignored. False if there is none. */
  cancel(session: string, transfer: string): boolean {
    const key = keyOf(session, transfer);
    if (!this.table.delete(key)) return false;
    this.close(key);
    return true;
  }

  /**
   * The sender gives it up, or does not know it any more: it may begin it anew. It has to be the one whose parts came, or
   * who has the session now, as anyone can claim one.
   *
   * @param speaks this connection has the session.
   */
  cancelled({ session, transfer }: Cancel, uid: string | undefined, speaks = false): Ended | undefined {
    const key = keyOf(session, transfer);
    const incoming = this.table.get(key);
    if (!incoming || (!speaks && incoming.uid !== uid)) return undefined;
    this.table.delete(key);
    return { session, transfer, reason: CANCELLED };
  }

  /** One that was complete may come again. */
  reopen(session: string, transfer: string): void {
    this.over.delete(keyOf(session, transfer));
  }

  private crowded(session: string, uid: string | undefined): Sentence | undefined {
    const all = [...this.table.values()].filter(({ assembly }) => !assembly.isWhole);
    if (all.length >= MAX_TRANSFERS || this.table.size >= MAX_TRANSFERS + MAX_UNPACKING) return BUSY;
    const ofSession = all.filter(({ assembly }) => assembly.session === session).length;
    const ofConnection = all.filter(incoming => incoming.uid === uid).length;
    return ofSession >= MAX_EACH || ofConnection >= MAX_EACH ? BUSY_SENDER : undefined;
  }

  private refuse(key: string, reason: Sentence, now: number, ended: boolean): Taken {
    if (this.refused.size === 0) this.refusedAt = now;
    const report = ended || this.refused.size < MAX_REFUSALS;
    if (this.refused.size < MAX_REFUSALS) this.refused.add(key);
    return report ? { kind: 'refused', reason, ended } : { kind: 'ignored', why: 'refused' };
  }

  /** Unpacks in its turn. Until then it stays in the table, so that what waits counts. */
  private complete(key: string, incoming: Incoming): Promise<Outcome> {
    const isGone = () => this.table.get(key) !== incoming;
    const outcome = this.unpacking.then(async (): Promise<Outcome> => {
      if (isGone()) return { reason: CANCELLED };
      const travelled = await unpack(incoming.assembly.pack(), this.envelope);
      if (isGone()) return { reason: CANCELLED };
      this.table.delete(key);
      // There is room again for what was refused.
      this.refused.clear();
      if (!travelled) return { reason: DAMAGED };
      this.close(key);
      return travelled;
    });
    this.unpacking = outcome;
    return outcome;
  }

  private close(key: string): void {
    this.over.add(key);
    const [oldest] = this.over;
    if (this.over.size > MAX_OVER && oldest !== undefined) this.over.delete(oldest);
  }
}

/** Both are whatever a peer says, so that joining them must not make two pairs one. */
function keyOf(session: string, transfer: string): string {
  return JSON.stringify([session, transfer]);
}
