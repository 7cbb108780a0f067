import type { PresenceFrame } from '../protocol/itty';

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

/** The announced users of a room as JSON, put together once for all who read it. */
export class UserList {
  private readonly json: string;
  /** Where each one's entry ends, before its brace. */
  private readonly ends = new Map<string, number>();

  constructor(users: Iterable<User>) {
    let json = '[';
    for (const user of users) {
      json += `${json === '[' ? '' : ','}${JSON.stringify(identity(user))}`;
      this.ends.set(user.uid, json.length - 1);
    }
    this.json = `${json}]`;
  }

  /** As it is for one reader, whose own entry is marked if there is one. */
  for(uid: string): string {
    const end = this.ends.get(uid);
    return end === undefined ? this.json : `${this.json.slice(0, end)},"self":true${this.json.slice(end)}`;
  }
}

/**
 * Someone came or went. `users` is the count, which older clients read, or a `UserList` as JSON for those who asked for
 * it; `total` is the count for newer ones. `self` marks the frame of the joiner's own coming.
 */
export function presenceFrame({ type, total, who, date }: Presence, users: number | string, self: boolean): string {
  const rest: Omit<PresenceFrame, 'type' | 'users'> = { total, ...(who && identity(who)), ...(self && { self }), date };
  return `{"type":"${type}","users":${users},${JSON.stringify(rest).slice(1)}`;
}
