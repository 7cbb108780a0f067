import type { Disposable } from '../../../src/base/lifecycle';
import { Transcript } from '../../../src/session/transcript';
import { Conversation } from '../../../src/session/conversation';
import type { ConversationHost } from '../../../src/session/conversationHost';
import type { Clock } from '../../../src/session/clock';
import type { MakeFrame } from '../../../src/session/pace';
import type { MessageEntry, Sender } from '../../../src/protocol/transcript';

/** Numbers from a seed (mulberry32): the same seed gives the same run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A clock that moves when it is told to. */
export class SimulatedClock implements Clock {
  private time = 1_700_000_000_000;
  private order = 0;
  private readonly events: { at: number; order: number; act: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, act: () => void): Disposable {
    const event = { at: this.time + ms, order: this.order++, act };
    this.events.push(event);
    return {
      dispose: () => {
        const index = this.events.indexOf(event);
        if (index >= 0) this.events.splice(index, 1);
      },
    };
  }

  /** Lets that many milliseconds pass, with all that happens in them. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.events.reduce<(typeof this.events)[number] | undefined>((first, event) => {
        if (event.at > end) return first;
        const earlier = !first || event.at < first.at || (event.at === first.at && event.order < first.order);
        return earlier ? event : first;
      }, undefined);
      if (!next) break;
      this.events.splice(this.events.indexOf(next), 1);
      this.time = next.at;
      next.act();
    }
    this.time = end;
  }
}

export interface Faults {
  /** Chances, from 0 to 1, for each frame. */
  loss: number;
  duplication: number;
  /** Frames may overtake one another. */
  reorder: boolean;
  /** Longest delay of a frame, in milliseconds. */
  delay: number;
}

interface Link {
  readonly uid: string;
  readonly peer: SimulatedPeer;
  open: boolean;
  /** No frame leaves before the one in front of it, unless they may overtake. */
  lastUp: number;
  lastDown: number;
}

/** An itty server that keeps nothing, with a network in front of it that does what it likes. */
export class SimulatedRelay {
  private readonly links = new Map<string, Link>();
  private count = 0;

  constructor(
    readonly clock: SimulatedClock,
    private readonly random: () => number,
    public faults: Faults,
  ) {}

  connect(peer: SimulatedPeer): Link {
    const link: Link = { uid: `u${++this.count}`, peer, open: true, lastUp: 0, lastDown: 0 };
    this.links.set(link.uid, link);
    return link;
  }

  /** The relay's side of a lost connection: at once, or after a while when nobody said goodbye. */
  disconnect(link: Link, after: number): void {
    this.clock.after(after, () => {
      if (!this.links.delete(link.uid)) return;
      for (const other of this.links.values()) this.down(other, () => other.peer.heardLeave(link.uid));
    });
  }

  /** A frame goes from a peer to the relay. */
  up(link: Link, message: unknown, to: string | undefined): void {
    const text = JSON.stringify(message);
    this.travel(link, 'lastUp', () => {
      if (this.links.has(link.uid)) this.route(link, text, to);
    });
  }

  private route(sender: Link, text: string, to: string | undefined): void {
    const date = Math.floor(this.clock.now());
    const receivers = to === undefined ? [...this.links.values()] : [this.links.get(to)];
    for (const receiver of receivers) {
      if (receiver) this.down(receiver, () => receiver.peer.heard(JSON.parse(text), sender.uid, date));
      else this.down(sender, () => sender.peer.heardError(`No user ${to ?? ''} is in this channel.`));
    }
  }

  private down(link: Link, act: () => void): void {
    this.travel(link, 'lastDown', () => {
      if (link.open) act();
    });
  }

  private travel(link: Link, lane: 'lastUp' | 'lastDown', arrive: () => void): void {
    const { loss, duplication, reorder, delay } = this.faults;
    if (this.random() < loss) return;
    const copies = this.random() < duplication ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const wanted = this.clock.now() + 1 + this.random() * delay;
      const at = reorder ? wanted : Math.max(wanted, link[lane]);
      link[lane] = Math.max(link[lane], at);
      this.clock.after(at - this.clock.now(), () => {
        // What was on its way when the connection broke is gone.
        if (link.open) arrive();
      });
    }
  }
}

/** A peer with the real conversation of a channel, and a simulated connection. */
export class SimulatedPeer implements ConversationHost {
  readonly transcript = new Transcript();
  readonly conversation: Conversation;
  readonly errors: string[] = [];
  private link: Link | undefined;

  constructor(
    readonly name: string,
    private readonly relay: SimulatedRelay,
    private readonly session: string,
    private readonly shares = false,
  ) {
    this.conversation = new Conversation({ session, formerly: [] }, this, this.transcript, relay.clock);
  }

  get online(): boolean {
    return this.link !== undefined;
  }

  connect(): void {
    if (this.link) return;
    this.link = this.relay.connect(this);
    this.conversation.online();
  }

  /** @param noticed how long the relay takes to find out, in milliseconds. */
  disconnect(noticed = 0): void {
    const { link } = this;
    if (!link) return;
    this.link = undefined;
    link.open = false;
    this.relay.disconnect(link, noticed);
    this.conversation.offline();
  }

  say(text: string): void {
    this.conversation.send({ type: 'chat', text });
  }

  heard(message: unknown, uid: string, date: number): void {
    this.conversation.received({ message, uid, alias: this.name, date });
  }

  heardLeave(uid: string): void {
    this.conversation.left(uid);
  }

  heardError(text: string): void {
    this.errors.push(text);
  }

  enqueue(make: MakeFrame): boolean {
    const { link } = this;
    if (!link) return false;
    const frame = make();
    if (frame) this.relay.up(link, frame.message, frame.uid);
    return true;
  }

  pass(_key: string, make: MakeFrame): void {
    this.enqueue(make);
  }

  passed(): void {
    // There is no pace to keep here.
  }

  silenced(): void {
    this.errors.push('silenced');
  }

  slowDown(): void {
    this.errors.push('too fast');
  }

  ownUid(): string | undefined {
    return this.link?.uid;
  }

  ownName(): string {
    return this.name;
  }

  senderOf(uid: string): Sender {
    return { uid, self: false };
  }

  failed(): void {
    this.errors.push('failed');
  }

  sharesHistory(): boolean {
    return this.shares;
  }

  deviceOf(): undefined {
    return undefined;
  }

  peopleCount(): number {
    return 4;
  }

  presenceChanged(): void {
    // The test asks when it wants to know.
  }

  get messages(): MessageEntry[] {
    return this.transcript.entries.filter(entry => entry.kind === 'message');
  }

  get texts(): string[] {
    return this.messages.map(textOf);
  }
}

export function textOf({ body }: MessageEntry): string {
  return body.type === 'text' ? body.text : '';
}
