import { basename } from 'node:path';
import { AppError } from '../base/errors';
import { LIMITS, type SnippetRange } from '../protocol/bodies';
import { PASSING_LIMITS } from '../protocol/passing';
import { stripAnsi } from '../snippet/ansi';
import { imageDraft } from '../snippet/drafts';
import { imageHeader } from '../snippet/imageHeader';
import { withLf } from '../snippet/lines';
import { snippetDraft, type Source } from '../snippet/snippet';
import { usage } from './exit';
import { filePart, placeOf, readBytes, tooLarge, type FilePart, type Lines } from './filePart';
import { askGit, headOf } from './git';
import type { Candidate, Parcel } from './parcel';
import { isPatch, patchParcel } from './patchParcel';
import type { Input, Surroundings } from './surroundings';

/** What is to be sent, as it was asked for. */
export interface Wanted {
  readonly file: string | undefined;
  readonly message: string | undefined;
  readonly language: string | undefined;
  /** The input is something to say. */
  readonly asText: boolean;
}

const INPUT = 'The input';

/** Longest input of one line that goes as words of its own accord. UTF-16 units. */
const MAX_WORDS = 500;

async function readInput({ stream }: Input): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > PASSING_LIMITS.transfer) throw tooLarge(INPUT);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** @throws CliError for bytes that are no text in UTF-8 or in what Windows' shell writes. */
function decode(bytes: Buffer, what: string): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    const text = new TextDecoder(wide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  throw usage(`${what} is no text: only texts in UTF-8 and images (PNG, JPEG, GIF, WebP) can be sent`);
}

function rangeOf(code: string, startLine = 1): SnippetRange {
  const lines = code.split('\n');
  const endColumn = (lines.at(-1)?.length ?? 0) + 1;
  return { startLine, startColumn: 1, endLine: startLine + lines.length - 1, endColumn, code };
}

/** The lines of a file, without the last line's end. @throws CliError for lines that it does not have. */
function cut(text: string, { first, last }: Lines, path: string): SnippetRange {
  const lines = text.replace(/\n$/, '').split('\n');
  if (last > lines.length) {
    const asked = first === last ? `line ${first}` : `lines ${first}-${last}`;
    throw usage(`${path} has ${lines.length} lines: ask for what is there, not for ${asked}`);
  }
  return rangeOf(lines.slice(first - 1, last).join('\n'), first);
}

function imageParcel(name: string, bytes: Buffer, comment: string, candidate: Candidate): Parcel {
  return { what: name, candidates: [candidate], draft: imageDraft(name, bytes, comment) };
}

function snippetParcel(
  source: Source,
  range: SnippetRange,
  comment: string,
  candidate: Omit<Candidate, 'text'>,
): Parcel {
  if (range.code.trim() === '') throw usage(`${candidate.label} is empty: there is nothing to send`);
  const bounded =
    source.language === undefined ? source : { ...source, language: source.language.slice(0, LIMITS.language) };
  const what = candidate.place ? snippetDraft(bounded, [range], '').text : 'the input';
  const guarded = { ...candidate, text: range.code, startLine: range.startLine };
  return { what, candidates: [guarded], draft: snippetDraft(bounded, [range], comment) };
}

/** What is said, and not shown as code. */
function wordsParcel(text: string, label: string): Parcel {
  const words = text.trim();
  if (words === '') throw usage(`${label} is empty: there is nothing to send`);
  return { what: 'a message', candidates: [{ label, text: words }], draft: { type: 'chat', text: words } };
}

async function fromFile(part: FilePart, wanted: Wanted, folder: string): Promise<Parcel> {
  const bytes = await readBytes(part, folder);
  const place = await placeOf(part.path, folder);
  const comment = wanted.message ?? '';
  const candidate = { label: place.shown, place };
  if (!part.lines && imageHeader(bytes)) return imageParcel(basename(place.absolute), bytes, comment, candidate);
  const text = withLf(decode(bytes, part.path));
  if (wanted.asText) return { ...wordsParcel(text, place.shown), candidates: [{ ...candidate, text }] };
  const repository = await headOf(folderOf(place.absolute));
  if (!part.lines && isPatch(text)) {
    const made = patchParcel(text, { comment });
    return { ...made, candidates: [candidate, ...made.candidates] };
  }
  const source = {
    path: place.shown,
    whole: part.lines === undefined,
    ...(wanted.language !== undefined && { language: wanted.language }),
    ...(repository && { repository }),
  };
  return snippetParcel(source, part.lines ? cut(text, part.lines, part.path) : rangeOf(text), comment, candidate);
}

function folderOf(path: string): string {
  return path.slice(0, -basename(path).length);
}

/** What a program printed: without colours, and what it wrote over on its way. */
function printed(text: string): string {
  const plain = text.includes('\u001b') || /\r(?!\n)/.test(text) ? stripAnsi(text) : withLf(text);
  return plain.replace(/^\n+|\s+$/g, '');
}

async function fromInput(input: Input, wanted: Wanted, folder: string): Promise<Parcel> {
  const bytes = await readInput(input);
  const { message: comment = '', language, asText } = wanted;
  if (bytes.length === 0) throw usage(`${INPUT} is empty: there is nothing to send`);
  const image = imageHeader(bytes);
  if (image) return imageParcel(`image.${image.mime.slice('image/'.length)}`, bytes, comment, { label: INPUT });
  const raw = decode(bytes, INPUT);
  // Colours would hide what it is; the ends of its lines are part of a patch.
  const changes = raw.includes('\u001b') ? stripAnsi(raw) : raw;
  if (!asText && language === undefined && isPatch(changes)) {
    const [top, head] = await Promise.all([askGit(folder, 'rev-parse', '--show-toplevel'), headOf(folder)]);
    return patchParcel(changes, { comment, ...(top !== undefined && { name: basename(top) }), ...(head && { head }) });
  }
  const text = printed(raw);
  const isLine = language === undefined && comment === '' && !text.includes('\n') && text.length <= MAX_WORDS;
  if (asText || isLine) return wordsParcel(comment === '' ? text : `${comment}\n\n${text}`, INPUT);
  const source: Source = language === undefined ? { terminal: true } : { language };
  return snippetParcel(source, rangeOf(text), comment, { label: INPUT });
}

/**
 * Reads what is to be sent.
 * @throws CliError when there is nothing, or it is no use.
 */
export async function gather(
  wanted: Wanted,
  { input, folder }: Pick<Surroundings, 'input' | 'folder'>,
): Promise<Parcel> {
  const { file, message } = wanted;
  if (file === undefined && message !== undefined) return wordsParcel(message, 'The message');
  if (file === undefined && input.kind === 'terminal') {
    throw usage('What is to be sent? Name a FILE, give --message TEXT, or pipe something into it');
  }
  try {
    const isInput = file === undefined || file === '-';
    const parcel = await (isInput
      ? fromInput(input, wanted, folder)
      : fromFile(await filePart(file, folder), wanted, folder));
    if (message === undefined) return parcel;
    return { ...parcel, candidates: [...parcel.candidates, { label: 'the message', text: message }] };
  } catch (thrown) {
    // What the lower layers say of an image that is too large, or of lines that are too many.
    throw thrown instanceof AppError ? usage(thrown.message) : thrown;
  }
}
