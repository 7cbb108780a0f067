import type { ChannelView, PersonView } from '../../protocol/panel';
import type { Place } from '../../protocol/presence';
import { keysOf } from './order';

/** Others that are drawn in the editors of a window at the same time; more are more than one can tell apart. */
export const MAX_DRAWN = 24;

/** Somebody who shows where they are. */
export interface Mark {
  /** Names them among all marks. */
  readonly key: string;
  readonly name: string;
  readonly place: Place;
}

/**
 * Who is to be drawn: the others who show where they are, each once, though one may meet them in several channels.
 *
 * @param isShown whether a path is on the screen.
 */
export function marksOf(
  channels: readonly Pick<ChannelView, 'name' | 'people'>[],
  isShown: (path: string) => boolean,
  isBlocked: (person: PersonView) => boolean,
): Mark[] {
  const marks: Mark[] = [];
  const known = new Set<string>();
  for (const { name: channel, people } of channels) {
    const keys = keysOf(people);
    for (const [index, person] of people.entries()) {
      const { self, name, place } = person;
      if (self || !place || !isShown(place.path) || isBlocked(person)) continue;
      const same = JSON.stringify([name, place]);
      if (known.has(same)) continue;
      known.add(same);
      marks.push({ key: `${channel}\n${keys[index] ?? ''}`, name, place });
    }
  }
  return marks.slice(0, MAX_DRAWN);
}
