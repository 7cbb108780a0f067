import * as vscode from 'vscode';
import type { Entry } from '../protocol/transcript';

/**
 * Longest code, and longest talk, that the page is given of one message. Talk is set in lines, and one word without an end
 * would keep the layout of the whole window busy: 100,000 characters took 18 s. UTF-16 units.
 */
const MAX_CODE = 100_000;
const MAX_TALK = 8_000;

/** Cuts at the end of a line where there is one, and says how much there is. */
function cut(text: string, room: number, more: (kilobytes: number) => string): string {
  if (text.length <= room) return text;
  const kept = text.slice(0, Math.max(0, text.lastIndexOf('\n', room)) || room);
  return `${kept}\n${more(Math.ceil((text.length - kept.length) / 1000))}`;
}

const moreTalk = (kilobytes: number) => vscode.l10n.t('… and {0} KB more that are not shown', kilobytes);
const moreCode = (kilobytes: number) => vscode.l10n.t('… and {0} KB more: Copy gives all of it', kilobytes);

/** An entry as the page gets it: the transcript keeps what is long, the page shows its beginning. */
export function forPage(entry: Entry): Entry {
  if (entry.kind !== 'message') return entry;
  const { body } = entry;
  if (body.type === 'text') return { ...entry, body: { ...body, text: cut(body.text, MAX_TALK, moreTalk) } };
  const room = Math.floor(MAX_CODE / body.ranges.length);
  const ranges = body.ranges.map(range => ({ ...range, code: cut(range.code, room, moreCode) }));
  const comment = body.comment === undefined ? {} : { comment: cut(body.comment, MAX_TALK, moreTalk) };
  return { ...entry, body: { ...body, ...comment, ranges } };
}
