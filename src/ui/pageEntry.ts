import * as vscode from 'vscode';
import type { Entry } from '../protocol/transcript';

/** Longest text or code that the page is given of one message: what is longer is not for reading in a side bar. UTF-16 units. */
const MAX_SHOWN = 100_000;

/** Cuts at the end of a line, and says how much there is; "Copy" gives all of it. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const kept = text.slice(0, Math.max(0, text.lastIndexOf('\n', room)) || room);
  const more = Math.ceil((text.length - kept.length) / 1000);
  return `${kept}\n${vscode.l10n.t('… and {0} KB more: Copy gives all of it', more)}`;
}

/** An entry as the page gets it: the transcript keeps what is long, the page shows its beginning. */
export function forPage(entry: Entry): Entry {
  if (entry.kind !== 'message') return entry;
  const { body } = entry;
  if (body.type === 'text') return { ...entry, body: { ...body, text: cut(body.text, MAX_SHOWN) } };
  const room = Math.floor(MAX_SHOWN / body.ranges.length);
  return { ...entry, body: { ...body, ranges: body.ranges.map(range => ({ ...range, code: cut(range.code, room) })) } };
}
