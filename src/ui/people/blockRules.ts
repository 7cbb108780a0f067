import { isRecord, isText } from '../../base/guards';
import type { Who } from '../../session/blocking';
import { looksLike } from '../lookalike';

/** Longest name, session or key that is kept. UTF-16 units. */
const MAX_LENGTH = 1_000;

/** `mute`: what they say is shown and tells of nothing. `block`: it is not shown at all. */
export type Silence = 'mute' | 'block';

/** Somebody who is muted or blocked on this machine. What is named of them all has to be theirs, except after `device`. */
export interface Silenced {
  readonly level: Silence;
  /** What they called themselves when it was done. */
  readonly name: string;
  /** Their device's key in a private channel. It says who they are: names and sessions do not matter then. */
  readonly device?: string;
  /** Their session; without it everybody of that name is meant. */
  readonly session?: string;
}

/** Reads what was stored; what is not a list of the silenced is left out. */
export function asSilenced(stored: unknown): Silenced[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((item: unknown): Silenced[] => {
    if (!isRecord(item)) return [];
    const { level, name, device, session } = item;
    if ((level !== 'mute' && level !== 'block') || !isText(name, MAX_LENGTH)) return [];
    return [
      {
        level,
        name,
        ...(isText(device, MAX_LENGTH) && { device }),
        ...(isText(session, MAX_LENGTH) && { session }),
      },
    ];
  });
}

/** Whether an entry of the list means this person. */
export function means(entry: Silenced, { name, device, session }: Who): boolean {
  if (entry.device !== undefined) return entry.device === device;
  if (entry.session !== undefined) return entry.session === session;
  return name !== undefined && looksLike(entry.name) === looksLike(name);
}

/** How somebody is silenced; being blocked is more than being muted. */
export function silenceOf(list: readonly Silenced[], person: Who): Silence | undefined {
  const levels = list.filter(entry => means(entry, person)).map(({ level }) => level);
  return levels.includes('block') ? 'block' : levels[0];
}
