import * as vscode from 'vscode';
import { startOfBase64 } from '../../base/encoding';
import type { ImageBody, PatchBody, SnippetBody } from '../../protocol/bodies';
import type { Body, Entry } from '../../protocol/transcript';
import { imageHeader } from '../../snippet/imageHeader';

/**
 * Longest code, and longest talk, that the page is given of one message. Talk is set in lines, and one word without an end
 * would keep the layout of the whole window busy: 100,000 characters took 18 s. UTF-16 units.
 */
const MAX_CODE = 100_000;
const MAX_TALK = 8_000;
/** Bytes of an image in which its header stands. */
const HEADER = 64 * 1024;
/** Of one diagnostic, or of a commit's message. */
const MAX_NOTE = 2_000;

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
  const isCut = entry.body.type === 'text' && entry.body.text.length > MAX_TALK;
  return { ...entry, body: shortBody(entry.body), ...(isCut && { cut: true }) };
}

function shortBody(body: Body): Body {
  switch (body.type) {
    case 'text':
      return { ...body, text: cut(body.text, MAX_TALK, moreTalk) };
    case 'snippet':
      return { ...body, ...shortSnippet(body, MAX_CODE) };
    case 'patch':
      return { ...body, ...shortComment(body), ...shortCommit(body), diff: cut(body.diff, MAX_CODE, moreCode) };
    case 'image':
      return shortImage(body);
    case 'bundle': {
      const room = Math.floor(MAX_CODE / body.snippets.length);
      return { ...body, ...shortComment(body), snippets: body.snippets.map(each => shortSnippet(each, room)) };
    }
  }
}

/** The page asks for the bytes when they are about to be seen, and believes the size: it is that of the header. */
function shortImage({ name, mime, comment, data }: ImageBody): Body {
  const header = imageHeader(startOfBase64(data, HEADER));
  const { width, height } = header?.mime === mime ? header : {};
  const size = width !== undefined && height !== undefined && { width, height };
  const short = shortComment(comment === undefined ? {} : { comment });
  return { type: 'image', name, mime, ...short, ...size, data: '' };
}

function shortSnippet(body: SnippetBody, room: number): SnippetBody {
  const { output, diagnostics } = body;
  const each = Math.floor(room / body.ranges.length);
  const short = (code: string) => cut(code, each, moreCode);
  return {
    ...body,
    ...shortComment(body),
    ranges: body.ranges.map(range => ({
      ...range,
      code: short(range.code),
      ...(range.was !== undefined && { was: short(range.was) }),
    })),
    ...(output !== undefined && { output: cut(output, MAX_TALK, moreTalk) }),
    ...(diagnostics && {
      diagnostics: diagnostics.map(note => ({ ...note, message: cut(note.message, MAX_NOTE, moreTalk) })),
    }),
  };
}

function shortCommit({ commit }: PatchBody): Pick<PatchBody, 'commit'> {
  return commit ? { commit: { ...commit, message: cut(commit.message, MAX_NOTE, moreTalk) } } : {};
}

function shortComment({ comment }: { comment?: string }): { comment?: string } {
  return comment === undefined ? {} : { comment: cut(comment, MAX_TALK, moreTalk) };
}
