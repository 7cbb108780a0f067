import type { User } from './frames';
import { ChannelKeys, type GivenKeys } from './keys';
import type { Refusal } from './refusal';

/** Somebody in a channel, as relays that serve it together tell one another. */
export interface Present extends User {
  /** Is named in join and leave frames, and in the list. */
  readonly announce: boolean;
}

/** What a channel of this relay hears of the other relays. Frames are text. */
export interface Inbound {
  /** Everybody who is in the channel by this relay. */
  members(): Iterable<Present>;
  /** Somebody came to another relay, or went. Each uid once. */
  joined(member: Present): void;
  left(member: Present): void;
  /** A frame for everybody here. */
  frame(frame: string): void;
  /** A frame for one who is here. `false`: they are not any more. */
  frameFor(uid: string, frame: string): boolean;
  /** Meanwhile the channel is another one elsewhere, with other keys: all here have to join it anew. */
  dismiss(): void;
}

/** A channel of this relay, as far as other relays have to hear of it. */
export interface Outbound {
  /** What its first joiner set, wherever that was. */
  readonly keys: ChannelKeys;
  joined(member: Present): void;
  left(member: Present): void;
  /** A frame for everybody elsewhere. */
  send(frame: string): void;
  /** A frame for one who is elsewhere. `false`: there is no way to them at the moment. */
  sendTo(uid: string, frame: string, sender: User): boolean;
  /** Nobody is in it here any more. */
  close(): void;
}

/** What somebody brings who wants to join a channel that nobody here is in. */
export interface Entering {
  readonly channel: string;
  /** They become the channel's keys if nobody elsewhere is in it. */
  readonly keys: GivenKeys;
  /** Whoever runs the relay decides about its keys, so that these do not count. */
  readonly isReserved: boolean;
}

/** What makes several relays serve the same channels. */
export interface Backplane {
  /** The other relays are in reach, as far as can be told. */
  readonly ready: boolean;
  /** Begins to serve a channel that nobody here is in, or says why it cannot. Never rejects. */
  enter(entering: Entering, inbound: Inbound): Outbound | Promise<Outbound | Refusal>;
  /** A frame for everybody elsewhere in a channel that nobody here need be in. `false`: they cannot be reached. */
  push(channel: string, frame: string): boolean;
  /** Everybody here goes: others are told at once. Done when they were. */
  close(): Promise<void>;
}

/** For a relay on its own: everybody is here. */
export const ALONE: Backplane = {
  ready: true,
  enter: ({ keys }) => ({
    keys: new ChannelKeys(keys),
    joined: () => undefined,
    left: () => undefined,
    send: () => undefined,
    sendTo: () => false,
    close: () => undefined,
  }),
  push: () => true,
  close: () => Promise.resolve(),
};
