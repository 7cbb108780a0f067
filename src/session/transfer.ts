import { crc32 } from '../base/crc32';
import { byteLength, type Bytes } from '../base/encoding';
import { AppError } from '../base/errors';
import { isRecord } from '../base/guards';
import { sentence, type Word } from '../base/sentence';
import { asContent, type Content } from '../protocol/content';
import { encodeClientFrame } from '../protocol/itty';
import { asPassing, PASSING_LIMITS, type Resent } from '../protocol/passing';
import { deflate, inflate } from './compress';
import { openEnvelope, type Envelope } from './envelope';

/** Long content as it travels: what is cut into parts. See `Part` in protocol/passing.ts. */
export interface Packed {
  /** The content's id, which names the transfer. */
  readonly id: string;
  /** Its JSON in UTF-8, packed by raw deflate. */
  readonly bytes: Bytes;
  /** Bytes before packing. */
  readonly full: number;
  /** CRC-32 of `bytes`. */
  readonly sum: number;
}

const MAX = PASSING_LIMITS.transfer;
const MAX_TEXT = `${MAX / 1024 / 1024} MB`;

/** What has travelled; `name` and `date` as in `Resent`, where it was given once more. */
export type Travelled = Pick<Resent, 'content'> & Partial<Pick<Resent, 'name' | 'date'>>;

function asTravelled(value: unknown): Travelled | undefined {
  const content = asContent(value);
  if (content) return { content };
  const resent = asPassing(value);
  return resent?.type === 'resent' ? resent : undefined;
}

/** Whether content has to travel in parts. @param room bytes; see `Envelope`. */
export function isLong(content: Content, uid: string | undefined, room: number): boolean {
  return byteLength(encodeClientFrame(content, uid)) > room;
}

function tooLong(has: Word): AppError {
  return new AppError('input', 'This is {0} and a message holds {1}: send a smaller part.', [has, MAX_TEXT]);
}

/** In MB, rounded up, so that what is just too long is not said to fit. */
function megabytes(bytes: number): string {
  return `${(Math.ceil((bytes / 1024 / 1024) * 10) / 10).toFixed(1)} MB`;
}

function jsonOf(whole: Content | Resent): Bytes {
  try {
    return new TextEncoder().encode(JSON.stringify(whole));
  } catch {
    // The only thing that can go wrong with content: it is longer than the engine's longest string.
    throw tooLong(sentence('far too long'));
  }
}

/**
 * Makes content ready to travel in parts. Memory: its JSON and the packed bytes, 8 MB each.
 *
 * @param said the content; or, where it is another's and given once more, the `resent` that it would be if it were short.
 * @throws AppError `input` when it is more than 8 MB, before packing or after, or of a shape that no peer would take.
 */
export async function pack(said: Content | Resent, envelope: Envelope = openEnvelope): Promise<Packed> {
  const whole = said.type === 'resent' ? said : await envelope.prove(said);
  const content = whole.type === 'resent' ? whole.content : whole;
  const json = jsonOf(whole);
  if (json.length > MAX) throw tooLong(megabytes(json.length));
  // The guard makes talk of what is not well-formed, and of another's kind that is not known here, which goes on as it came.
  if (said.type !== 'resent' && asContent(content)?.type !== content.type) {
    throw new AppError('input', 'A piece of this is longer than others take over: send a smaller part.');
  }
  const bytes = await deflate(json, MAX);
  if (!bytes) throw tooLong(sentence('more than {0} once packed', MAX_TEXT));
  return { id: content.id, bytes, full: json.length, sum: crc32(bytes) };
}

/**
 * Makes content of what has travelled. `undefined` when anything about it is wrong: the checksum, either size, the
 * packing, the text, the JSON, its shape, or when it is the content of another id. Stops unpacking at `full` or at 8 MB,
 * whichever is less, so that a bomb costs no more memory than content. Never rejects.
 *
 * The content's `session` is not compared with anything: who sends it on for another is for the caller to judge.
 */
export async function unpack(
  { id, bytes, full, sum }: Packed,
  envelope: Envelope = openEnvelope,
): Promise<Travelled | undefined> {
  if (bytes.length > MAX || full > MAX || crc32(bytes) !== sum) return undefined;
  const json = await inflate(bytes, full);
  if (json?.length !== full) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
    const raw: unknown = JSON.parse(text);
    const travelled = asTravelled(raw);
    if (travelled?.content.id !== id) return undefined;
    const author = await envelope.author(asContent(raw) || !isRecord(raw) ? raw : raw['content']);
    return author && { ...travelled, ...author };
  } catch {
    return undefined;
  }
}
