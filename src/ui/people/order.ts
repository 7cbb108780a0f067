import type { PersonView } from '../../protocol/panel';
import type { Entry } from '../../protocol/transcript';
import { looksLike } from '../lookalike';

/** In which order channels and people stand, and who could be taken for another. */

/** What the order of channels is made of. */
export interface Ranked {
  readonly name: string;
  readonly favourite: boolean;
  /** Milliseconds since 1970; 0 where nothing was said. */
  readonly latest: number;
}

/** When the latest message of a transcript was said. Milliseconds since 1970; 0 where there is none. */
export function latestOf(entries: readonly Entry[]): number {
  return entries.findLast(({ kind }) => kind === 'message')?.date ?? 0;
}

/** Favourites first, then by the latest message; what has none keeps the order in which it came. */
export function ordered<T extends Ranked>(channels: readonly T[]): T[] {
  return channels.toSorted((a, b) => Number(b.favourite) - Number(a.favourite) || b.latest - a.latest);
}

/** Those of whom there is another one with a name that looks the same. */
export function ambiguous(people: readonly PersonView[]): ReadonlySet<PersonView> {
  const looks = people.map(({ name }) => looksLike(name));
  const counts = new Map<string, number>();
  for (const one of looks) counts.set(one, (counts.get(one) ?? 0) + 1);
  return new Set(people.filter((_, at) => (counts.get(looks[at] ?? '') ?? 0) > 1));
}

/**
 * What names each of these people over a reconnect, as far as they have told their session. No two have the same, which
 * the tree needs: a session that two claim names neither of them.
 */
export function keysOf(people: readonly PersonView[]): string[] {
  const claimed = new Map<string, number>();
  for (const { session } of people) if (session !== undefined) claimed.set(session, (claimed.get(session) ?? 0) + 1);
  return people.map(({ self, session, uid }, index) => {
    if (self) return 'self';
    if (session !== undefined && claimed.get(session) === 1) return `session ${session}`;
    return uid === undefined ? `place ${index}` : `uid ${uid}`;
  });
}
