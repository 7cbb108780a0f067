import type { ListedUser, PresenceFrame } from '../protocol/itty';

/** The frames a relay sends, as text. A payload comes in as JSON text that was checked, and goes out as it came. */

/** How a user appears in frames. */
export interface User {
  readonly uid: string;
  readonly alias: string | undefined;
}

/** A user as frames name one; a key without a value is left out. */
export function identity({ uid, alias }: User): { uid: string; alias?: string } {
  return alias === undefined ? { uid } : { uid, alias };
}

/** A user's message: `payload` stands in the frame byte for byte. */
export function messageFrame(payload: string, sender: User, date: number): string {
  return `{"message":${payload},${JSON.stringify({ ...identity(sender), date }).slice(1)}`;
}

/** An error, for one user to see. */
export function errorFrame(message: string, date: number): string {
  return JSON.stringify({ type: 'error', message, date });
}

/** What all frames about one coming or going have in common. */
export interface Presence {
  readonly type: 'join' | 'leave';
  /** How many are in the room now. */
  readonly total: number;
  /** The one it is about, unless anonymous. */
  readonly who?: User;
  readonly date: number;
}

/**
 * Someone came or went. `users` is the count, which older clients read, or the announced users for those who asked for
 * the list; `total` is the count for newer ones. `self` marks the frame of the joiner's own coming.
 */
export function presenceFrame(
  { type, total, who, date }: Presence,
  users: number | ListedUser[],
  self: boolean,
): string {
  const frame: PresenceFrame = { type, users, total, ...(who && identity(who)), ...(self && { self }), date };
  return JSON.stringify(frame);
}
