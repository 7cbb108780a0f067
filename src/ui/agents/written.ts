import type { SnippetBody } from '../../protocol/bodies';
import type { Body, MessageEntry } from '../../protocol/transcript';
import { placeOf, plainText } from '../../snippet/snippet';
import { cut, quoted } from './untrusted';

/** Bounds of what a model is given in one answer. Messages, and UTF-16 units of one of them and of all. */
export const READ_LIMITS = { messages: 50, usual: 20, message: 4_000, all: 16_000 } as const;

/** A message that there is something to read of. */
export function isReadable(entry: { kind: string }): entry is MessageEntry {
  if (entry.kind !== 'message') return false;
  const { blocked, deleted } = entry as MessageEntry;
  return !blocked && !deleted;
}

function snippetText(body: SnippetBody): string {
  const { comment, output, ranges } = body;
  const pieces = ranges.map(({ was, code }) => (was === undefined ? code : `instead of:\n${was}\nthis:\n${code}`));
  return [comment ?? '', `code of ${quoted(placeOf(body))}:`, ...pieces, output ?? ''].filter(Boolean).join('\n');
}

/** What a message says, code and all; of an image its name. */
export function textOf(body: Body): string {
  switch (body.type) {
    case 'text':
      return body.text;
    case 'snippet':
      return snippetText(body);
    case 'patch':
      return [body.comment ?? '', `changes ${quoted(body.title)}:`, body.diff].filter(Boolean).join('\n');
    case 'image':
      return [body.comment ?? '', `[an image, ${quoted(body.name)}]`].filter(Boolean).join('\n');
    case 'bundle':
      return [plainText(body), ...body.snippets.map(snippetText)].join('\n');
  }
}

/** Who wrote it and when, on one line. */
export function headOf({ from, to, date }: MessageEntry): string {
  const who = from.self ? 'the user of this window' : quoted(from.name ?? 'somebody without a name');
  const only = to === undefined ? '' : `, only to ${to.self ? 'the user' : quoted(to.name ?? 'one person')}`;
  return `From ${who}${only}, ${new Date(date).toISOString()}:`;
}

/** The latest messages that have room, the oldest of them first. */
export function written(entries: readonly { kind: string }[], count: number): { text: string; shown: number } {
  const texts: string[] = [];
  let room: number = READ_LIMITS.all;
  for (const entry of entries.filter(isReadable).slice(-count).reverse()) {
    const text = `${headOf(entry)}\n${cut(textOf(entry.body), READ_LIMITS.message)}`;
    room -= text.length;
    if (room < 0) break;
    texts.unshift(text);
  }
  return { text: texts.join('\n\n'), shown: texts.length };
}
