import { isRecord } from '../base/guards';
import { asKind, type Kind } from '../protocol/bodies';
import { asContent, type Content, type Draft } from '../protocol/content';
import { asPassing, type PassingContent } from '../protocol/passing';
import type { Body, MessageEntry } from '../protocol/transcript';
import { plainText } from '../snippet/snippet';

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

/** What is shown of what somebody says, without what belongs to its delivery. */
export function bodyOf(draft: Draft): Body {
  const kind = asKind({ ...draft });
  if (kind && kind.type !== 'chat') return kind;
  const foreign = draft.type === 'chat' ? draft.foreign : undefined;
  return { type: 'text', text: draft.text, ...(foreign !== undefined && { foreign }) };
}

/** What has to be sent to say the same again. */
export function draftOf({ body, re }: Pick<MessageEntry, 'body' | 're'>): Draft {
  const kind: Kind = body.type === 'text' ? { type: 'chat' } : body;
  const text = body.type === 'text' ? body.text : plainText(body);
  return { ...kind, text, ...(re !== undefined && { re }) };
}
