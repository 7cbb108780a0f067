import { splitClientFrame } from '../protocol/itty';
import type { Connection } from './connection';
import type { GivenKeys } from './keys';
import { ChannelKeys } from './keys';
import { Room, type Delivery } from './room';

/** A channel that somebody is in. */
interface Channel {
  readonly room: Room<Connection>;
  readonly keys: ChannelKeys;
}

/** How somebody may join: with or without the right to send. */
export interface Admission {
  readonly canSend: boolean;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The channels of this process, each from its first joiner to its last leaver, and what goes on in them. */
export class Channels {
  private readonly channels = new Map<string, Channel>();

  /** Whether these keys open the channel; `undefined` when they do not. A channel without anybody opens to all keys. */
  admit(name: string, given: GivenKeys): Admission | undefined {
    const channel = this.channels.get(name);
    if (!channel) return { canSend: true };
    return channel.keys.mayJoin(given) ? { canSend: channel.keys.maySend(given) } : undefined;
  }

  /** Lets an admitted connection in. The first one's keys become the channel's. */
  join(name: string, connection: Connection, given: GivenKeys): void {
    let channel = this.channels.get(name);
    if (!channel) {
      channel = { room: new Room(), keys: new ChannelKeys(given) };
      this.channels.set(name, channel);
    }
    deliver(channel.room.join(connection, Date.now()));
  }

  leave(name: string, connection: Connection): void {
    const channel = this.channels.get(name);
    if (!channel) return;
    deliver(channel.room.leave(connection, Date.now()));
    if (channel.room.size === 0) this.channels.delete(name);
  }

  /** A frame that kept the limits: to one user, or to the channel. */
  receive(name: string, sender: Connection, text: string): void {
    const frame = splitClientFrame(text);
    if (!frame || !isJson(frame.payload)) sender.warn('Not JSON: this message was dropped.');
    else deliver(this.channels.get(name)?.room.send(sender, frame.payload, frame.uid, Date.now()) ?? []);
  }
}

/** Each frame is encoded once, however many get it. */
function deliver(deliveries: readonly Delivery<Connection>[]): void {
  for (const { frame, to } of deliveries) {
    const bytes = Buffer.from(frame);
    for (const connection of to) connection.send(bytes);
  }
}
