import { splitClientFrame } from '../protocol/itty';
import type { Backplane, Entering, Inbound, Outbound } from './backplane';
import type { Connection } from './connection';
import type { Counters } from './counters';
import { errorFrame, messageFrame, type User } from './frames';
import type { Admission, GivenKeys } from './keys';
import type { Limits } from './limits';
import { Refusal } from './refusal';
import { Room, type Delivery } from './room';
import { encodeFrame } from './wire';

/** A channel that somebody is in. */
interface Channel {
  readonly room: Room<Connection>;
  /** Its keys, and the way to those who are in it elsewhere. */
  readonly outbound: Outbound;
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
const NO_KEYS: GivenKeys = { joinKey: undefined, sendKey: undefined };
const CHANNEL_FULL = new Refusal(503, 'this channel is full.', 'channel', 10);
const NO_MORE_CHANNELS = new Refusal(503, 'there are too many channels at the moment.', 'channels', 10);

/** The channels of this process, each from its first joiner to its last leaver, and what goes on in them. */
export class Channels {
  private readonly channels = new Map<string, Channel>();
  /** Those that the other relays are asked about. */
  private readonly entering = new Map<string, Promise<Refusal | undefined>>();

  constructor(
    private readonly limits: Limits,
    private readonly counters: Counters,
    private readonly backplane: Backplane,
  ) {}

  get size(): number {
    return this.channels.size;
  }

  /**
   * Says whether there is room and these keys open the channel, at once or later; it holds only until `answered`
   * returns. A channel without anybody opens to all keys, which become its own. `reserved` is what whoever keeps the
   * name has said; then keys do not matter any more.
   */
  admit(
    name: string,
    keys: GivenKeys,
    reserved: Admission | undefined,
    answered: (answer: Admission | Refusal) => void,
  ): void {
    const channel = this.channels.get(name);
    if (channel) {
      answered(this.decide(channel, keys, reserved));
      this.closeIfEmpty(name, channel);
      return;
    }
    const { channels } = this.limits;
    if (channels > 0 && this.size + this.entering.size >= channels && !this.entering.has(name)) {
      answered(NO_MORE_CHANNELS);
      return;
    }
    const entering = { channel: name, keys: reserved ? NO_KEYS : keys, isReserved: reserved !== undefined };
    const waiting = this.entering.get(name) ?? this.enter(entering);
    if (!waiting) this.admit(name, keys, reserved, answered);
    else {
      void waiting.then(refusal => {
        if (refusal) answered(refusal);
        else this.admit(name, keys, reserved, answered);
      });
    }
  }

  /** Lets an admitted connection in. */
  join(name: string, connection: Connection): void {
    const channel = this.channels.get(name);
    if (!channel) return;
    this.deliver(channel.room.join(connection, Date.now()));
    channel.outbound.joined(connection);
  }

  leave(name: string, connection: Connection): void {
    const channel = this.channels.get(name);
    if (channel?.room.find(connection.uid) !== connection) return;
    this.deliver(channel.room.leave(connection, Date.now()));
    channel.outbound.left(connection);
    this.closeIfEmpty(name, channel);
  }

  /** A frame that kept the limits: to one user, or to the channel. */
  receive(name: string, sender: Connection, text: string): void {
    const frame = splitClientFrame(text);
    const channel = this.channels.get(name);
    if (!frame || !isJson(frame.payload)) sender.warn('Not JSON: this message was dropped.');
    else if (channel) {
      const deliveries = channel.room.send(sender, frame.payload, frame.uid, Date.now());
      this.deliver(deliveries);
      for (const delivery of deliveries) this.handOn(delivery, sender, channel.outbound);
    }
  }

  /**
   * A message, JSON as text, of somebody who is in no channel, to all who are in this one. `false`: those elsewhere
   * cannot be reached, and nobody was told.
   */
  push(name: string, sender: User, payload: string): boolean {
    const date = Date.now();
    if (!this.backplane.push(name, messageFrame(payload, sender, date))) return false;
    this.deliver(this.channels.get(name)?.room.push(sender, payload, date) ?? []);
    return true;
  }

  private decide({ room, outbound }: Channel, given: GivenKeys, reserved?: Admission): Admission | Refusal {
    if (!reserved && !outbound.keys.mayJoin(given)) return WRONG_JOIN_KEY;
    if (this.limits.channel > 0 && room.total >= this.limits.channel) return CHANNEL_FULL;
    return reserved ?? { canSend: outbound.keys.maySend(given) };
  }

  /** Opens a channel; `undefined` when that is done already. */
  private enter(entering: Entering): Promise<Refusal | undefined> | undefined {
    const name = entering.channel;
    const room = new Room<Connection>();
    const opened = this.backplane.enter(entering, this.inbound(name, room));
    if (!(opened instanceof Promise)) {
      this.channels.set(name, { room, outbound: opened });
      return undefined;
    }
    const waiting = opened.then(outbound => {
      this.entering.delete(name);
      if (outbound instanceof Refusal) return outbound;
      this.channels.set(name, { room, outbound });
      return undefined;
    });
    this.entering.set(name, waiting);
    return waiting;
  }

  private inbound(name: string, room: Room<Connection>): Inbound {
    return {
      members: () => room.here,
      joined: member => this.deliver(room.joinElsewhere(member, Date.now())),
      left: member => this.deliver(room.leaveElsewhere(member, Date.now())),
      frame: frame => this.deliver([{ frame, to: [...room.here] }]),
      frameFor: (uid, frame) => {
        const member = room.find(uid);
        if (member) this.deliver([{ frame, to: [member] }]);
        return member !== undefined;
      },
      dismiss: () => {
        // Whoever comes from now on enters it anew, and does not meet these.
        this.channels.delete(name);
        for (const member of room.here) void member.close(1012, 'Join this channel anew');
      },
    };
  }

  private closeIfEmpty(name: string, { room, outbound }: Channel): void {
    if (room.size > 0) return;
    this.channels.delete(name);
    outbound.close();
  }

  private handOn({ frame, elsewhere }: Delivery<Connection>, sender: Connection, outbound: Outbound): void {
    if (elsewhere === undefined) return;
    if (elsewhere === 'all') outbound.send(frame);
    else if (!outbound.sendTo(elsewhere.uid, frame, sender)) {
      const error = errorFrame(`User ${elsewhere.uid} cannot be reached at the moment.`, Date.now());
      this.deliver([{ frame: error, to: [sender] }]);
    }
  }

  /** Each frame is built once, however many get it. */
  private deliver(deliveries: readonly Delivery<Connection>[]): void {
    for (const { frame, to } of deliveries) {
      if (to.length === 0) continue;
      const bytes = encodeFrame(frame);
      for (const connection of to) connection.send(bytes);
      this.counters.delivered(to.length, bytes.length);
    }
  }
}
