import { errorFrame, messageFrame, presenceFrame, UserList, type Presence, type User } from './frames';

/** Someone in a room, with what they asked for when they joined. */
export interface Member extends User {
  /** Receives their own broadcasts. */
  readonly echo: boolean;
  /** Is named in join and leave frames, and in the list. */
  readonly announce: boolean;
  /** Wants the announced users in join and leave frames instead of their number. */
  readonly list: boolean;
  /** Holds the channel's `sendKey`, or it has none. */
  readonly canSend: boolean;
}

/** One frame and those who get it. */
export interface Delivery<M> {
  readonly frame: string;
  readonly to: readonly M[];
}

/**
 * One channel: who is here, and who gets what. It has no sockets and no clock: it says what is to be delivered, in
 * order, and whoever holds the sockets delivers. Dates are milliseconds since 1970.
 */
export class Room<M extends Member> {
  private readonly members = new Map<string, M>();

  get size(): number {
    return this.members.size;
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
    const to = uid === undefined ? this.audience(sender) : this.only(uid);
    if (!to) return [{ frame: errorFrame(`No user ${String(uid)} is in this channel.`, date), to: [sender] }];
    return to.length > 0 ? [{ frame: messageFrame(payload, sender, date), to }] : [];
  }

  /** A message, JSON as text, of somebody who is not here, to all. */
  push(sender: User, payload: string, date: number): Delivery<M>[] {
    const to = [...this.members.values()];
    return to.length > 0 ? [{ frame: messageFrame(payload, sender, date), to }] : [];
  }

  private audience(sender: M): M[] {
    const all = [...this.members.values()];
    return sender.echo ? all : all.filter(member => member !== sender);
  }

  private only(uid: string): M[] | undefined {
    const member = this.members.get(uid);
    return member && [member];
  }

  private presence(type: 'join' | 'leave', about: M, date: number): Delivery<M>[] {
    const anonymous: Presence = { type, total: this.size, date };
    const named: Presence = { ...anonymous, who: about };
    const shown = about.announce ? named : anonymous;
    const all = [...this.members.values()];
    const others = all.filter(member => member !== about);
    const counting = others.filter(member => !member.list);
    const listing = others.filter(member => member.list);
    const count = String(this.size);
    const list = about.list || listing.length > 0 ? new UserList(all.filter(member => member.announce)) : undefined;
    const usersFor = (member: M): string => (member.list && list ? list.for(member.uid) : count);
    return [
      // First the joiner's own: it tells who they are, before anyone can answer their coming.
      ...(type === 'join' ? [{ frame: presenceFrame(named, usersFor(about), true), to: [about] }] : []),
      ...(counting.length > 0 ? [{ frame: presenceFrame(shown, count, false), to: counting }] : []),
      ...this.lists(listing, member => presenceFrame(shown, usersFor(member), false)),
    ];
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
