import { isInteger, isRecord, isText } from '../base/guards';

/** What Live Channels peers say to each other, inside itty messages. See README.md beside this file. */

/** Bounds of what is accepted from a peer. A frame holds 100 KB and a transfer 8 MB, so these only stop absurd shapes. */
export const LIMITS = { id: 64, text: 8 * 1024 * 1024, path: 1024, language: 64, ranges: 200 } as const;

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
}

/** A line of talk. `{type: 'chat', text}` is the public service's own convention, readable by any itty client. */
export interface Chat extends Lasting {
  type: 'chat';
  text: string;
}

/** A piece of code: lines and columns count from 1, `endColumn` is the column behind the last character. */
export interface SnippetRange {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
  code: string;
}

/** Code and where it came from, without what delivery adds to it. */
export interface SnippetBody {
  /** Relative to the workspace folder, with `/`, never absolute; absent for a file that has no name. */
  path?: string;
  /** VS Code's language identifier. */
  language?: string;
  /** What the sender typed with it. */
  comment?: string;
  /** The whole file was sent, not a selection of it. */
  whole?: true;
  ranges: SnippetRange[];
}

/** A snippet on its way. `text` is what a plain itty client shows: the comment, or else the place. */
export interface Snippet extends Lasting, SnippetBody {
  type: 'snippet';
  text: string;
}

/** Nothing: its sender took the number and then could not send. It fills the place and is not shown. */
export interface Void extends Lasting {
  type: 'void';
  text: '';
}

export type Content = Chat | Snippet | Void;

/** Content before delivery has given it its id, session and sequence. */
export type Draft = Pick<Chat, 'type' | 'text'> | (Pick<Snippet, 'type' | 'text'> & SnippetBody);

const MAX_POSITION = 10_000_000;

function isLasting(value: Record<string, unknown>): boolean {
  return (
    isText(value['id'], LIMITS.id) &&
    value['id'] !== '' &&
    isText(value['session'], LIMITS.id) &&
    value['session'] !== '' &&
    isInteger(value['seq'], 1, Number.MAX_SAFE_INTEGER) &&
    isInteger(value['at'], 0, Number.MAX_SAFE_INTEGER) &&
    (value['direct'] === undefined || value['direct'] === true)
  );
}

function isRange(value: unknown): value is SnippetRange {
  return (
    isRecord(value) &&
    ['startLine', 'startColumn', 'endLine', 'endColumn'].every(key => isInteger(value[key], 1, MAX_POSITION)) &&
    isText(value['code'], LIMITS.text)
  );
}

function isOptionalText(value: unknown, max: number): boolean {
  return value === undefined || isText(value, max);
}

function isSnippet(value: Record<string, unknown>): boolean {
  const ranges = value['ranges'];
  return (
    isOptionalText(value['path'], LIMITS.path) &&
    isOptionalText(value['language'], LIMITS.language) &&
    isOptionalText(value['comment'], LIMITS.text) &&
    (value['whole'] === undefined || value['whole'] === true) &&
    Array.isArray(ranges) &&
    ranges.length > 0 &&
    ranges.length <= LIMITS.ranges &&
    ranges.every(isRange)
  );
}

/** The fields of a snippet and no others: what a peer adds to it is not kept and not sent on. */
export function snippetBody({ path, language, comment, whole, ranges }: SnippetBody): SnippetBody {
  return {
    ...(path !== undefined && { path }),
    ...(language !== undefined && { language }),
    ...(comment !== undefined && { comment }),
    ...(whole !== undefined && { whole }),
    ranges: ranges.map(({ startLine, startColumn, endLine, endColumn, code }) => ({
      startLine,
      startColumn,
      endLine,
      endColumn,
      code,
    })),
  };
}

/**
 * The one guard for content from a peer; `undefined` for what is no lasting content. A kind that this version does not
 * know, or that is not well-formed, becomes talk: its text keeps its place in the order. What it returns has the fields
 * of its kind and no others, so that it can be kept and sent on: JSON reads nesting that it cannot write.
 */
export function asContent(value: unknown): Content | undefined {
  if (!isRecord(value) || !isLasting(value) || !isText(value['text'], LIMITS.text)) return undefined;
  const { id, session, seq, at, text, direct } = value as unknown as Chat;
  const lasting = { id, session, seq, at, ...(direct && { direct }) };
  if (value['type'] === 'void' && text === '') return { type: 'void', ...lasting, text };
  if (value['type'] === 'snippet' && isSnippet(value)) {
    return { type: 'snippet', ...lasting, text, ...snippetBody(value as unknown as Snippet) };
  }
  return { type: 'chat', ...lasting, text };
}

/** The guard for content that has no number yet, as it is kept on disk; `undefined` for anything else. */
export function asDraft(value: unknown): Draft | undefined {
  if (!isRecord(value) || !isText(value['text'], LIMITS.text)) return undefined;
  const { text } = value;
  if (value['type'] === 'chat') return { type: 'chat', text };
  if (value['type'] !== 'snippet' || !isSnippet(value)) return undefined;
  return { type: 'snippet', text, ...snippetBody(value as unknown as Snippet) };
}
