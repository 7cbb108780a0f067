import type { Said } from '../protocol/passing';
import type { Place, Status } from '../protocol/presence';

/**
 * What the people of a channel say of themselves, as one of them knows it. A value: functions make the next one, so that
 * whoever has heard the same knows the same, in whatever order it came. Times are milliseconds of any one clock.
 */
export type Presences = ReadonlyMap<string, Heard>;

/** What was heard of one session. */
export interface Heard {
  /** What it last said of itself; absent for one that was only heard to be writing. */
  readonly said?: Said;
  /** When that was said, or said again. */
  readonly at: number;
  /** Until when it is writing. */
  readonly typing?: number;
}

/** How somebody is, as it is shown. */
export interface Shown {
  status?: Status;
  place?: Place;
  typing?: true;
}

/**
 * How often one says that one is still there, in milliseconds. In a channel of 100 people that makes three frames a second
 * to each, of a few hundred bytes, and one in half a minute from each: the public service takes 40 within 5 ms.
 */
export const HEARTBEAT = 30_000;
/** Who said something and has not said it again for so long is not there: two heartbeats and a half. Milliseconds. */
export const SILENT_AFTER = 75_000;
/** After this long without a word nothing is known of somebody any more. Milliseconds. */
export const FORGOTTEN_AFTER = 600_000;
/** Whoever writes says so again before it ends. Milliseconds. */
export const TYPING_LASTS = 6_000;
/** Sessions that are remembered; beyond it those that were silent longest are forgotten. */
export const MAX_PRESENCES = 1_000;

export const noPresences: Presences = new Map();

/** A session has said how it is. What it had said before that comes late, or again, changes nothing. */
export function said(presences: Presences, session: string, news: Said, now: number): Presences {
  const known = presences.get(session);
  if (known?.said && news.n < known.said.n) return presences;
  // The same number says the same: it only shows that they are there.
  const latest = known?.said?.n === news.n ? known.said : news;
  return put(presences, session, { ...known, said: latest, at: Math.max(now, known?.at ?? now) });
}

/** A session writes, or has stopped to: by its own word, or as what it wrote is there. */
export function typed(presences: Presences, session: string, on: boolean, now: number): Presences {
  const known = presences.get(session);
  if (on) return put(presences, session, { at: now, ...known, typing: now + TYPING_LASTS });
  if (known?.typing === undefined) return presences;
  const { said: news, at } = known;
  return put(presences, session, { ...(news && { said: news }), at });
}

/** Who was there has said so, and for too long not again. Of who has never said anything, this tells nothing. */
export function isSilent(presences: Presences, session: string, now: number): boolean {
  const known = presences.get(session);
  return known?.said !== undefined && now >= known.at + SILENT_AFTER;
}

/** How somebody is: `away`, and nowhere, once they are silent. */
export function shown(presences: Presences, session: string, now: number): Shown {
  const { said: news, typing } = presences.get(session) ?? {};
  const writes = typing !== undefined && now < typing && { typing: true as const };
  if (!news) return { ...writes };
  if (isSilent(presences, session, now)) return { status: 'away' };
  return { status: news.status, ...(news.place && { place: news.place }), ...writes };
}

/** Forgets what is long past. */
export function aged(presences: Presences, now: number): Presences {
  const kept = [...presences].filter(([, { at, typing = 0 }]) => now < Math.max(at + FORGOTTEN_AFTER, typing));
  return kept.length === presences.size ? presences : new Map(kept);
}

/** When the next of these will be shown differently by itself; `undefined` when none will. */
export function nextChange(presences: Presences, now: number): number | undefined {
  const times = [...presences.values()].flatMap(({ said: news, at, typing }) => [
    ...(typing === undefined ? [] : [typing]),
    ...(news ? [at + SILENT_AFTER] : []),
  ]);
  const coming = times.filter(time => time > now);
  return coming.length > 0 ? Math.min(...coming) : undefined;
}

function put(presences: Presences, session: string, heard: Heard): Presences {
  const next = new Map(presences);
  // Behind the others: the first one is the one to be forgotten.
  next.delete(session);
  next.set(session, heard);
  const [quietest] = next.keys();
  if (next.size > MAX_PRESENCES && quietest !== undefined) next.delete(quietest);
  return next;
}
