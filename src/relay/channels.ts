import { splitClientFrame } from '../protocol/itty';
import type { Connection } from './connection';
import type { Counters } from './counters';
import type { User } from './frames';
import type { GivenKeys } from './keys';
import { ChannelKeys } from './keys';
import type { Limits } from './limits';
import { Refusal } from './refusal';
import { Room, type Delivery } from './room';
import { encodeFrame } from './wire';

/** A channel that somebody is in. */
interface Channel {
  readonly room: Room<Connection>;
  readonly keys: ChannelKeys;
}

/** How somebody may join: with or without the right to send. */
export interface Admission {
  readonly canSend: boolean;
}

/** Whether a text is JSON, the way it has to be to stand in a frame as it came. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const WRONG_JOIN_KEY = new Refusal(403, 'this channel needs a joinKey, and yours is missing or wrong.');
const CHANNEL_FULL = new Refusal(503, 'this channel is full.', 'channel', 10);
const NO_MORE_CHANNELS = new Refusal(503, 'there are too many channels at the moment.', 'channels', 10);

/** The channels of this process, each from its first joiner to its last leaver, and what goes on in them. */
export class Channels {
  private readonly channels = new Map<string, Channel>();

  constructor(
    private readonly limits: Limits,
    private readonly counters: Counters,
  ) {}

  get size(): number {
    return this.channels.size;
  }

  /**
   * Whether there is room and these keys open the channel. A channel without anybody opens to all keys. `reserved` is
   * what whoever keeps the name has said; then keys do not matter any more.
   */
  admit(name: string, given: GivenKeys, reserved?: Admission): Admission | Refusal {
    const channel = this.channels.get(name);
    if (!channel) {
      const { channels } = this.limits;
      return channels > 0 && this.size >= channels ? NO_MORE_CHANNELS : (reserved ?? { canSend: true });
    }
    if (!reserved && !channel.keys.mayJoin(given)) return WRONG_JOIN_KEY;
    if (this.limits.channel > 0 && channel.room.size >= this.limits.channel) return CHANNEL_FULL;
    return reserved ?? { canSend: channel.keys.maySend(given) };
  }

  /** Lets an admitted connection in. The first one's keys become the channel's; a reserved one is given none. */
  join(name: string, connection: Connection, given: GivenKeys): void {
    let channel = this.channels.get(name);
    if (!channel) {
      channel = { room: new Room(), keys: new ChannelKeys(given) };
      this.channels.set(name, channel);
    }
    this.deliver(channel.room.join(connection, Date.now()));
  }

  leave(name: string, connection: Connection): void {
    const channel = this.channels.get(name);
    if (!channel) return;
    this.deliver(channel.room.leave(connection, Date.now()));
    if (channel.room.size === 0) this.channels.delete(name);
  }

  /** A frame that kept the limits: to one user, or to the channel. */
  receive(name: string, sender: Connection, text: string): void {
    const frame = splitClientFrame(text);
    if (!frame || !isJson(frame.payload)) sender.warn('Not JSON: this message was dropped.');
    else this.deliver(this.channels.get(name)?.room.send(sender, frame.payload, frame.uid, Date.now()) ?? []);
  }

  /** A message, JSON as text, of somebody who is in no channel, to all who are in this one. */
  push(name: string, sender: User, payload: string): void {
    this.deliver(this.channels.get(name)?.room.push(sender, payload, Date.now()) ?? []);
  }

  /** Each frame is built once, however many get it. */
  private deliver(deliveries: readonly Delivery<Connection>[]): void {
    for (const { frame, to } of deliveries) {
      const bytes = encodeFrame(frame);
      for (const connection of to) connection.send(bytes);
      this.counters.delivered(to.length, bytes.length);
    }
  }
}
