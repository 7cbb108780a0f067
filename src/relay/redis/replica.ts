import type { Present } from '../backplane';
import type { Envelope } from './envelope';

/** What one node says of who is in a channel by it. */
export interface NodeState {
  readonly version: number;
  readonly members: ReadonlyMap<string, Present>;
}

/** Hears who came and went. */
export interface Audience {
  joined(member: Present): void;
  left(member: Present): void;
}

/** What the nodes say of their members. */
export type Said = Extract<Envelope, { kind: 'joined' | 'left' | 'list' | 'gone' }>;

/**
 * Who is in a channel by other nodes, put together from what these publish and from what is kept in Redis. Whatever is
 * heard twice, late or not at all: each coming and going is told once, and in the end all is as the nodes say.
 */
export class Replica {
  private readonly nodes = new Map<string, { version: number; members: Map<string, Present> }>();

  constructor(private readonly audience: Audience) {}

  /** The version of each node's list that is known here. */
  get versions(): ReadonlyMap<string, number> {
    return new Map([...this.nodes].map(([node, { version }]) => [node, version]));
  }

  /** Whether the node is known to serve the channel. */
  has(node: string): boolean {
    return this.nodes.has(node);
  }

  /** Whether what the node says at this version is up to date with what is known of it. */
  isAt(node: string, version: number): boolean {
    return this.nodes.get(node)?.version === version;
  }

  /** The node by which somebody is in the channel. */
  nodeOf(uid: string): string | undefined {
    for (const [node, { members }] of this.nodes) if (members.has(uid)) return node;
    return undefined;
  }

  /** Takes in what a node said. `false`: something before it was not heard, so that all has to be asked for again. */
  hear(said: Said): boolean {
    const known = this.nodes.get(said.node);
    if (known && said.version <= known.version) return true;
    switch (said.kind) {
      case 'list':
        this.replace(said.node, { version: said.version, members: byUid(said.members) });
        return true;
      case 'gone':
        this.drop(said.node);
        return true;
      case 'joined':
      case 'left':
        if (known?.version !== said.version - 1) return false;
        known.version = said.version;
        if (said.kind === 'joined') this.add(known.members, said.member);
        else this.remove(known.members, said.uid);
        return true;
    }
  }

  /** What there is to know, from Redis: if that is all, nodes that are not in it are gone. */
  load(state: ReadonlyMap<string, NodeState>, isAll = true): void {
    for (const node of [...this.nodes.keys()]) if (isAll && !state.has(node)) this.drop(node);
    for (const [node, its] of state) {
      const known = this.nodes.get(node);
      if (!known || its.version >= known.version) this.replace(node, its);
    }
  }

  /** A node is gone, and everybody who was there by it. */
  drop(node: string): void {
    const known = this.nodes.get(node);
    if (!known) return;
    this.nodes.delete(node);
    for (const member of known.members.values()) this.audience.left(member);
  }

  /** Nobody else is in reach. */
  clear(): void {
    for (const node of [...this.nodes.keys()]) this.drop(node);
  }

  private replace(node: string, { version, members }: NodeState): void {
    const known = this.nodes.get(node) ?? { version, members: new Map<string, Present>() };
    known.version = version;
    this.nodes.set(node, known);
    for (const uid of [...known.members.keys()]) if (!members.has(uid)) this.remove(known.members, uid);
    for (const member of members.values()) this.add(known.members, member);
  }

  private add(members: Map<string, Present>, member: Present): void {
    if (members.has(member.uid)) return;
    members.set(member.uid, member);
    this.audience.joined(member);
  }

  private remove(members: Map<string, Present>, uid: string): void {
    const member = members.get(uid);
    if (!member) return;
    members.delete(uid);
    this.audience.left(member);
  }
}

function byUid(members: readonly Present[]): Map<string, Present> {
  return new Map(members.map(member => [member.uid, member]));
}
