import { createHash } from 'node:crypto';
import type { Present } from '../backplane';
import { readMember } from './envelope';
import type { NodeState } from './replica';
import { KEYS_FIELD } from './scripts';

/** Where things are in Redis: see scripts.ts. */

/** Bytes of a channel's id. */
const ID_BYTES = 24;

/** What stands for a channel in Redis: its name may have any characters, and is nobody's business. */
export function channelId(name: string): string {
  return createHash('sha256')
    .update(name)
    .digest('base64url')
    .slice(0, (ID_BYTES * 4) / 3);
}

/** Where the members of a channel are told of, and what they say is published. */
export function topicOf(id: string): string {
  return `lc:{${id}}`;
}

/** The hashes of a channel: its nodes, and its members. */
export function keysOf(id: string): [string, string] {
  return [`lc:{${id}}:nodes`, `lc:{${id}}:members`];
}

/** A hash as it comes out of a script. */
export function pairs(list: unknown): [string, string][] {
  const flat = Array.isArray(list) ? (list as string[]) : [];
  return flat.flatMap((text, i): [string, string][] => (i % 2 ? [] : [[text, flat[i + 1] ?? '']]));
}

/** What the hashes of a channel say of its nodes and their members. */
export function readState(nodes: unknown, members: unknown): Map<string, NodeState> {
  const state = new Map<string, { version: number; members: Map<string, Present> }>();
  for (const [node, version] of pairs(nodes)) {
    if (node !== KEYS_FIELD) state.set(node, { version: Number(version), members: new Map() });
  }
  for (const [field, value] of pairs(members)) {
    const member = readMember(value);
    if (member) state.get(field.split(' ', 1)[0] ?? '')?.members.set(member.uid, member);
  }
  return state;
}
