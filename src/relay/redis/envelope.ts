import type { Present } from '../backplane';

/**
 * What the nodes (relays) that serve a channel publish for one another: a line of words and then a body. The version is
 * that of the sender's list of members of the channel, which grows by one with each who comes or goes.
 */
export type Envelope =
  /** A frame for everybody. */
  | { readonly kind: 'message'; readonly node: string; readonly version: number; readonly frame: string }
  /** A frame for one who is at the node `to`; without `from`, the answer to one that could not be delivered. */
  | {
      readonly kind: 'directed';
      readonly node: string;
      readonly version: number;
      readonly to: string;
      readonly uid: string;
      readonly from: string | undefined;
      readonly frame: string;
    }
  /** A frame for everybody, from a node that need not serve the channel. */
  | { readonly kind: 'push'; readonly node: string; readonly frame: string }
  | { readonly kind: 'joined'; readonly node: string; readonly version: number; readonly member: Present }
  | { readonly kind: 'left'; readonly node: string; readonly version: number; readonly uid: string }
  /** All members of the node. */
  | { readonly kind: 'list'; readonly node: string; readonly version: number; readonly members: readonly Present[] }
  /** The node does not serve the channel any more. */
  | { readonly kind: 'gone'; readonly node: string; readonly version: number };

/** Nobody: stands for a uid that is not there. */
const NONE = '-';

/** A member as JSON: `["uid","alias or null",0 or 1]`. */
export function writeMember({ uid, alias, announce }: Present): string {
  return JSON.stringify([uid, alias ?? null, announce ? 1 : 0]);
}

function memberOf(value: unknown): Present | undefined {
  if (!Array.isArray(value)) return undefined;
  const [uid, alias, announce] = value as unknown[];
  if (typeof uid !== 'string' || uid === '' || (alias !== null && typeof alias !== 'string')) return undefined;
  return { uid, alias: alias ?? undefined, announce: announce === 1 };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What `writeMember` wrote; `undefined` for anything else. */
export function readMember(text: string): Present | undefined {
  return memberOf(parse(text));
}

/** An envelope as it is published. */
export function writeEnvelope(envelope: Envelope): string {
  const { kind, node } = envelope;
  switch (envelope.kind) {
    case 'push':
      return `${kind} ${node}\n${envelope.frame}`;
    case 'message':
      return `${kind} ${node} ${envelope.version}\n${envelope.frame}`;
    case 'directed': {
      const { version, to, uid, from = NONE, frame } = envelope;
      return `${kind} ${node} ${version} ${to} ${uid} ${from}\n${frame}`;
    }
    case 'joined':
      return `${kind} ${node} ${envelope.version}\n${writeMember(envelope.member)}`;
    case 'left':
      return `${kind} ${node} ${envelope.version}\n${envelope.uid}`;
    case 'list':
      return `${kind} ${node} ${envelope.version}\n[${envelope.members.map(writeMember).join(',')}]`;
    case 'gone':
      return `${kind} ${node} ${envelope.version}\n`;
  }
}

function readList(text: string): Present[] {
  const list = parse(text);
  return Array.isArray(list) ? list.map(memberOf).filter(member => member !== undefined) : [];
}

/** What `writeEnvelope` wrote; `undefined` for anything else, such as that of a later version of the relay. */
export function readEnvelope(text: string): Envelope | undefined {
  const end = text.indexOf('\n');
  if (end < 0) return undefined;
  const [kind, node, count = '', to, uid, from] = text.slice(0, end).split(' ');
  const body = text.slice(end + 1);
  if (!node) return undefined;
  if (kind === 'push') return { kind, node, frame: body };
  const version = Number(count);
  if (count === '' || !Number.isSafeInteger(version)) return undefined;
  switch (kind) {
    case 'message':
      return { kind, node, version, frame: body };
    case 'directed':
      if (!to || !uid || !from) return undefined;
      return { kind, node, version, to, uid, from: from === NONE ? undefined : from, frame: body };
    case 'joined': {
      const member = readMember(body);
      return member && { kind, node, version, member };
    }
    case 'left':
      return { kind, node, version, uid: body };
    case 'list':
      return { kind, node, version, members: readList(body) };
    case 'gone':
      return { kind, node, version };
    default:
      return undefined;
  }
}
