import { isInteger, isRecord, isText } from '../base/guards';
import { asContent, LIMITS, type Content } from './content';

/**
 * Passing content: what peers say so that lasting content arrives. It is never stored, counted or shown. All of it has
 * `session`, the speaker's, and no `seq`. See README.md beside this file.
 */
interface Passing {
  session: string;
}

/** How far each session's broadcasts are known without a hole: session to sequence number. */
export type Seen = Record<string, number>;

/** Said to all on every (re)connect with `ask`, and answered by each peer to the one who asked, without it. */
export interface Hello extends Passing {
  type: 'hello';
  seen: Seen;
  ask?: true;
}

/** Asks one peer for broadcasts of the session `of`, both ends included. */
export interface Resend extends Passing {
  type: 'resend';
  of: string;
  from: number;
  to: number;
}

/** A broadcast given once more, to the one who asked. `name` and `date` are what the first frame said of it. */
export interface Resent extends Passing {
  type: 'resent';
  content: Content;
  name?: string;
  date: number;
}

/** The answer to a `resend` or a `history` is complete: what did not come is not here. */
export interface Done extends Passing {
  type: 'done';
  of: string;
  from: number;
  to: number;
}

/** A newcomer asks one peer for the latest broadcasts; answered with `resent` where that peer shares them. */
export interface History extends Passing {
  type: 'history';
  last: number;
}

/** To the sender of a direct message: it has arrived and is shown. */
export interface Receipt extends Passing {
  type: 'receipt';
  id: string;
}

/** To oneself, where a socket cannot ping: any itty server passes it back. */
export interface Ping extends Passing {
  type: 'ping';
}

/** One part of what does not fit a frame: the compressed JSON of lasting content, in base 64. */
export interface Part extends Passing {
  type: 'part';
  /** Names the transfer: the `id` of the content. */
  transfer: string;
  /** From 0. */
  index: number;
  /** How many there are. */
  count: number;
  /** Bytes of the compressed whole, and of what it unpacks to. */
  size: number;
  full: number;
  /** CRC-32 of the compressed whole. */
  sum: number;
  data: string;
}

/** Asks the sender of a transfer for the parts from `next` on; after a reconnect it says how far it has come. */
export interface More extends Passing {
  type: 'more';
  transfer: string;
  next: number;
}

/** The sender gives a transfer up, or the receiver does not want it. */
export interface Cancel extends Passing {
  type: 'cancel';
  transfer: string;
}

export type PassingContent = Hello | Resend | Resent | Done | History | Receipt | Ping | Part | More | Cancel;

/** Bounds of what is accepted from a peer; what is beyond is no passing content. */
export const PASSING_LIMITS = {
  /** Sessions in a hello. */
  seen: 256,
  /** Broadcasts asked for at once. */
  resend: 200,
  /** Latest broadcasts a newcomer may ask for. */
  history: 200,
  /** Bytes of a transfer, compressed and unpacked. */
  transfer: 8 * 1024 * 1024,
  /** Bytes of base 64 in one part. */
  part: 80_000,
} as const;

const MAX_SEQ = Number.MAX_SAFE_INTEGER;

function isId(value: unknown): value is string {
  return isText(value, LIMITS.id) && value !== '';
}

function isSeen(value: unknown): value is Seen {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= PASSING_LIMITS.seen && entries.every(([key, seq]) => isId(key) && isInteger(seq, 0, MAX_SEQ))
  );
}

function isSpan({ of, from, to }: Record<string, unknown>): boolean {
  return isId(of) && isInteger(from, 0, MAX_SEQ) && isInteger(to, 0, MAX_SEQ) && from <= to;
}

function isPart({ transfer, index, count, size, full, sum, data }: Record<string, unknown>): boolean {
  const { transfer: max } = PASSING_LIMITS;
  return (
    isId(transfer) &&
    isInteger(count, 1, max) &&
    isInteger(index, 0, count - 1) &&
    isInteger(size, 1, max) &&
    isInteger(full, 1, max) &&
    isInteger(sum, 0, 0xffffffff) &&
    isText(data, PASSING_LIMITS.part)
  );
}

function hasShape(value: Record<string, unknown>): boolean {
  switch (value['type']) {
    case 'hello':
      return isSeen(value['seen']) && (value['ask'] === undefined || value['ask'] === true);
    case 'resend':
      return isSpan(value) && (value['to'] as number) - (value['from'] as number) < PASSING_LIMITS.resend;
    case 'resent': {
      const { name, date } = value;
      const named = name === undefined || isText(name, LIMITS.path);
      return asContent(value['content']) !== undefined && named && isInteger(date, 0, MAX_SEQ);
    }
    case 'done':
      return isSpan(value);
    case 'history':
      return isInteger(value['last'], 1, PASSING_LIMITS.history);
    case 'receipt':
      return isId(value['id']);
    case 'ping':
      return true;
    case 'part':
      return isPart(value);
    case 'more':
      return isId(value['transfer']) && isInteger(value['next'], 0, PASSING_LIMITS.transfer);
    case 'cancel':
      return isId(value['transfer']);
    default:
      return false;
  }
}

/** The one guard for passing content from a peer; `undefined` for what is unknown or not well-formed. */
export function asPassing(value: unknown): PassingContent | undefined {
  if (!isRecord(value) || !isId(value['session']) || value['seq'] !== undefined) return undefined;
  return hasShape(value) ? (value as unknown as PassingContent) : undefined;
}
