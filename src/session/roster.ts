import { countOf, listedUsers } from '../protocol/itty';
import type { PersonView } from '../protocol/panel';

/** Who is in a channel, as far as its server and the people themselves tell. A value: functions make the next one. */
export interface Roster {
  /** One's own uid, once known. */
  readonly self?: string;
  /** How many connections there are, oneself included; `undefined` before the first join or leave. */
  readonly total?: number;
  /** The others that have a uid, in the order they became known. */
  readonly people: ReadonlyMap<string, Person>;
}

export interface Person {
  readonly uid: string;
  /** What the server says is their alias; `undefined` when they gave none. */
  readonly name?: string;
  /** The server announces their coming and going; without that they are known only from having spoken. */
  readonly announced: boolean;
}

export const emptyRoster: Roster = { people: new Map() };

/** More people than this are only counted: a hostile server cannot make the table grow without end. */
export const MAX_PEOPLE = 2_000;

/** A join or leave, of an older server or a newer one, its fields not checked yet. */
export type PresenceEvent = Partial<Record<'users' | 'total' | 'uid' | 'alias' | 'self', unknown>>;

function add(roster: Roster, uid: string, alias: unknown, announced: boolean): Roster {
  const known = roster.people.get(uid);
  if (uid === roster.self || (!known && roster.people.size >= MAX_PEOPLE)) return roster;
  const name = typeof alias === 'string' && alias !== '' ? alias : known?.name;
  const person: Person = {
    uid,
    announced: announced || known?.announced === true,
    ...(name !== undefined && { name }),
  };
  if (known && known.name === person.name && known.announced === person.announced) return roster;
  return { ...roster, people: new Map(roster.people).set(uid, person) };
}

function without(roster: Roster, gone: (person: Person) => boolean): Roster {
  return { ...roster, people: new Map([...roster.people].filter(([, person]) => !gone(person))) };
}

function counted(roster: Roster, event: PresenceEvent): Roster {
  const users = listedUsers(event.users);
  const total = countOf(event) ?? (users.length > 0 ? users.length : undefined);
  const listed = users.reduce((next, user) => (user.self ? next : add(next, user.uid, user.alias, true)), roster);
  return total === undefined ? listed : { ...listed, total };
}

/** Learns one's own uid: from then on it is not one of the others. */
export function identified(roster: Roster, uid: string): Roster {
  return { ...without(roster, person => person.uid === uid), self: uid };
}

/**
 * The joiner hears its own join first, so the first one after connecting is one's own; newer servers mark it with `self`.
 */
export function isOwnJoin(roster: Roster, event: PresenceEvent): boolean {
  return event.self === true || (event.self === undefined && roster.total === undefined);
}

/** Someone came, oneself or another. */
export function joined(roster: Roster, event: PresenceEvent): Roster {
  const uid = typeof event.uid === 'string' ? event.uid : undefined;
  if (uid === undefined) return counted(roster, event);
  const own = isOwnJoin(roster, event);
  return counted(own ? identified(roster, uid) : add(roster, uid, event.alias, true), event);
}

/** Someone went. When the server does not say who, those known only from having spoken may be gone, so they go. */
export function left(roster: Roster, event: PresenceEvent): Roster {
  const gone =
    typeof event.uid === 'string'
      ? without(roster, person => person.uid === event.uid)
      : without(roster, person => !person.announced);
  return counted(gone, event);
}

/** Someone spoke: they are there, whether the server announces them or not. */
export function spoke(roster: Roster, uid: string, alias: unknown): Roster {
  return add(roster, uid, alias, false);
}

/** How many are there whom one cannot name or address. */
export function anonymousCount(roster: Roster): number {
  return Math.max(0, (roster.total ?? 0) - 1 - [...roster.people.values()].filter(person => person.name).length);
}

/** The people with a name, oneself first, then by name; two of one name keep the order in which they came. */
export function peopleView(roster: Roster, ownName: string): PersonView[] {
  const others = [...roster.people.values()]
    .flatMap(({ uid, name }) => (name === undefined ? [] : [{ uid, name, self: false }]))
    .sort((a, b) => a.name.localeCompare(b.name));
  const self = { name: ownName, self: true, ...(roster.self !== undefined && { uid: roster.self }) };
  return [self, ...others];
}
