import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomId } from '../../base/encoding';
import { isJson } from '../channels';
import type { Counters } from '../counters';
import type { Visitor } from '../gate';
import type { Limits } from '../limits';
import { Refusal } from '../refusal';
import type { Relay } from '../relay';
import type { Namespaces } from './namespaces';

/** The most that is read when messages have no limit. Bytes. */
const MAX_BYTES = 100_000_000;

const WRONG_KEY = 403;
const OUT_OF_REACH = new Refusal(503, 'the other relays are not in reach at the moment.', undefined, 5);
const NOT_JSON = new Refusal(400, 'the body has to be a message as JSON, in UTF-8.');
const TOO_MANY_GUESSES = new Refusal(429, 'there were too many wrong keys from your address.', 'guesses', 60);

/** What a push is decided with. */
export interface PushOptions {
  readonly namespaces: Namespaces;
  readonly limits: Limits;
  readonly counters: Counters;
  readonly relay: Relay;
}

/** The body as text; `undefined` when it is larger than `max` bytes or not UTF-8. @throws when it breaks off. */
async function bodyOf(request: IncomingMessage, max: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > max) return undefined;
    parts.push(part);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    return '';
  }
}

async function checkKey(
  request: IncomingMessage,
  channel: string,
  visitor: Visitor,
  namespaces: Namespaces,
): Promise<Refusal | undefined> {
  const given = request.headers['x-send-key'];
  const key = typeof given === 'string' && given !== '' ? given : undefined;
  if (key !== undefined && !visitor.tryKey()) return TOO_MANY_GUESSES;
  const refusal = await namespaces.mayPush(channel, key);
  if (key !== undefined && refusal?.status !== WRONG_KEY) visitor.keyWasRight();
  return refusal;
}

async function decide(request: IncomingMessage, channel: string, options: PushOptions): Promise<Refusal | undefined> {
  const { relay, namespaces, limits, counters } = options;
  const visitor = relay.receive(request);
  if (visitor instanceof Refusal) return visitor;
  const refusal = await checkKey(request, channel, visitor, namespaces);
  if (refusal) return refusal;
  const max = limits.size > 0 ? limits.size : MAX_BYTES;
  const payload = await bodyOf(request, max);
  if (payload === undefined) return new Refusal(413, `at most ${max} bytes a message.`, 'size');
  if (!isJson(payload)) return NOT_JSON;
  counters.received(Buffer.byteLength(payload));
  // A client tells senders apart by their uid; one that pushes is nobody in the channel, and somebody else each time.
  return relay.push(channel, { uid: randomId(), alias: undefined }, payload) ? undefined : OUT_OF_REACH;
}

/**
 * `POST /c/<channel>` with a message as JSON and the channel's sendKey in `x-send-key`, for scripts that want to say
 * something without joining. 204 when it was passed on, be it to nobody.
 *
 * @returns the refusal that was answered with, if it was one; `undefined` also when the one who asked is gone.
 */
export async function answerPush(
  request: IncomingMessage,
  response: ServerResponse,
  channel: string,
  options: PushOptions,
): Promise<Refusal | undefined> {
  try {
    const refusal = await decide(request, channel, options);
    if (!refusal) response.writeHead(204).end();
    // What is left of the body is not read: the connection cannot be used again.
    else response.writeHead(refusal.status, { ...refusal.headers, Connection: 'close' }).end(refusal.text);
    return refusal;
  } catch {
    response.destroy();
    return undefined;
  }
}
