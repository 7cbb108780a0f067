import type { Event } from '../base/event';
import type { Channel } from './channel';

/** The channels that are joined, as who shows them needs to know them. */
export interface Joined {
  readonly all: readonly Channel[];
  readonly onDidJoin: Event<Channel>;
  readonly onDidLeave: Event<string>;
  get(name: string): Channel | undefined;
}

/** The same with one of them in front. */
export interface Shown extends Joined {
  readonly active: Channel | undefined;
  /** A channel's state or people changed. */
  readonly onDidChange: Event<Channel>;
  /** Another channel is in front. */
  readonly onDidActivate: Event<void>;
}
