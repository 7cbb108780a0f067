import type { JoinEvent, LeaveEvent } from '../client/connect';
import type { PersonView } from '../protocol/panel';
import type { Entry, Sender } from '../protocol/transcript';
import {
  anonymousCount,
  emptyRoster,
  identified,
  isOwnJoin,
  joined,
  left,
  peopleView,
  spoke,
  type PresenceEvent,
  type Roster,
} from './roster';
import { senderOf } from './showing';

const MAX_FORMER_SELVES = 8;

/** Who is in a channel, and who the uids are that were seen in it. */
export class People {
  private roster: Roster = emptyRoster;
  /** One's own connections of before: the server may not know yet that they are dead. */
  private formerSelves: readonly string[] = [];

  /** @param entries what was said, for the names of those who have left. */
  constructor(private readonly entries: () => readonly Entry[]) {}

  /** One's own uid, once known. */
  get self(): string | undefined {
    return this.roster.self;
  }

  /** Whether somebody of that uid is known to be here. */
  has(uid: string): boolean {
    return this.roster.people.has(uid);
  }

  /** How many are there whom one cannot name or address. */
  get anonymous(): number {
    return anonymousCount(this.roster);
  }

  /** How many are there, oneself included, as far as is known. */
  get count(): number {
    return Math.max(this.roster.total ?? 1, this.roster.people.size + 1);
  }

  /** Whether the server tells when that connection goes. */
  isAnnounced(uid: string): boolean {
    return this.roster.people.get(uid)?.announced === true;
  }

  /** Those with a name, oneself first. */
  view(ownName: string): PersonView[] {
    return peopleView(this.roster, ownName).filter(({ uid }) => uid === undefined || !this.formerSelves.includes(uid));
  }

  /** The connection is another one: nobody is known to be there. */
  clear(): void {
    if (this.self !== undefined) this.formerSelves = [...this.formerSelves, this.self].slice(-MAX_FORMER_SELVES);
    this.roster = emptyRoster;
  }

  /**
   * Someone came or went.
   * @returns who, when it was another; `own` for one's own coming, and `first` when that was not known before.
   */
  presence(kind: 'join' | 'leave', event: (JoinEvent | LeaveEvent) & PresenceEvent): Sender | 'first' | 'own' {
    const before = this.roster;
    this.roster = kind === 'join' ? joined(before, event) : left(before, event);
    if (kind === 'join' && isOwnJoin(before, event)) return before.total === undefined ? 'first' : 'own';
    const name = event.alias ?? (event.uid === undefined ? undefined : before.people.get(event.uid)?.name);
    return senderOf(event.uid || undefined, name);
  }

  /**
   * Someone spoke.
   * @param own it is from this session: an older server does not tell who we are before it has passed that on.
   * @returns whether that tells anything new.
   */
  spoke(uid: string, alias: string | undefined, own: boolean): boolean {
    const before = this.roster;
    this.roster = own && before.self === undefined ? identified(before, uid) : spoke(before, uid, alias);
    return this.roster !== before;
  }

  senderOf(uid: string): Sender {
    return senderOf(uid, this.nameOf(uid), uid === this.self);
  }

  /** The name of someone who is here, or of someone who has left by what they said or what was sent to them. */
  nameOf(uid: string): string | undefined {
    const present = this.roster.people.get(uid)?.name;
    if (present !== undefined) return present;
    const entries = this.entries();
    for (let at = entries.length - 1; at >= 0; at--) {
      const name = namesIn(entries[at]).find(sender => sender?.uid === uid)?.name;
      if (name !== undefined) return name;
    }
    return undefined;
  }
}

function namesIn(entry: Entry | undefined): (Sender | undefined)[] {
  if (!entry) return [];
  if ('who' in entry) return [entry.who];
  return entry.kind === 'message' ? [entry.to, entry.from] : [entry.from];
}
