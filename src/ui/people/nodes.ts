import type { PersonView } from '../../protocol/panel';
import type { CommandId } from '../contributions';
import type { Verification } from '../private/verified';
import type { TargetHint } from '../targets';
import type { Silence } from './blockRules';

/** A node of the view "People". It doubles as the target that a context-menu command gets. */
export type PeopleNode = ChannelNode | PersonNode | AnonymousNode | NoteNode;

interface InChannel extends TargetHint {
  readonly channel: string;
}

export interface ChannelNode extends InChannel {
  readonly kind: 'channel';
}

export interface PersonNode extends InChannel {
  readonly kind: 'person';
  /** Names them among the people of the channel, over a reconnect too. */
  readonly key: string;
  person: PersonView;
  /** Another one here has a name that looks the same. */
  isAmbiguous: boolean;
  isFollowed: boolean;
  silence: Silence | undefined;
  verification: Verification;
}

/** Those who are connected without a name. */
export interface AnonymousNode extends InChannel {
  readonly kind: 'anonymous';
  count: number;
}

/** Why a channel has no people to show, and what a click does about it. */
export interface NoteNode extends InChannel {
  readonly kind: 'note';
  text: string;
  icon: string;
  command: CommandId | undefined;
}

/** What a node is called among those of one tree. */
export function nodeId(node: PeopleNode): string {
  if (node.kind === 'channel') return node.channel;
  return `${node.channel}\n${node.kind === 'person' ? node.key : node.kind}`;
}
