import type { PersonView } from '../../protocol/panel';
import type { Channel } from '../../session/channel';

/** Somebody in a channel, named so that they are found again when they were away for a moment. */
export interface Who {
  readonly channel: string;
  /** What they called themselves. */
  readonly name: string;
  /** Outlives a reconnect; absent for who has not told it. */
  readonly session?: string;
  readonly uid?: string;
}

export function whoIs(channel: Channel, { name, session, uid }: PersonView): Who {
  return {
    channel: channel.name,
    name,
    ...(session !== undefined && { session }),
    ...(uid !== undefined && { uid }),
  };
}

/** Whether a person is that one: by their session where it is known, else by their connection. */
export function isWho(who: Omit<Who, 'channel' | 'name'>, person: PersonView): boolean {
  if (person.self) return false;
  if (who.session !== undefined) return person.session === who.session;
  return who.uid !== undefined && person.uid === who.uid;
}
