import { isRecord, isText } from '../../base/guards';
import type { Met } from '../../protocol/passing';
import type { Whereabouts } from '../keyStore';

/** How a channel is reached. It is stored in VS Code's own state: a key is never part of it. */
export interface Known {
  /** What it is called here; unique among the joined ones. */
  name: string;
  /** Its own server's base address; absent: whichever is set. */
  server?: string;
  /** What its server calls it, where that is not `name`: another channel here has that name. Open channels only. */
  called?: string;
  /** A private channel's id; its key is in the key store under it. */
  id?: string;
  /** A private channel's first id: what is kept for it here stands under that, also when its key was renewed. */
  origin?: string;
}

/** A channel as it is remembered over a reload: nothing of what was said. */
export interface Joined extends Known {
  sessions: readonly string[];
  met: Met;
}

const MAX_TEXT = 512;
const FIELDS = ['server', 'called', 'id', 'origin'] as const;

/** Lately joined channels, as stored: a name alone is an open channel's on the server that is set. */
export function asKnown(stored: unknown): Known | undefined {
  if (isText(stored, MAX_TEXT)) return { name: stored };
  if (!isRecord(stored) || !isText(stored['name'], MAX_TEXT)) return undefined;
  const known: Known = { name: stored['name'] };
  for (const field of FIELDS) {
    const value = stored[field];
    if (value === undefined) continue;
    if (!isText(value, MAX_TEXT)) return undefined;
    known[field] = value;
  }
  return known;
}

function asJoined(stored: unknown): Joined | undefined {
  const known = isRecord(stored) ? asKnown(stored) : undefined;
  if (!known || !isRecord(stored) || !isRecord(stored['met']) || !Array.isArray(stored['sessions'])) return undefined;
  const { met, sessions } = stored as { met: Record<string, unknown>; sessions: unknown[] };
  if (!Object.values(met).every(at => typeof at === 'number')) return undefined;
  if (!sessions.every(session => typeof session === 'string')) return undefined;
  return { ...known, sessions, met: met as Met };
}

/** The list of either, less what is not well-formed. */
export function asKnownList(stored: unknown): Known[] {
  return Array.isArray(stored) ? stored.flatMap(item => asKnown(item) ?? []) : [];
}

export function asJoinedList(stored: unknown): Joined[] {
  return Array.isArray(stored) ? stored.flatMap(item => asJoined(item) ?? []) : [];
}

/** The fields that say how a channel is reached, without any others. */
export function knownOf({ name, server, called, id, origin }: Known): Known {
  return {
    name,
    ...(server !== undefined && { server }),
    ...(called !== undefined && { called }),
    ...(id !== undefined && { id }),
    ...(origin !== undefined && { origin }),
  };
}

/** For whom its server's keys are. */
export function whereaboutsOf({ name, server, called, id }: Known): Whereabouts {
  return { ...(server !== undefined && { server }), channel: id ?? called ?? name };
}

/**
 * Under what is kept what belongs to a channel, as messages that wait: never the same for two channels, so that what was
 * meant for a private one cannot come out in an open one of its name.
 */
export function storageName({ name, server, called, id, origin }: Known): string {
  if (id !== undefined) return `private\n${origin ?? id}`;
  return server === undefined ? name : `${server}/c/${called ?? name}`;
}

/** Whether both mean the same channel. */
export function isSame(one: Known, other: Known): boolean {
  if (one.id !== undefined || other.id !== undefined) return one.id === other.id;
  return one.server === other.server && (one.called ?? one.name) === (other.called ?? other.name);
}
