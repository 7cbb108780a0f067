import { isRecord } from '../base/guards';
import { asContent, snippetBody, type Chat, type Content, type Draft, type Snippet } from '../protocol/content';
import { asPassing, type PassingContent } from '../protocol/passing';
import type { MessageEntry } from '../protocol/transcript';
import { placeOf } from './snippet';

/** What arrived, made out of a payload that nobody has checked. */
export type Incoming =
  | { kind: 'content'; content: Content }
  /** From a plain itty client, or of a kind this version does not know: shown as text. */
  | { kind: 'text'; text: string }
  /** Not for people. Without `message` it is of a kind this version does not know. */
  | { kind: 'passing'; message?: PassingContent };

/** Longest text of a foreign payload that is shown; what follows is cut. UTF-16 units. */
const MAX_FOREIGN_TEXT = 20_000;

function foreignText(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  if (isRecord(payload) && typeof payload['text'] === 'string') return payload['text'];
  try {
    const json: unknown = JSON.stringify(payload, undefined, 2);
    return typeof json === 'string' ? json : '';
  } catch {
    // JSON reads nesting that it cannot write.
    return '(a value nested too deeply to be shown)';
  }
}

/** The one place where a payload becomes something that is shown. */
export function readPayload(payload: unknown): Incoming {
  const content = asContent(payload);
  if (content) return { kind: 'content', content };
  // See protocol/README.md: lasting content is counted, passing content is not, and an unknown kind of it is ignored.
  if (isRecord(payload) && typeof payload['session'] === 'string' && payload['seq'] === undefined) {
    const message = asPassing(payload);
    return { kind: 'passing', ...(message && { message }) };
  }
  return { kind: 'text', text: foreignText(payload).slice(0, MAX_FOREIGN_TEXT) };
}

/** The body of a transcript entry for content, without what belongs to its delivery. */
export function bodyOf(content: Chat | Snippet): MessageEntry['body'] {
  if (content.type === 'chat') return { type: 'text', text: content.text };
  return { type: 'snippet', ...snippetBody(content) };
}

/** What has to be sent to say the same again. */
export function draftOf(body: MessageEntry['body']): Draft {
  return body.type === 'text'
    ? { type: 'chat', text: body.text }
    : { ...body, type: 'snippet', text: body.comment ?? placeOf(body) };
}
