import { isRecord, isText } from '../base/guards';

/**
 * The frames of the itty-sockets protocol, as seen on the wire by a client and by a relay.
 * All frames are text. See README.md beside this file.
 */

/** U+001F (unit separator): stands before and after the recipient's uid in a directed frame. */
export const UNIT_SEPARATOR = '\u001f';

/** Longest text frame the public service accepts, in bytes of UTF-8. */
export const MAX_FRAME_BYTES = 100_000;

/** The path under which a server keeps its channels: `wss://host/c/<channel>`. */
export const CHANNEL_PATH = '/c/';

/** One user as `list=true` shows it. */
export interface ListedUser {
  uid: string;
  alias?: string;
  self?: true;
}

/**
 * Someone came or went. `uid` and `alias` are there only when that user connected with `announce`, or, in newer
 * servers, on one's own join, which then has `self`. `users` is the count, or with `list=true` the announced users.
 */
export interface PresenceFrame {
  type: 'join' | 'leave';
  users: number | ListedUser[];
  total?: number;
  uid?: string;
  alias?: string;
  self?: true;
  date: number;
}

/** What a client sends: a channel's message, or with `uid` one that goes to that user alone. */
export function encodeClientFrame(message: unknown, uid?: string): string {
  // JSON has no undefined, function or symbol; a frame must be JSON, so these travel as null.
  const json = (JSON.stringify(message) as string | undefined) ?? 'null';
  return uid === undefined ? json : UNIT_SEPARATOR + uid + UNIT_SEPARATOR + json;
}

/** Takes a client's frame apart; the payload is still text. `undefined` when the separators do not match. */
export function splitClientFrame(frame: string): { uid?: string; payload: string } | undefined {
  if (!frame.startsWith(UNIT_SEPARATOR)) return { payload: frame };
  const end = frame.indexOf(UNIT_SEPARATOR, 1);
  if (end < 2) return undefined;
  return { uid: frame.slice(1, end), payload: frame.slice(end + 1) };
}

const MAX_NAME = 256;

function optionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value, MAX_NAME);
}

/** The users of a join or leave frame, those with a usable uid only. */
export function listedUsers(value: unknown): ListedUser[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (user): user is ListedUser => isRecord(user) && isText(user['uid'], MAX_NAME) && optionalText(user['alias']),
  );
}

/** How many are in the channel according to a join or leave frame; `undefined` when it does not say. */
export function countOf(frame: { users?: unknown; total?: unknown }): number | undefined {
  for (const value of [frame.total, frame.users]) {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return undefined;
}

/**
 * A relay of ours refuses its own page, which is not told the HTTP status of a handshake, by closing the socket at once with
 * this and that status: 4403 for a missing key.
 */
export const REFUSED_CODE = 4_000;
