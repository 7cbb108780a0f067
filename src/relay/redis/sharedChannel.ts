import type { Entering, Inbound, Outbound, Present } from '../backplane';
import type { User } from '../frames';
import { ChannelKeys } from '../keys';
import { Refusal } from '../refusal';
import { unknownUser } from '../room';
import { readEnvelope, writeEnvelope, writeMember } from './envelope';
import { channelId, keysOf, pairs, readState, topicOf } from './keyspace';
import type { Link } from './link';
import { Replica, type Said } from './replica';
import { CHANGE, KEYS_FIELD, LEAVE, SYNC } from './scripts';

/** The relay as one of those that serve the same channels, as each of its channels needs to know it. */
export interface Node {
  readonly id: string;
  readonly link: Link;
  /** What is published now arrives. */
  readonly ready: boolean;
  /** It is known which channels there are. */
  readonly settled: boolean;
  /** Nodes that were not heard of for too long and are not tidied up after yet. */
  readonly dead: ReadonlySet<string>;
  /** The version after this one, or after all that there were, so that a channel served again does not begin anew. */
  nextVersion(after?: number): number;
  /** It is served no more. */
  closed(channel: SharedChannel): void;
}

export const OUT_OF_REACH = new Refusal(
  503,
  'it cannot be told at the moment whether these keys open this channel.',
  undefined,
  2,
);

function ignore(): void {
  // The next sign of life shows what is wrong.
}

type Mode = 'enter' | 'unsettled' | 'keep' | 'reserved';

/** A channel that this node serves, and others may. */
export class SharedChannel implements Outbound {
  readonly id: string;
  keys: ChannelKeys;
  /** What is known of the others may be wrong: everything has to be asked for again. */
  stale = false;
  private readonly isReserved: boolean;
  private readonly replica: Replica;
  private version: number;
  /** The others know what there is here, or will by what is on its way. */
  private told = false;
  private open = true;
  /** What the others said while everything is being asked for. */
  private queue: Said[] | undefined;

  constructor(
    private readonly node: Node,
    { channel, keys, isReserved }: Entering,
    private readonly inbound: Inbound,
  ) {
    this.id = channelId(channel);
    this.keys = new ChannelKeys(keys);
    this.isReserved = isReserved;
    this.replica = new Replica(inbound);
    this.version = node.nextVersion();
  }

  /** Enters it for the first time. Never rejects. */
  async enter(): Promise<Outbound | Refusal> {
    const mode = this.isReserved ? 'reserved' : this.node.settled ? 'enter' : 'unsettled';
    try {
      if ((await this.ask(mode)) === 'in') return this;
    } catch {
      // Nobody can say whose channel it is.
    }
    this.close();
    return OUT_OF_REACH;
  }

  /** Says again what there is here, and asks for everything else. Never rejects. */
  async sync(): Promise<void> {
    if (!this.open || this.queue) return;
    this.stale = false;
    try {
      if ((await this.ask(this.isReserved ? 'reserved' : 'keep')) === 'conflict') this.giveUp();
    } catch {
      this.lost();
    }
  }

  /** The others may have forgotten this node: they are to believe what it says next. */
  renew(): void {
    this.version = this.node.nextVersion(this.version);
    this.stale = true;
  }

  /** What is said from now on does not reach anybody. */
  lost(): void {
    this.told = false;
    this.stale = true;
  }

  /** Others have not been in reach for so long that they count as gone. */
  alone(): void {
    this.replica.clear();
  }

  drop(node: string): void {
    this.replica.drop(node);
  }

  /** Looks whether Redis has what is known here. */
  async audit(): Promise<void> {
    const [nodes] = keysOf(this.id);
    const kept = new Map(pairs(await this.node.link.call('HGETALL', nodes)));
    kept.delete(KEYS_FIELD);
    for (const dead of this.node.dead) kept.delete(dead);
    const own = kept.get(this.node.id);
    kept.delete(this.node.id);
    const { versions } = this.replica;
    const same = own === String(this.version) && kept.size === versions.size;
    if (!same || [...kept].some(([node, version]) => String(versions.get(node)) !== version)) this.stale = true;
  }

  /** Something was published in this channel. */
  hear(text: string): void {
    const envelope = readEnvelope(text);
    if (!envelope || !this.open || envelope.node === this.node.id) return;
    switch (envelope.kind) {
      case 'push':
        this.inbound.frame(envelope.frame);
        return;
      case 'message':
        if (this.takesFrom(envelope.node, envelope.version)) this.inbound.frame(envelope.frame);
        return;
      case 'directed': {
        const { node, version, to, uid, from, frame } = envelope;
        if (
          !this.takesFrom(node, version) ||
          to !== this.node.id ||
          this.inbound.frameFor(uid, frame) ||
          from === undefined
        )
          return;
        this.tell(node, from, undefined, unknownUser(uid, Date.now()));
        return;
      }
      default:
        if (this.queue) this.queue.push(envelope);
        else if (!this.replica.hear(envelope)) this.stale = true;
    }
  }

  joined(member: Present): void {
    const envelope = (version: number) => writeEnvelope({ kind: 'joined', node: this.node.id, version, member });
    this.change(member.uid, envelope, writeMember(member));
  }

  left({ uid }: Present): void {
    this.change(uid, version => writeEnvelope({ kind: 'left', node: this.node.id, version, uid }));
  }

  send(frame: string): void {
    if (!this.open || !this.told || !this.node.ready) return;
    this.publish(writeEnvelope({ kind: 'message', node: this.node.id, version: this.version, frame }));
  }

  sendTo(uid: string, frame: string, { uid: from }: User): boolean {
    const to = this.replica.nodeOf(uid);
    return this.open && this.told && this.node.ready && to !== undefined && this.tell(to, uid, from, frame);
  }

  close(): void {
    void this.leave();
  }

  /** Closes it; done when Redis knows, or cannot be told. Never rejects. */
  async leave(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    this.node.closed(this);
    const { link, id } = this.node;
    const envelope = writeEnvelope({ kind: 'gone', node: id, version: this.node.nextVersion(this.version) });
    await link.run(LEAVE, keysOf(this.id), [id, '', link.verb, topicOf(this.id), envelope]).catch(ignore);
  }

  private async ask(mode: Mode): Promise<'in' | 'unsettled' | 'conflict'> {
    const { link, id, dead } = this.node;
    const topic = topicOf(this.id);
    const queue: Said[] = [];
    this.queue = queue;
    try {
      await link.subscribe(topic);
      // It was left meanwhile: saying now what there was would keep it, and its keys, for as long as this relay lives.
      if (!this.open) return 'unsettled';
      const members = [...this.inbound.members()];
      const list = writeEnvelope({ kind: 'list', node: id, version: this.version, members });
      const told = [link.verb, topic, id, this.version, this.keys.toString(), mode, list, dead.size, ...dead];
      const fields = members.flatMap(member => [`${id} ${member.uid}`, writeMember(member)]);
      // From here on whoever comes or goes is told after this, as what is sent keeps its order.
      this.told = true;
      const answer = await link.run(SYNC, keysOf(this.id), [...told, ...fields]);
      const [outcome, keys, nodes, others] = Array.isArray(answer) ? (answer as unknown[]) : [];
      if (outcome !== 'in') return outcome === 'conflict' ? 'conflict' : 'unsettled';
      if (mode !== 'keep') this.keys = ChannelKeys.read(String(keys));
      this.queue = undefined;
      // After a loss of everything the others have to say first that they are there.
      const isAll = this.node.settled;
      this.replica.load(readState(nodes, others), isAll);
      if (!isAll) this.stale = true;
      for (const said of queue) if (!this.replica.hear(said)) this.stale = true;
      return 'in';
    } finally {
      this.queue = undefined;
    }
  }

  private change(uid: string, envelope: (version: number) => string, value?: string): void {
    if (!this.open) return;
    this.version = this.node.nextVersion(this.version);
    if (!this.told) return;
    const { link, id } = this.node;
    const said = [link.verb, topicOf(this.id), id, this.version, envelope(this.version), `${id} ${uid}`];
    link.run(CHANGE, keysOf(this.id), value === undefined ? said : [...said, value]).catch(() => this.lost());
  }

  /** Who is not known to be in the channel is not heard: it may have been another channel for them. */
  private takesFrom(node: string, version: number): boolean {
    if (this.queue) return true;
    if (!this.replica.isAt(node, version)) this.stale = true;
    return this.replica.has(node);
  }

  private tell(to: string, uid: string, from: string | undefined, frame: string): boolean {
    const { id } = this.node;
    this.publish(writeEnvelope({ kind: 'directed', node: id, version: this.version, to, uid, from, frame }));
    return true;
  }

  private publish(text: string): void {
    this.node.link.publish(topicOf(this.id), text);
  }

  /** Elsewhere it is another channel by now. */
  private giveUp(): void {
    this.close();
    this.replica.clear();
    this.inbound.dismiss();
  }
}
