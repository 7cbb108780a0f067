import { isInteger, isRecord, isText } from '../base/guards';
import { LIMITS } from './bodies';
import { asContent, type Content } from './content';
import { asPlace, asStatus, type Place, type Status } from './presence';

/**
 * Passing content: what peers say so that lasting content arrives. It is never stored, counted or shown. All of it has
 * `session`, the speaker's, and no `seq`. See README.md beside this file.
 */
interface Passing {
  session: string;
}

/** How far each session's broadcasts are known without a hole: session to sequence number. */
export type Seen = Record<string, number>;

/** When each session was first heard of here, by the clock of `at`. */
export type Met = Record<string, number>;

/** Said to all on every (re)connect with `ask`, and answered by each peer to the one who asked, without it. */
export interface Hello extends Passing {
  type: 'hello';
  seen: Seen;
  /** The highest number the speaker has used; above `seen` of itself where some are not confirmed yet. */
  last: number;
  /** What others are told of who was here when: a peer gives what is younger than the asker's first coming. */
  met: Met;
  /** Sessions of the same window before it was reloaded. */
  formerly?: string[];
  ask?: true;
  /** How the speaker is, if they say it at all. */
  presence?: Said;
}

/** What somebody says of themselves. What has a lower `n` than what is known of that session is out of date. */
export interface Said {
  /** Counts the changes, from 1: with the same number it says the same. */
  n: number;
  status: Status;
  /** Where they are, if they share it. */
  place?: Place;
}

/** Said to all on every change, and again every 30 s as a sign of life. */
export interface Presence extends Passing, Said {
  type: 'presence';
}

/** Somebody writes something, to all or to the one it is said to, or has stopped. Ends by itself. */
export interface Typing extends Passing {
  type: 'typing';
  on: boolean;
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

/** The answer to a `resend` is complete: what did not come is not to be had here. */
export interface Done extends Passing {
  type: 'done';
  of: string;
  from: number;
  to: number;
  /** The first number that this peer would give; `to` + 1 when none. */
  first: number;
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
  /** Tells which one has come back. */
  n?: number;
}

/**
 * One part of what does not fit a frame: lasting content as JSON in UTF-8, compressed by raw deflate (RFC 1951), cut into
 * `count` slices of equal length but for the last (see `partLength`), each in base 64. All parts of a transfer say the
 * same `count`, `size`, `full` and `sum`, so any of them may come first, again or never.
 */
export interface Part extends Passing {
  type: 'part';
  /** Names the transfer: the `id` of the content. */
  transfer: string;
  /** From 0. */
  index: number;
  /** How many there are. */
  count: number;
  /** Bytes of the compressed whole. */
  size: number;
  /** Bytes of the JSON that it unpacks to. */
  full: number;
  /** CRC-32 of the compressed whole, as of zip and gzip, unsigned. */
  sum: number;
  /** The slice in base 64, RFC 4648 section 4, padded. */
  data: string;
}

/** Asks the sender of a transfer for the parts from `next` on; after a reconnect it says how far it has come. */
export interface More extends Passing {
  type: 'more';
  transfer: string;
  next: number;
}

/** The sender of a transfer gives it up, or, said to the sender alone, one receiver does not want it. */
export interface Cancel extends Passing {
  type: 'cancel';
  transfer: string;
}

export type PassingContent =
  Hello | Presence | Typing | Resend | Resent | Done | History | Receipt | Ping | Part | More | Cancel;

/** Bounds of what is accepted from a peer; what is beyond is no passing content. */
export const PASSING_LIMITS = {
  /** Sessions in a hello. */
  seen: 256,
  /** Earlier sessions of one window. */
  formerly: 16,
  /** Broadcasts asked for at once. */
  resend: 200,
  /** Latest broadcasts a newcomer may ask for. */
  history: 200,
  /** Bytes of a transfer, compressed and unpacked. */
  transfer: 8 * 1024 * 1024,
  /** Bytes of base 64 in one part. */
  part: 80_000,
  /** Parts of a transfer: as each takes room beside its bytes, endless tiny ones are not taken. */
  parts: 1024,
} as const;

const MAX_SEQ = Number.MAX_SAFE_INTEGER;
/** The latest time that a `Date` can hold (ECMA-262, 21.4.1.1). */
const MAX_DATE = 8.64e15;

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

function isHello({ seen, last, met, formerly, ask }: Record<string, unknown>): boolean {
  const sessions = formerly === undefined || (Array.isArray(formerly) && formerly.every(isId));
  const few = !Array.isArray(formerly) || formerly.length <= PASSING_LIMITS.formerly;
  return (
    isSeen(seen) && isInteger(last, 0, MAX_SEQ) && isSeen(met) && sessions && few && (ask === undefined || ask === true)
  );
}

/** Bytes of one slice of a transfer: `size` divided by `count`, rounded up, and for the last one what remains. */
export function partLength({ index, count, size }: Pick<Part, 'index' | 'count' | 'size'>): number {
  const slice = Math.ceil(size / count);
  return Math.min(slice, size - index * slice);
}

function isPart({ transfer, index, count, size, full, sum, data }: Record<string, unknown>): boolean {
  const { transfer: max, part, parts } = PASSING_LIMITS;
  return (
    isId(transfer) &&
    isInteger(count, 1, parts) &&
    isInteger(index, 0, count - 1) &&
    isInteger(size, 1, max) &&
    isInteger(full, 1, max) &&
    isInteger(sum, 0, 0xffffffff) &&
    isText(data, part) &&
    // No slice is empty, and this one is as long as it must be: 4 characters for each 3 bytes begun.
    partLength({ index: count - 1, count, size }) > 0 &&
    data.length === 4 * Math.ceil(partLength({ index, count, size }) / 3)
  );
}

function hasShape(value: Record<string, unknown>): boolean {
  switch (value['type']) {
    case 'hello':
      return isHello(value);
    case 'presence':
      return asSaid(value) !== undefined;
    case 'typing':
      return typeof value['on'] === 'boolean';
    case 'resend':
      return isSpan(value) && (value['to'] as number) - (value['from'] as number) < PASSING_LIMITS.resend;
    case 'resent': {
      const { name, date } = value;
      const named = name === undefined || isText(name, LIMITS.path);
      return asContent(value['content']) !== undefined && named && isInteger(date, 0, MAX_DATE);
    }
    case 'done':
      return isSpan(value) && isInteger(value['first'], 0, MAX_SEQ);
    case 'history':
      return isInteger(value['last'], 1, PASSING_LIMITS.history);
    case 'receipt':
      return isId(value['id']);
    case 'ping':
      return value['n'] === undefined || isInteger(value['n'], 0, MAX_SEQ);
    case 'part':
      return isPart(value);
    case 'more':
      return isId(value['transfer']) && isInteger(value['next'], 0, PASSING_LIMITS.parts - 1);
    case 'cancel':
      return isId(value['transfer']);
    default:
      return false;
  }
}

/** Of a place that cannot be read the rest still holds. */
function asSaid(value: unknown): Said | undefined {
  if (!isRecord(value)) return undefined;
  const { n } = value;
  const status = asStatus(value['status']);
  const place = asPlace(value['place']);
  return isInteger(n, 1, MAX_SEQ) && status ? { n, status, ...(place && { place }) } : undefined;
}

/** The one guard for passing content from a peer; `undefined` for what is unknown or not well-formed. */
export function asPassing(value: unknown): PassingContent | undefined {
  if (!isRecord(value) || !isId(value['session']) || value['seq'] !== undefined) return undefined;
  if (!hasShape(value)) return undefined;
  const message = value as unknown as PassingContent;
  switch (message.type) {
    case 'resent': {
      // The guard makes talk of what is not well-formed: that is what was given, not what came.
      const content = asContent(message.content);
      return content && { ...message, content };
    }
    case 'hello': {
      const { presence, ...hello } = message;
      const said = asSaid(presence);
      return { ...hello, ...(said && { presence: said }) };
    }
    case 'presence': {
      const said = asSaid(message);
      return said && { type: 'presence', session: message.session, ...said };
    }
    default:
      return message;
  }
}
