import type { PersonView } from '../../protocol/panel';
import type { Channel } from '../../session/channel';
import type { Verification } from '../private/verified';
import type { Silence } from './blockRules';
import { nodeId, type PeopleNode } from './nodes';
import { ambiguous, keysOf, latestOf, ordered } from './order';

/** What the tree has to know of people and channels beside what the channels say. */
export interface TreeFacts {
  isFavourite(channel: string): boolean;
  isFollowed(channel: string, person: PersonView): boolean;
  silenceOf(person: PersonView): Silence | undefined;
  verificationOf(channel: Channel, person: PersonView): Verification;
  /** A sentence in place of people, and what a click does; `undefined` where there are people. */
  noteOf(channel: Channel): Pick<PeopleNode & { kind: 'note' }, 'text' | 'icon' | 'command'> | undefined;
}

/**
 * The nodes of the view "People": channels, and in each the people, oneself first, the anonymous ones as a count. One and
 * the same thing is one and the same object as long as it is there, as VS Code refreshes by objects.
 */
export class TreeModel {
  private readonly nodes = new Map<string, PeopleNode>();

  constructor(private readonly facts: TreeFacts) {}

  /** Favourites first, then by the latest message. */
  roots(channels: readonly Channel[]): PeopleNode[] {
    const ranked = channels.map(({ name, transcript }) => ({
      name,
      favourite: this.facts.isFavourite(name),
      latest: latestOf(transcript.entries),
    }));
    return ordered(ranked).map(({ name }) => this.kept({ kind: 'channel', channel: name }));
  }

  childrenOf(channel: Channel): PeopleNode[] {
    const nodes = this.nodesIn(channel);
    const ids = new Set([channel.name, ...nodes.map(nodeId)]);
    for (const [id, node] of this.nodes) if (node.channel === channel.name && !ids.has(id)) this.nodes.delete(id);
    return nodes;
  }

  /** Forgets the nodes of channels that are not there any more. */
  keep(channels: ReadonlySet<string>): void {
    for (const [id, { channel }] of this.nodes) if (!channels.has(channel)) this.nodes.delete(id);
  }

  private nodesIn(channel: Channel): PeopleNode[] {
    const note = this.facts.noteOf(channel);
    const { people, anonymous, state } = channel.view;
    const { name } = channel;
    if (note) return [this.kept({ kind: 'note', channel: name, ...note })];
    if (state !== 'online') return [];
    const keys = keysOf(people);
    const alike = ambiguous(people);
    const nodes = people.map((person, index) =>
      this.kept({
        kind: 'person',
        channel: name,
        key: keys[index] ?? '',
        ...(person.uid !== undefined && { uid: person.uid }),
        person,
        isAmbiguous: alike.has(person),
        isFollowed: this.facts.isFollowed(name, person),
        silence: person.self ? undefined : this.facts.silenceOf(person),
        verification: this.facts.verificationOf(channel, person),
      }),
    );
    return anonymous > 0 ? [...nodes, this.kept({ kind: 'anonymous', channel: name, count: anonymous })] : nodes;
  }

  /** The node that stands for the same, with what is new of it. */
  private kept(fresh: PeopleNode): PeopleNode {
    const id = nodeId(fresh);
    const known = this.nodes.get(id);
    if (!known) {
      this.nodes.set(id, fresh);
      return fresh;
    }
    return Object.assign(known, fresh);
  }
}
