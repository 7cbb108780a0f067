import { isRecord, isSameJson, isText, isWithin } from '../base/guards';
import { fields, flag, integer, text, type Read } from '../base/readers';
import { asAmendment, type Amendment } from './amendments';
import { asKind, LIMITS, type Kind } from './bodies';

/** What Live Channels peers say to each other, inside itty messages. See README.md beside this file. */

/**
 * Carried by all lasting content. `session` names one joined channel in one window and survives reconnects, as a uid
 * does not; `seq` counts that session's lasting content from 1; `id` is unique and names the content in replies.
 */
export interface Lasting {
  id: string;
  session: string;
  seq: number;
  /**
   * When it was written, in milliseconds since 1970 by the server's clock as its sender knows it, and later than all
   * its sender had seen: everybody shows messages in this order.
   */
  at: number;
  /** Sent to one person only. The frame that arrives does not tell, so the content does. */
  direct?: true;
  /** In a private channel: that its session has said this. */
  proof?: Proof;
  /**
   * JSON of all its fields that this version does not know, or does not read as they came. Never sent as such: see `asSent`.
   */
  beyond?: string;
}

/** A session's signature over content, which goes with it wherever it is passed on; see "Sealed frames". */
export interface Proof {
  /** The session's public key and the signature, in URL-safe base 64. */
  key: string;
  sig: string;
  /** What its author was called. */
  name: string;
}

/** What a person says, before delivery has given it its id, session and sequence. */
export type Draft = Kind & {
  /** What a plain itty client shows of it: `{type: 'chat', text}` is the public service's own convention. */
  text: string;
  /** It answers the content with this id. */
  re?: string;
};

/** What a person has said. */
export type Message = Draft & Lasting;

/** Nothing: its sender took the number and then could not send. It fills the place and is not shown. */
export interface Void extends Lasting {
  type: 'void';
  text: '';
}

/** What changes something that was said before. */
export type Amended = Amendment & Lasting;

export type Content = Message | Amended | Void;

/** Deeper nesting is nothing that anybody signs: see `canonical`. */
const MAX_DEPTH = 32;

/** Longest text of a key, a signature or a name. UTF-16 units. */
const MAX_PROOF = 128;

/** The guard for proofs; whether one holds is another matter. */
export const asProof: Read<Proof> = fields<Proof>(
  { key: text(MAX_PROOF, 1), sig: text(MAX_PROOF, 1), name: text(MAX_PROOF) },
  'key',
  'sig',
  'name',
);

const asLasting: Read<Omit<Lasting, 'beyond'>> = fields<Omit<Lasting, 'beyond'>>(
  {
    id: text(LIMITS.id, 1),
    session: text(LIMITS.id, 1),
    seq: integer(1, Number.MAX_SAFE_INTEGER),
    at: integer(0, Number.MAX_SAFE_INTEGER),
    direct: flag,
    proof: asProof,
  },
  'id',
  'session',
  'seq',
  'at',
);

const asReply = text(LIMITS.id, 1);

/**
 * The one guard for content from a peer; `undefined` for what is no lasting content. A kind that this version does not
 * know, or that is not well-formed, becomes talk: its text keeps its place in the order. What it returns has the fields
 * of its kind, and all else that came in `beyond`.
 */
export function asContent(value: unknown): Content | undefined {
  if (!isRecord(value) || !isText(value['text'], LIMITS.text) || value['type'] === undefined) return undefined;
  const lasting = asLasting(value);
  if (!lasting) return undefined;
  const content = { ...asSaid(value, value['text']), ...lasting };
  const beyond = beyondOf(value, content);
  return beyond === undefined ? content : { ...content, beyond };
}

/**
 * Content as it came, for whoever it is passed on to and for keeping it: a later version reads more of it, and a proof is
 * of all its fields.
 */
export function asSent<T extends Content>(content: T): T {
  const { beyond, ...known } = content;
  // Only said of what is shown.
  if ('foreign' in known) delete known.foreign;
  return { ...known, ...(beyond !== undefined && (JSON.parse(beyond) as object)) } as T;
}

/** What of a value the content made of it does not say; `undefined` if that is nothing, or more than can be kept. */
function beyondOf(value: Record<string, unknown>, content: object): string | undefined {
  const read = new Map<string, unknown>(Object.entries(content));
  const fields = Object.entries(value).filter(([name, field]) => isBeyond(name, field, read.get(name)));
  if (fields.length === 0 || !fields.every(([, field]) => isWithin(field, MAX_DEPTH))) return undefined;
  try {
    const beyond = JSON.stringify(Object.fromEntries(fields));
    return beyond.length <= LIMITS.text ? beyond : undefined;
  } catch {
    // No value of JSON.
    return undefined;
  }
}

/** A proof is of all but itself; `foreign` is what is said here of the `type`, whatever came under that name. */
function isBeyond(name: string, field: unknown, read: unknown): boolean {
  return name === 'foreign' || (name !== 'proof' && !isSameJson(field, read));
}

/** How much `beyond` takes, in UTF-16 units. */
export function beyondUnits({ beyond }: Pick<Lasting, 'beyond'>): number {
  return beyond?.length ?? 0;
}

/** The guard for content that has no number yet, as it is kept on disk; `undefined` for anything else. */
export function asDraft(value: unknown): Draft | Amendment | undefined {
  if (!isRecord(value) || !isText(value['text'], LIMITS.text)) return undefined;
  const amendment = asAmendment(value);
  if (amendment) return amendment;
  const kind = asKind(value);
  const re = asReply(value['re']);
  return kind && { ...kind, text: value['text'], ...(re !== undefined && { re }) };
}

function asSaid(value: Record<string, unknown>, words: string): Draft | Amendment | { type: 'void'; text: '' } {
  const { type } = value;
  if (type === 'void' && words === '') return { type, text: '' };
  return asDraft(value) ?? { type: 'chat', ...(isText(type, LIMITS.id) && { foreign: type }), text: words };
}
