import type { Present } from './backplane';
import { errorFrame, messageFrame, presenceFrame, UserList, type Presence, type User } from './frames';

/** Someone in a room, with what they asked for when they joined. */
export interface Member extends Present {
  /** Receives their own broadcasts. */
  readonly echo: boolean;
  /** Wants the announced users in join and leave frames instead of their number. */
  readonly list: boolean;
  /** Holds the channel's `sendKey`, or it has none. */
  readonly canSend: boolean;
}

/** One frame and those who get it. */
export interface Delivery<M> {
  readonly frame: string;
  readonly to: readonly M[];
  /** It is for others as well who are not here but elsewhere: for all of them, or for the one. */
  readonly elsewhere?: 'all' | { readonly uid: string };
}

/**
 * One channel: who is here, and who gets what. It has no sockets and no clock: it says what is to be delivered, in
 * order, and whoever holds the sockets delivers. Dates are milliseconds since 1970.
 *
 * Some of those who are in the channel may be elsewhere, in the care of another relay: they count and are named like
 * all others, and what is for them is handed on.
 */
export class Room<M extends Member> {
  private readonly members = new Map<string, M>();
  private readonly others = new Map<string, Present>();

  /** How many are here. */
  get size(): number {
    return this.members.size;
  }

  /** How many are in the channel, here and elsewhere. */
  get total(): number {
    return this.members.size + this.others.size;
  }

  /** Those who are here. */
  get here(): IterableIterator<M> {
    return this.members.values();
  }

  /** Whoever has this uid here. */
  find(uid: string): M | undefined {
    return this.members.get(uid);
  }

  /** Lets a member in, whose uid must be new; they receive their own join as well. */
  join(member: M, date: number): Delivery<M>[] {
    this.members.set(member.uid, member);
    return this.presence('join', member, date);
  }

  /** Takes a member out; nothing happens if they are not here. */
  leave(member: M, date: number): Delivery<M>[] {
    if (this.members.get(member.uid) !== member) return [];
    this.members.delete(member.uid);
    return this.presence('leave', member, date);
  }

  /** Somebody came elsewhere, whose uid must be new. */
  joinElsewhere(other: Present, date: number): Delivery<M>[] {
    this.others.set(other.uid, other);
    return this.presence('join', other, date);
  }

  /** Somebody went elsewhere; nothing happens if they were not there. */
  leaveElsewhere({ uid }: Present, date: number): Delivery<M>[] {
    const other = this.others.get(uid);
    return other && this.others.delete(uid) ? this.presence('leave', other, date) : [];
  }

  /** A message, JSON as text, to all, or with `uid` to that one alone. What cannot be done is told to the sender. */
  send(sender: M, payload: string, uid: string | undefined, date: number): Delivery<M>[] {
    if (!sender.canSend) {
      return [
        {
          frame: errorFrame('This channel needs a sendKey to send, and yours is missing or wrong.', date),
          to: [sender],
        },
      ];
    }
    if (uid !== undefined) return this.sendTo(uid, sender, payload, date);
    const to = this.audience(sender);
    if (to.length === 0 && this.others.size === 0) return [];
    return [{ frame: messageFrame(payload, sender, date), to, ...this.andElsewhere }];
  }

  /** A message, JSON as text, of somebody who is not in the channel, to all who are here. */
  push(sender: User, payload: string, date: number): Delivery<M>[] {
    const to = [...this.members.values()];
    return to.length > 0 ? [{ frame: messageFrame(payload, sender, date), to }] : [];
  }

  private get andElsewhere(): { elsewhere?: 'all' } {
    return this.others.size > 0 ? { elsewhere: 'all' } : {};
  }

  private sendTo(uid: string, sender: M, payload: string, date: number): Delivery<M>[] {
    const member = this.members.get(uid);
    if (member) return [{ frame: messageFrame(payload, sender, date), to: [member] }];
    if (this.others.has(uid)) return [{ frame: messageFrame(payload, sender, date), to: [], elsewhere: { uid } }];
    return [{ frame: unknownUser(uid, date), to: [sender] }];
  }

  private audience(sender: M): M[] {
    const all = [...this.members.values()];
    return sender.echo ? all : all.filter(member => member !== sender);
  }

  private presence(type: 'join' | 'leave', about: M | Present, date: number): Delivery<M>[] {
    const anonymous: Presence = { type, total: this.total, date };
    const named: Presence = { ...anonymous, who: about };
    const shown = about.announce ? named : anonymous;
    const all = [...this.members.values()];
    const joiner = type === 'join' ? this.members.get(about.uid) : undefined;
    const rest = all.filter(member => member !== joiner);
    const counting = rest.filter(member => !member.list);
    const listing = rest.filter(member => member.list);
    const count = String(this.total);
    const list = joiner?.list || listing.length > 0 ? new UserList(this.announced()) : undefined;
    const usersFor = (member: M): string => (member.list && list ? list.for(member.uid) : count);
    return [
      // First the joiner's own: it tells who they are, before anyone can answer their coming.
      ...(joiner ? [{ frame: presenceFrame(named, usersFor(joiner), true), to: [joiner] }] : []),
      ...(counting.length > 0 ? [{ frame: presenceFrame(shown, count, false), to: counting }] : []),
      ...this.lists(listing, member => presenceFrame(shown, usersFor(member), false)),
    ];
  }

  private announced(): Present[] {
    return [...this.members.values(), ...this.others.values()].filter(({ announce }) => announce);
  }

  /** The announced see themselves marked in their list, so each gets their own; the others share one. */
  private lists(members: M[], frameFor: (member: M) => string): Delivery<M>[] {
    const anonymous = members.filter(member => !member.announce);
    const [first] = anonymous;
    return [
      ...members.filter(member => member.announce).map(member => ({ frame: frameFor(member), to: [member] })),
      ...(first ? [{ frame: frameFor(first), to: anonymous }] : []),
    ];
  }
}

/** What somebody is told who wrote to a user that is not in the channel. */
export function unknownUser(uid: string, date: number): string {
  return errorFrame(`No user ${uid} is in this channel.`, date);
}
