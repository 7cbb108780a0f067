import type { PersonView } from '../protocol/panel';
import type { Blocking } from './blocking';
import type { Shown } from './presence';

/** What is known of people beside their names. */
export interface Knowledge {
  /** Our own. */
  readonly session: string;
  /** The public key of our own device. */
  readonly ownDevice: string | undefined;
  /** The session that speaks from a connection, and whether that is the connection it has now. */
  speakerAt(uid: string): { session: string; isCurrent: boolean } | undefined;
  /** The public key of the device at a connection. */
  deviceAt(uid: string): string | undefined;
  /** The server tells when they go. */
  isAnnounced(uid: string): boolean;
  readonly presence: { of(session: string): Shown; isSilent(session: string): boolean };
  readonly blocking: Pick<Blocking, 'hides'>;
}

/** Oneself first, then the others as they are shown. */
export function peopleView(people: readonly PersonView[], known: Knowledge): PersonView[] {
  return people.flatMap(person => {
    if (!person.self) return personView(person, known) ?? [];
    const { session, ownDevice: device } = known;
    return [{ ...person, session, ...(device !== undefined && { device }), ...known.presence.of(session) }];
  });
}

/**
 * A person as they are shown; `undefined` for a connection that is nobody any more: its owner is here by another one, or
 * has been silent where the server does not tell who goes.
 */
function personView(person: PersonView, known: Knowledge): PersonView | undefined {
  const { uid = '', name } = person;
  const device = known.deviceAt(uid);
  const named = device === undefined ? person : { ...person, device };
  const speaker = known.speakerAt(uid);
  if (!speaker) return named;
  const { session, isCurrent } = speaker;
  if (!isCurrent || (known.presence.isSilent(session) && !known.isAnnounced(uid))) return undefined;
  const { status, place, typing } = known.presence.of(session);
  const isHidden = known.blocking.hides({ self: false, session, name });
  return {
    ...named,
    session,
    ...(status && { status }),
    ...(place && !isHidden && { place }),
    ...(typing && !isHidden && { typing }),
  };
}
